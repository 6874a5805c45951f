"""Kinds of masked data, what is shown in their place, and lists of spans that do not overlap."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    NIK = "nik"
    PHONE = "phone"
    EMAIL = "email"
    BANK = "bank"
    CARD = "card"
    PLATE = "plate"
    NUMBER = "number"
    # Closed by a verifier: see `covering`.
    WORDS = "words"


# A fixed word in the language of the texts: masked texts are stored, searched and exported as they stand.
SHOWN = {
    Kind.NIK: "[NIK ditutup]",
    Kind.EMAIL: "[e-mail ditutup]",
    Kind.BANK: "[rekening ditutup]",
    Kind.CARD: "[nomor kartu ditutup]",
    Kind.PLATE: "[pelat nomor ditutup]",
    Kind.NUMBER: "[nomor ditutup]",
    Kind.WORDS: "[ditutup]",
}
_KINDS = {shown: kind for kind, shown in SHOWN.items()}
_CLOSED = re.compile("|".join([*map(re.escape, _KINDS), "0[8•]••-••••-••[0-9]{2}"]))


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    kind: Kind
    shown: str

    @property
    def growth(self) -> int:
        return len(self.shown) - (self.end - self.start)


def phone_shown(digits: str, *, mobile: bool) -> str:
    """The last two digits stay, so that a reporter recognises the own number."""
    return f"{'08' if mobile else '0•'}••-••••-••{digits[-2:]}"


def closed(text: str) -> list[Span]:
    """What is masked already: it stays, and counts as of its kind."""
    return [
        Span(found.start(), found.end(), _KINDS.get(found[0], Kind.PHONE), found[0])
        for found in _CLOSED.finditer(text)
    ]


def apart(first: list[Span], second: list[Span]) -> list[Span]:
    """Both lists as one in order of place; where two overlap, the one of `first` stays."""
    merged, index = [], 0
    for span in second:
        while index < len(first) and first[index].end <= span.start:
            merged.append(first[index])
            index += 1
        free = index == len(first) or span.end <= first[index].start
        if free:
            merged.append(span)
    return merged + first[index:]
