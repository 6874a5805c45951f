"""The commands of `lapor`, one module each."""
