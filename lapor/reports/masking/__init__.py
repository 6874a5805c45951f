"""What must never stand in a public text: numbers and addresses that lead to a person.

`mask` is the only door. It knows texts only; whoever publishes a title, a text or an answer calls it first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lapor.reports.masking import emails, numbers, plates
from lapor.reports.masking.spans import Kind, Span, apart, closed

__all__ = ["Kind", "Masked", "Piece", "Span", "mask"]

# Closing one number can bring a cue nearer to another; a second look settles nearly every text.
_PASSES = 8


@dataclass(frozen=True)
class Piece:
    """A stretch of a masked text; `kind` is None where it stands as it was written."""

    text: str
    kind: Kind | None


@dataclass(frozen=True)
class Masked:
    """`spans` point into the text that was given, `pieces` make up the text that may be shown."""

    text: str
    kinds: frozenset[Kind]
    spans: tuple[Span, ...]
    pieces: tuple[Piece, ...]


def mask(text: str) -> Masked:
    """Close NIK, phone, e-mail, bank, card and plate numbers (UU 27/2022 on personal data).

    Masking twice changes nothing more, and keeps the kinds. Linear in the length of the text.
    Rather closes a number too many than shows one: any unbroken run of ten digits that is not money goes.
    """
    spans: list[Span] = []
    for _ in range(_PASSES):
        found = _at_home(_found(_shown(text, spans)), spans)
        if found == spans:
            break
        spans = found
    pieces = tuple(piece for piece in _cut(text, spans) if piece.text)
    kinds = frozenset(span.kind for span in spans)
    return Masked("".join(piece.text for piece in pieces), kinds, tuple(spans), pieces)


def _found(text: str) -> list[Span]:
    """Everything to close in one pass, in order and apart; what an earlier pass closed stays as it is."""
    lowered = _lowered(text)
    known = apart(closed(text), emails.find(lowered))
    known = apart(known, plates.find(text))
    return apart(known, numbers.find(lowered, barriers=known))


def _lowered(text: str) -> str:
    """Small letters, place for place: patterns that need not ignore case are three times as fast."""
    # A few letters of other scripts grow when lowered, which would move all that follows.
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _at_home(found: list[Span], spans: list[Span]) -> list[Span]:
    """Spans found in the shown text, moved to where they stand in the given one."""
    home, shift, index = [], 0, 0
    for span in found:
        while index < len(spans) and spans[index].start + shift < span.start:
            shift += spans[index].growth
            index += 1
        same = index < len(spans) and spans[index].start + shift == span.start
        moved = Span(span.start - shift, span.end - shift, span.kind, span.shown)
        home.append(spans[index] if same else moved)
    return home


def _shown(text: str, spans: list[Span]) -> str:
    return "".join(piece.text for piece in _cut(text, spans))


def _cut(text: str, spans: list[Span]) -> Iterator[Piece]:
    at = 0
    for span in spans:
        yield Piece(text[at : span.start], None)
        yield Piece(span.shown, span.kind)
        at = span.end
    yield Piece(text[at:], None)
