"""Words that a verifier closed by hand, wherever they stand in a text that `mask` has been through.

Case and blanks do not matter, and an ending goes along ("Budi" closes "budinya"); a part of a word is left
alone ("Ani" closes nothing in "berani").
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lapor.reports.masking import Piece, mask
from lapor.reports.masking.spans import SHOWN, Kind, Span, closed

_ENDINGS = r"(?:nya|ku|mu|lah|kah|pun|tah)?"
_SIGN = re.compile(r"\w")


def tidy_words(words: str) -> str:
    """On one line, with single blanks."""
    return " ".join(words.split())


def digest(words: str) -> str:
    """Alike for words that close the same."""
    return hashlib.sha256(tidy_words(words).casefold().encode()).hexdigest()


def cover(text: str, words: Sequence[str]) -> str:
    """The text, masked already, with these words closed too. Again changes nothing; linear in both."""
    shown, at = [], 0
    for span in _spans(text, words):
        shown += [text[at : span.start], span.shown]
        at = span.end
    return "".join([*shown, text[at:]])


def holds(text: str, words: str) -> bool:
    """Whether closing these words would change this masked text."""
    return bool(_spans(text, [words]))


def laid_open(text: str, words: Sequence[str]) -> list[Piece]:
    """An unmasked text in pieces, for whoever may read it: `kind` says what the public does not read."""
    spans = sorted([*mask(text).spans, *_spans(text, words)], key=lambda span: span.start)
    return list(_cut(text, _joined(spans), shown=False))


def as_shown(text: str) -> list[Piece]:
    """A public text in pieces: `kind` where something was closed."""
    return list(_cut(text, closed(text), shown=True))


def _spans(text: str, words: Sequence[str]) -> list[Span]:
    """Where they stand; what was closed before is taken in whole, or left alone where it is all there is."""
    pattern = _pattern(tuple(words))
    if pattern is None:
        return []
    before, found = closed(text), list[tuple[int, int]]()
    for match in pattern.finditer(text):
        start, end = match.span()
        met = [one for one in before if one.start < end and start < one.end]
        if any(one.start <= start and end <= one.end for one in met):
            continue
        start, end = min([start, *(one.start for one in met)]), max([end, *(one.end for one in met)])
        if found and start < found[-1][1]:
            start, upto = found.pop()
            end = max(end, upto)
        found.append((start, end))
    return [Span(start, end, Kind.WORDS, SHOWN[Kind.WORDS]) for start, end in found]


@lru_cache(maxsize=16)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """One for all, the longest first. As written and as masked: a number among the words stands closed.

    Kept for the next text of the same report: making it costs more than using it.
    """
    each = {form for one in words for form in (tidy_words(one), tidy_words(mask(one).text)) if form}
    if not each:
        return None
    longest = sorted(each, key=lambda form: (-len(form), form))
    return re.compile("|".join(map(_form, longest)), re.IGNORECASE)


def _form(words: str) -> str:
    body = r"\s+".join(re.escape(part) for part in words.split(" "))
    before = r"(?<!\w)" if _SIGN.match(words) else ""
    after = rf"{_ENDINGS}(?!\w)" if _SIGN.match(words[-1]) else ""
    return f"{before}{body}{after}"


def _joined(spans: list[Span]) -> list[Span]:
    """In order of their start; those that overlap as one."""
    joined = spans[:1]
    for span in spans[1:]:
        last = joined[-1]
        if span.start < last.end:
            joined[-1] = Span(last.start, max(last.end, span.end), last.kind, last.shown)
        else:
            joined.append(span)
    return joined


def _cut(text: str, spans: Sequence[Span], *, shown: bool) -> Iterator[Piece]:
    at = 0
    for span in spans:
        if span.start > at:
            yield Piece(text[at : span.start], None)
        yield Piece(span.shown if shown else text[span.start : span.end], span.kind)
        at = span.end
    if at < len(text):
        yield Piece(text[at:], None)
