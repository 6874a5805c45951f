"""Numbers that look long enough to be a person's and are not: money, dates, times, places on the map."""

from __future__ import annotations

import re

_OPEN = r"(?<![\d.,+\-])(?<!\d[ /])"
# Nothing that goes on as a number may follow, else a phone number with dots would pass for money or a date.
_SHUT = r"(?!\d)(?![.,\-/–]\s?\d)"
_THOUSANDS = r"[1-9]\d{0,2}(?:[.,]\d{3}){1,5}(?:,\d{1,2}|\.00)?"
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d(?:[.:][0-5]\d)?"
_DATE = rf"{_DAY}[-./]\s?{_MONTH}[-./]\s?{_YEAR}|{_YEAR}[-./]{_MONTH}[-./]{_DAY}"
_RANGE = r"\s?(?:-|–|s/d|sd|sampai)\s?"

_PROTECTED = re.compile(
    r"(?=[\dri-])(?:"
    + "|".join(
        (
            rf"(?:rp|idr)\.?\s{{0,2}}{_THOUSANDS}(?:{_RANGE}{_THOUSANDS})?{_SHUT}",
            r"(?:rp|idr)\.?\s{0,2}[1-9]\d{2,14}(?![\d])(?:,\d{2}|\.00)?(?![.\-]?\d)",
            rf"{_OPEN}{_THOUSANDS}(?:{_RANGE}{_THOUSANDS})?{_SHUT}",
            rf"{_OPEN}(?:{_DATE})(?:{_RANGE}(?:{_DATE}))?{_SHUT}",
            rf"{_OPEN}{_CLOCK}(?:{_RANGE}{_CLOCK})?{_SHUT}",
            r"(?<![\d.])-?\d{1,3}\.\d{4,15}\s?,\s?-?\d{1,3}\.\d{4,15}(?![\d.\-])",
        )
    )
    + ")"
)
# A number of twelve digits that starts like a phone abroad-style is no sum anybody complains about.
_PHONE_LIKE = re.compile(r"62[.,]?8")
_CURRENCY = re.compile(r"rp|idr")


def stretches(text: str) -> list[tuple[int, int, bool]]:
    """Start, end, and whether it is a bare sum with dots, which a bank word before may turn into an account.

    The text comes in small letters.
    """
    return [
        (found.start(), found.end(), _bare_sum(found[0]))
        for found in _PROTECTED.finditer(text)
        if not (_PHONE_LIKE.match(found[0]) and _digits(found[0]) >= _PHONE_DIGITS)
    ]


_PHONE_DIGITS = 11
_ACCOUNT_DIGITS = 10


def _bare_sum(stretch: str) -> bool:
    plain = not _CURRENCY.match(stretch) and stretch.replace(".", "").isdigit()
    return plain and _digits(stretch) >= _ACCOUNT_DIGITS


def _digits(stretch: str) -> int:
    return sum(char.isdigit() for char in stretch)
