"""The demo: an invented cast, and invented reports replayed through the real acts at their dates."""

from lapor.operate.demo.filling import fill

__all__ = ["fill"]
