"""Phone, NIK, bank, card and other personal numbers: each run of digits is read from its left."""

from __future__ import annotations

from collections.abc import Iterator

from lapor.reports.masking import protected, shapes
from lapor.reports.masking.cues import Cue, Cues
from lapor.reports.masking.runs import Run, runs
from lapor.reports.masking.shapes import Reading
from lapor.reports.masking.spans import SHOWN, Kind, Span, phone_shown

# A sum with dots right behind a bank word is an account ("rek 1.234.567.890").
_CLOSE = 12
_CLOSING = {"(": ")", "[": "]"}


def find(text: str, *, barriers: list[Span]) -> list[Span]:
    """`barriers` are closed already; no number reaches over them, no word before them says what follows."""
    cues = Cues(text)
    spans: list[Span] = []
    ends = _Floor(barriers)
    for run in runs(text, _blocked(text, cues, barriers)):
        for span in _in_run(text, run, cues, ends):
            spans.append(span)
            ends.raise_to(span.end)
    return spans


class _Floor:
    """The end of the last closed number before a place; places only grow, so each step is taken once."""

    def __init__(self, barriers: list[Span]) -> None:
        self._barriers, self._index, self._floor = barriers, 0, 0

    def below(self, place: int) -> int:
        while self._index < len(self._barriers) and self._barriers[self._index].end <= place:
            self.raise_to(self._barriers[self._index].end)
            self._index += 1
        return self._floor

    def raise_to(self, end: int) -> None:
        self._floor = max(self._floor, end)


def _blocked(text: str, cues: Cues, barriers: list[Span]) -> list[tuple[int, int]]:
    kept = [(span.start, span.end) for span in barriers]
    for start, end, bare_sum in protected.stretches(text):
        cue, distance = cues.before(start, floor=0)
        account = bare_sum and cue is Cue.BANK and distance <= _CLOSE and not cues.rupiah_after(end)
        if not account:
            kept.append((start, end))
    return sorted(kept)


def _in_run(text: str, run: Run, cues: Cues, ends: _Floor) -> Iterator[Span]:
    at = 0
    while at < len(run.tokens):
        start = run.tokens[at].start
        cue, distance = cues.before(start, floor=ends.below(start))
        reading = shapes.read(text, run, at, cues=cues, cue=cue, distance=distance)
        if reading is None:
            at += 1
            continue
        yield _span(text, run, at, reading)
        at += reading.tokens


def _span(text: str, run: Run, at: int, reading: Reading) -> Span:
    start, end = run.tokens[at].start, run.tokens[at + reading.tokens - 1].end
    if start and text[start - 1] == "+":
        start -= 1
    if start and text[start - 1] in "([" and _CLOSING[text[start - 1]] in text[start:end]:
        start -= 1
    digits = "".join(token.digits for token in run.tokens[at : at + reading.tokens])
    shown = phone_shown(digits, mobile=reading.mobile) if reading.kind is Kind.PHONE else SHOWN[reading.kind]
    return Span(start, end, reading.kind, shown)
