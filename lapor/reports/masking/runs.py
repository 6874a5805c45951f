"""Digits as people write and disguise them, gathered into runs ("0812-34 56", "O8l2", "nol delapan satu")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

_SPELLED = {
    "nol": "0", "kosong": "0", "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5", "enam": "6",
    "tujuh": "7", "delapan": "8", "lapan": "8", "sembilan": "9",
}  # fmt: skip
_TOKEN = re.compile(
    rf"(?P<spelled>(?<![^\W_])(?:{'|'.join(_SPELLED)})(?![^\W_]))"
    r"|(?P<oh>(?<![^\W_])o(?=[\s.\-]?(?:8|delapan|lapan)))"
    r"|\d+(?:[oil]{1,2}\d+)*(?:o{1,3}(?![^\W_]))?",
)
# Blanks, dots, dashes, brackets and what cannot be seen may stand inside one number; a line's end may not.
_HIDDEN = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufe0f\u20e3\u202a-\u202e\u2066-\u2069"
_GAP = re.compile(rf"(?:[ \t\u00a0\u2007\u2009\u202f._\-\u2010-\u2015\u2212·()\[\]~]|[{_HIDDEN}]){{0,6}}|,")
_INVISIBLE = re.compile(f"[{_HIDDEN}]")
_LONGEST_GAP = 6
_LONGEST_SEEN = 3


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    digits: str


@dataclass
class Run:
    """Tokens with nothing but separators between them; `gaps[i]` stands before token i."""

    tokens: list[Token] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    def add(self, token: Token, gap: str) -> None:
        self.offsets.append(self.offsets[-1] + self.sizes[-1] if self.tokens else 0)
        self.sizes.append(len(token.digits))
        self.tokens.append(token)
        self.gaps.append(gap)

    @cached_property
    def digits(self) -> str:
        """All digits of the finished run."""
        return "".join(token.digits for token in self.tokens)


def runs(text: str, blocked: list[tuple[int, int]]) -> Iterator[Run]:
    """All runs of a text in small letters outside the blocked stretches, which part one from the next."""
    run, last, index = Run(), 0, 0
    for token in _tokens(text):
        parted = False
        while index < len(blocked) and blocked[index][1] <= token.start:
            parted = parted or blocked[index][1] > last
            index += 1
        if index < len(blocked) and blocked[index][0] < token.end:
            continue
        gap = "" if parted else _gap(text, last, token.start)
        if run.tokens and (parted or gap is None):
            yield run
            run, gap = Run(), ""
        run.add(token, gap or "")
        last = token.end
    if run.tokens:
        yield run


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        yield Token(found.start(), found.end(), _digits(found))


def _digits(found: re.Match[str]) -> str:
    if found["spelled"]:
        return _SPELLED[found["spelled"]]
    if found[0].isascii() and found[0].isdigit():
        return found[0]
    # int() reads every script's digits; people paste full-width and styled ones.
    return "".join(str(int(char)) if char.isdecimal() else "0" if char == "o" else "1" for char in found[0])


def _gap(text: str, start: int, end: int) -> str | None:
    """What can be seen between two tokens of one number; None when they are two."""
    if end - start > _LONGEST_GAP:
        return None
    between = text[start:end]
    if not _GAP.fullmatch(between):
        return None
    seen = _INVISIBLE.sub("", between)
    return seen if len(seen) <= _LONGEST_SEEN else None
