"""Rules about the whole, and journeys through it."""
