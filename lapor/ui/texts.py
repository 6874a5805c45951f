"""Letters that a page cannot carry."""

from __future__ import annotations

import re

# What HTML forbids: controls other than tab and line breaks, and noncharacters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# Marks that turn the direction of all that follows: a person's text must not turn the page around it.
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Without the letters HTML forbids, so that typed text can come back in the form."""
    return _FORBIDDEN.sub("", text)


def upright(text: str) -> str:
    """Printable, and without marks of direction."""
    return _TURNS.sub("", printable(text))
