"""E-mail addresses, also as people disguise them: "nama [at] gmail titik com"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lapor.reports.masking.spans import SHOWN, Kind, Span

_LOCAL_LIMIT = 64
_BLANKS = 2
_SPOKEN = r"[\[({<]\s?(?:at|et|a|@)\s?[\])}>]|(?<=\s)(?:at|et)(?=\s)"
_AT = re.compile(rf"(?P<sign>[@＠﹫])|(?P<spoken>{_SPOKEN})")
_DOT = r"(?:\s?[.．。]\s?|\s?[\[({<]\s?(?:dot|titik|\.)\s?[\])}>]\s?|\s(?:dot|titik)\s)"
_TIGHT_DOT = r"(?:[.．。]|\s?[\[({<]\s?(?:dot|titik|\.)\s?[\])}>]\s?|\s(?:dot|titik)\s)"
_FREEMAIL = r"(?:gmail|g-mail|googlemail|yahoo|ymail|rocketmail|hotmail)"
_ENDING = r"(?:com|co|id|net|org|go|sch|ac|web|or|my|desa|mil|me|info|biz|io)"
_PROVIDED = re.compile(rf"\s{{0,2}}{_FREEMAIL}(?:{_DOT}{_ENDING}\b){{0,2}}(?![\w])")
_LABEL = r"[\w-]{1,63}"
_DOMAIN = re.compile(rf"(?:{_LABEL}{_TIGHT_DOT}){{1,5}}[^\W\d_][\w-]{{1,62}}")
_SPACED = re.compile(rf"\s{{0,2}}[\w-]{{1,63}}(?:{_DOT}{_ENDING}\b){{1,3}}")
_BARE_SIGNS = frozenset("._%+-'")


def find(text: str) -> list[Span]:
    """Addresses in a text of small letters."""
    return list(_found(text))


def _found(text: str) -> Iterator[Span]:
    free_from = 0
    for at in _AT.finditer(text):
        start = _local_start(text, at.start(), free_from)
        if start is None or _is_handle(text, at):
            continue
        end = _domain_end(text, at.end(), spoken=at["spoken"] is not None)
        if end is None:
            continue
        yield Span(start, end, Kind.EMAIL, SHOWN[Kind.EMAIL])
        free_from = end


def _local_start(text: str, end: int, free_from: int) -> int | None:
    """Where the name before the sign begins; walked by hand, to stay linear."""
    for _ in range(_BLANKS):
        if end > free_from and text[end - 1] in " \t":
            end -= 1
    start = end
    while start > free_from and end - start < _LOCAL_LIMIT and _is_local(text[start - 1]):
        start -= 1
    return start if start < end else None


def _is_handle(text: str, at: re.Match[str]) -> bool:
    """ "toko @nama.id" names an account of some network; an address has blanks on both sides or none."""
    return (
        at["sign"] is not None
        and text[at.start() - 1] in " \t"
        and not text[at.end() : at.end() + 1].isspace()
    )


def _is_local(char: str) -> bool:
    return char.isalnum() or char in _BARE_SIGNS


def _domain_end(text: str, at: int, *, spoken: bool) -> int | None:
    """After "@" any domain will do; a spoken "at" is an English word unless a mail domain follows."""
    tries = (_PROVIDED, _SPACED) if spoken else (_DOMAIN, _PROVIDED, _SPACED)
    ends = [found.end() for found in (pattern.match(text, at) for pattern in tries) if found]
    return max(ends, default=None)
