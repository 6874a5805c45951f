"""Which days the offices are shut and why: the `holidays` package, overlaid by `data/days_off.csv`.

The package knows national holidays (estimated for years not yet decreed) and the collective leave (cuti
bersama) of past years. The file has the last word: its collective leave replaces that of the package for
every year it lists, its other rows add local holidays (with a region), rename a day, or make one working.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from holidays import country_holidays

from lapor.sla.datafile import DataFileError, day, rows

COLUMNS = ("date", "name", "kind", "region", "source")
REGION = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?")
# The package knows Indonesia from 1946; beyond 2100 it no longer estimates the lunar holidays.
FIRST_YEAR, LAST_YEAR = 1946, 2100

# The codes of a region and of those above it that have rows of their own: () means the country's days only.
Scope = tuple[str, ...]


class Kind(StrEnum):
    NATIONAL = "national"
    JOINT_LEAVE = "joint_leave"
    LOCAL = "local"
    WORKING = "working"


class CalendarError(ValueError):
    """A date, number or pause the calendar cannot count with."""


@dataclass(frozen=True, slots=True)
class DayOff:
    """One row; `source` names the decree, `region` is the official code or empty for the whole country."""

    day: date
    name: str
    kind: Kind
    region: str
    source: str


class DaysOff:
    """The days off of any year and region. Costs a call of the package per year asked: cache what it says."""

    def __init__(self, listed: Iterable[DayOff]) -> None:
        self._listed = tuple(listed)
        self._decreed = {row.day.year for row in self._listed if row.kind is Kind.JOINT_LEAVE}
        self._regions = {row.region for row in self._listed if row.region}

    def scope(self, region: str | None) -> Scope:
        """The parts of a dotted region code that have days of their own: most villages are the country."""
        if not region or not self._regions:
            return ()
        parts = region.split(".")
        above = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
        return tuple(code for code in above if code in self._regions)

    def of(self, year: int, scope: Scope) -> tuple[dict[date, str], set[date]]:
        """The year's days off with their names, and the days that are working whatever the weekday."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CalendarError(f"working days are known from {FIRST_YEAR} to {LAST_YEAR}, not for {year}")
        off = _packaged(year, joint_leave=year not in self._decreed)
        working: set[date] = set()
        for row in self._listed:
            if row.day.year != year or (row.region and row.region not in scope):
                continue
            if row.kind is Kind.WORKING:
                off.pop(row.day, None)
                working.add(row.day)
            else:
                off[row.day] = row.name
        return off, working


def load(path: Path) -> DaysOff:
    """Reads and checks a file of days off; DataFileError names file and line of the first fault."""
    seen: dict[tuple[date, str], int] = {}
    listed: list[DayOff] = []
    for line, cells in rows(path, COLUMNS):
        try:
            row = _day_off(cells)
        except ValueError as error:
            raise DataFileError(path, line, str(error)) from error
        if (row.day, row.region) in seen:
            raise DataFileError(path, line, f"day and region stand in line {seen[row.day, row.region]} too")
        seen[row.day, row.region] = line
        listed.append(row)
    return DaysOff(listed)


def _packaged(year: int, *, joint_leave: bool) -> dict[date, str]:
    categories = ("public", "government") if joint_leave else ("public",)
    return dict(country_holidays("ID", years=year, categories=categories, language="id").items())


def _day_off(cells: dict[str, str]) -> DayOff:
    if cells["kind"] not in list(Kind):
        raise ValueError(f"kind {cells['kind']!r} is none of {', '.join(Kind)}")
    kind, region = Kind(cells["kind"]), cells["region"]
    if not cells["name"] or not cells["source"]:
        raise ValueError("a day off needs a name and the source that decrees it")
    if region and not REGION.fullmatch(region):
        raise ValueError(f"region {region!r} is not an official code like 51 or 51.71")
    if (kind is Kind.LOCAL) != bool(region) and kind is not Kind.WORKING:
        raise ValueError("a local day names its region, a national one none")
    return DayOff(day(cells["date"]), cells["name"], kind, region, cells["source"])
