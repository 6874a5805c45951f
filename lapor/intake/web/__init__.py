"""The web door: one form, its receipt, and the code that confirms a contact."""
