"""Two versions of a text, word by word: what went and what came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with the blanks behind it; line breaks stand alone, so that a new line is a change of its own.
_WORDS = re.compile(r"\n|[^\S\n]+|[^\s]+[^\S\n]?")
# Beyond this many words sentence stands against sentence: comparing takes the square of what differs.
MANY = 2_000
_SENTENCES = re.compile(r"\n|[^\n.!?]+[.!?]*\s?|[.!?]+")


@dataclass(frozen=True)
class Piece:
    """Some words; `changed`: they stand in this version only."""

    text: str
    changed: bool


def differences(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts whole, each in pieces. At most about a second for two texts of 10,000 letters."""
    before, after = _parts(old, new)
    left, right = list[Piece](), list[Piece]()
    old_words, new_words = _bare(before), _bare(after)
    for tag, start, end, begin, stop in SequenceMatcher(None, old_words, new_words).get_opcodes():
        same = tag == "equal"
        left += _pieces(before[start:end], changed=not same)
        right += _pieces(after[begin:stop], changed=not same)
    return list(_joined(left)), list(_joined(right))


def _parts(old: str, new: str) -> tuple[list[str], list[str]]:
    texts = [text.replace("\r\n", "\n") for text in (old, new)]
    before, after = (_WORDS.findall(text) for text in texts)
    if max(len(before), len(after)) > MANY:
        before, after = (_SENTENCES.findall(text) for text in texts)
    return before, after


def _bare(words: Sequence[str]) -> list[str]:
    """A blank more or less is no change."""
    return [word.rstrip(" ") for word in words]


def _pieces(words: Sequence[str], *, changed: bool) -> list[Piece]:
    return [Piece("".join(words), changed)] if words else []


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one; a lone blank between two changes belongs to them."""
    held: list[Piece] = []
    for piece in pieces:
        if held and held[-1].changed == piece.changed:
            held[-1] = Piece(held[-1].text + piece.text, piece.changed)
        elif len(held) > 1 and not held[-1].text.strip(" ") and piece.changed:
            blank = held.pop()
            held[-1] = Piece(held[-1].text + blank.text + piece.text, changed=True)
        else:
            held.append(piece)
    yield from held
