"""The two shapes of a message, and the letters that one SMS can hold."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

SMS_MAX = 160
LONG_WORD = 20
# 3GPP TS 23.038, default alphabet; letters of its extension table take two places.
_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", " ": " "})


@dataclass(frozen=True)
class Words:
    """Subject (empty for SMS) and body."""

    subject: str
    body: str


def gsm(text: str) -> str:
    """The text in GSM-7 letters: accents it lacks are dropped, what is left over becomes a question mark."""
    plain = (
        letter if letter in _ALPHABET or letter in _EXTENSION else _bare(letter)
        for letter in text.translate(_PLAIN)
    )
    return "".join(plain)


def places(text: str) -> int:
    """How many of the 160 places a text of GSM-7 letters takes."""
    return len(text) + sum(letter in _EXTENSION for letter in text)


def fits(text: str) -> bool:
    return places(text) <= SMS_MAX


def cut(text: str, room: int) -> str:
    """A text in GSM-7 letters and one line, cut at a word ("...") where it takes more than `room` places."""
    text = gsm(" ".join(text.split()))
    if places(text) <= room:
        return text
    while text and places(text) + 3 > room:
        head, _, last = text.rpartition(" ")
        # One word as long as a sentence (an address, say) is cut where it is.
        text = head if len(last) <= LONG_WORD else text[:-1]
    return text.rstrip(" ,;:.") + "..."


def _bare(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", letter)[:1]
    return bare if bare in _ALPHABET or bare in _EXTENSION else "?"
