"""Rules about the whole that a machine can keep."""
