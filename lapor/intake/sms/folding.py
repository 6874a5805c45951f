"""A message folded for reading: small letters, plain digits, no marks that the eye does not see.

Only for recognising what is meant. What is kept of a message is cut from the text as it was written, by
the places that each token remembers.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters together, digits together: "CEK1234567" is two tokens.
PIECE = re.compile(r"[^\W\d_]+|[0-9]+")
REPEATED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters or of digits; `start` and `end` are places in the text as it was written."""

    text: str
    start: int
    end: int

    @property
    def digits(self) -> bool:
        return self.text[0] in "0123456789"

    @property
    def squeezed(self) -> str:
        return self.text if self.digits else squeezed(self.text)


def tokens(text: str) -> list[Token]:
    """Words and numbers in their order; linear in the length of the text."""
    folded, places = _folded(text)
    return [
        Token(match.group(), places[match.start()], places[match.end() - 1] + 1)
        for match in PIECE.finditer(folded)
    ]


def squeezed(word: str) -> str:
    """Each letter once where it stands repeated: "haloooo" and "hallo" are one word."""
    return REPEATED.sub(r"\1", word)


def words(text: str) -> frozenset[str]:
    """A vocabulary, to be looked up with `Token.squeezed`."""
    return frozenset(map(squeezed, text.split()))


def normalised(text: str) -> str:
    """What two messages must share to be the same message: case, blanks and last signs do not count."""
    plain = " ".join(_folded(text)[0].split())
    end = len(plain)
    while end and (plain[end - 1] == " " or unicodedata.category(plain[end - 1])[0] == "P"):
        end -= 1
    return plain[:end]


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for letter in _fold(char):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    """One character as small letters without accents, ASCII digits, a blank, or nothing (zero width)."""
    kind = unicodedata.category(char)
    if kind in ("Cf", "Mn", "Me", "Cs"):
        return ""
    if kind[0] == "Z" or kind == "Cc":
        return " "
    value = unicodedata.decimal(char, None)
    if value is not None:
        return str(value)
    spelled = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(letter for letter in spelled if unicodedata.category(letter) != "Mn")
