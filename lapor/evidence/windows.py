"""Which months are compared: whole ones, as many before the start as after it, without that of the start.

Pure. A month is written as its first day (WIB).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# A year at most, so that each calendar month counts once; a quarter at least, or one bad week decides.
YEAR, LEAST = 12, 3


@dataclass(frozen=True)
class Windows:
    """`before` and `after`: equally many months, in order. `seasonal`: the same calendar months in both."""

    before: tuple[date, ...]
    after: tuple[date, ...]
    seasonal: bool

    @property
    def months(self) -> int:
        return len(self.after)


def windows(since: date, *, first: date | None, today: date) -> Windows | None:
    """The months to compare for a start on `since`; None where either side has fewer than `LEAST`.

    `first`: the month of the oldest reports there are; it may have begun in the middle and is left out. With
    twelve months of past the months before are the same calendar months as those after (a full year is both).
    """
    start = _number(since)
    past = start - _number(first) - 1 if first else 0
    length = min(YEAR, _number(today) - start - 1)
    seasonal = past >= YEAR
    if not seasonal:
        length = min(length, past)
    if length < LEAST:
        return None
    begin = start + 1 - YEAR if seasonal and length < YEAR else start - length
    return Windows(_months(begin, length), _months(start + 1, length), seasonal)


def too_early(since: date, *, today: date) -> bool:
    """Whether it is the time since the start that is too short, not the past."""
    return _number(today) - _number(since) - 1 < LEAST


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _months(begin: int, length: int) -> tuple[date, ...]:
    return tuple(date(one // 12, one % 12 + 1, 1) for one in range(begin, begin + length))
