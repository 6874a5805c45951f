"""Exchange: gatherings, questions about innovations, policy notes and consultations."""
