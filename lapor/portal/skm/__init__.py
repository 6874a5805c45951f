"""Satisfaction surveys as everybody meets them: answered, published, compared."""
