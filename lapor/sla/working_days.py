"""Counting working days by tables: a year is read once, then every count is a look-up.

Holds no more than one small table per year and per region with holidays of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lapor.sla.days_off import CalendarError, DaysOff, Scope

WEEKEND = {5: "Sabtu", 6: "Minggu"}


@dataclass(frozen=True, slots=True)
class Year:
    """One year of one region."""

    reasons: dict[date, str]
    first: int  # ordinal of 1 January
    days: list[int]  # ordinals of the working days
    counted: list[int]  # per day of the year: working days from 1 January up to and including it


class WorkingDays:
    """The working days that follow from given days off."""

    def __init__(self, off: DaysOff) -> None:
        self._off = off
        self._years: dict[tuple[int, Scope], Year] = {}

    def scope(self, region: str | None) -> Scope:
        """The parts of a region's code that have days off of their own: where equal, all days count alike."""
        return self._off.scope(region)

    def why_off(self, day: date, region: str | None) -> str | None:
        return self._year(day.year, self._off.scope(region)).reasons.get(day)

    def add(self, start: date, number: int, region: str | None) -> date:
        if number < 0:
            raise CalendarError("working days are added forwards only")
        if number == 0:
            return start
        scope = self._off.scope(region)
        year = self._year(start.year, scope)
        wanted, here = year.counted[start.toordinal() - year.first] + number, start.year
        while wanted > len(year.days):  # ends: the year after the last one known is an error
            wanted, here = wanted - len(year.days), here + 1
            year = self._year(here, scope)
        return date.fromordinal(year.days[wanted - 1])

    def between(self, a: date, b: date, region: str | None) -> int:
        if b < a:
            return -self.between(b, a, region)
        scope = self._off.scope(region)
        whole = sum(len(self._year(year, scope).days) for year in range(a.year, b.year))
        return whole + self._into_year(b, scope) - self._into_year(a, scope)

    def _into_year(self, day: date, scope: Scope) -> int:
        year = self._year(day.year, scope)
        return year.counted[day.toordinal() - year.first]

    def _year(self, number: int, scope: Scope) -> Year:
        """Two threads may build the same table at once; they build the same, and either may stay."""
        if (number, scope) not in self._years:
            self._years[number, scope] = _tabled(number, *self._off.of(number, scope))
        return self._years[number, scope]


def _tabled(number: int, off: dict[date, str], working: set[date]) -> Year:
    first, last = date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()
    year = Year(reasons={}, first=first, days=[], counted=[])
    for ordinal in range(first, last + 1):
        day = date.fromordinal(ordinal)
        reason = off.get(day) or WEEKEND.get(day.weekday())
        if reason and day not in working:
            year.reasons[day] = reason
        else:
            year.days.append(ordinal)
        year.counted.append(len(year.days))
    return year
