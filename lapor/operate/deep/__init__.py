"""What `lapor doctor --deep` looks at: whether the data agrees with itself. Reads only, writes nothing."""

from lapor.operate.deep.examining import examine

__all__ = ["examine"]
