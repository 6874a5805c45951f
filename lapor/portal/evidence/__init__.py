"""The evidence of an innovation, as its page shows it and as a file."""
