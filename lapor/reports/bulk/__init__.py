"""Invented reports in numbers: for sizes, simulations and whoever wants to see a full house."""
