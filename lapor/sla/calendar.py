"""When a time limit ends. Pure: the same start, rule and pauses give the same moment, whoever asks.

The counting rule: working days are Monday to Friday without national holidays and collective leave (cuti
bersama), in the local time of the handling agency; the starting day is not counted; due is 23:59:59 of the
last day. `region` is a dotted official code whose local holidays count too (none: the country's only).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from lapor.sla.datafile import DATA
from lapor.sla.days_off import CalendarError, load
from lapor.sla.rules import Rule, Unit
from lapor.sla.working_days import WorkingDays

# From when the clock stood still until it ran again; None while it still stands.
Pause = tuple[datetime, datetime | None]

DAY = timedelta(days=1)
END_OF_DAY = time(23, 59, 59)


def due(
    start: datetime, rule: Rule, *, zone: ZoneInfo, pauses: Sequence[Pause] = (), region: str | None = None
) -> datetime | None:
    """The last moment of the limit, aware, in `zone`; None when a pause still open keeps it from ending.

    A day does not count when the clock stands still at its end. A limit used up before an open pause began
    keeps its due time: what was late stays late. Pauses may overlap and come in any order. CalendarError
    for a time without zone, a pause that ends before it begins, or a year beyond the calendar.
    """
    last = _last_day(_local(start, zone).date(), rule, _paused(pauses, zone), region)
    return None if last is None else end_of_day(last, zone)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """23:59:59 of that day there."""
    return datetime.combine(day, END_OF_DAY, zone)


def is_working_day(day: date, region: str | None = None) -> bool:
    return why_off(day, region) is None


def why_off(day: date, region: str | None = None) -> str | None:
    """The Indonesian name of the holiday, else of the weekend's day; None on a working day.

    Names of days not yet decreed end in "(perkiraan)".
    """
    return working_days().why_off(day, region)


def add_working_days(start: date, number: int, region: str | None = None) -> date:
    """The `number`-th working day after `start`; `start` itself for 0; CalendarError below 0.

    A few microseconds once the years' tables stand.
    """
    return working_days().add(start, number, region)


def working_days_between(a: date, b: date, region: str | None = None) -> int:
    """Working days after `a` up to and including `b`; negative when `b` comes first."""
    return working_days().between(a, b, region)


@cache
def working_days() -> WorkingDays:
    """The calendar of this release, read once per process."""
    return WorkingDays(load(DATA / "days_off.csv"))


def _last_day(
    first: date, rule: Rule, paused: list[tuple[date, date | None]], region: str | None
) -> date | None:
    """Walks from pause to pause, using up the limit by the days that count between them."""
    here, left = first, rule.number
    for begins, ends in paused:
        free = max(0, _count(rule.unit, here, begins - DAY, region))
        if free >= left:
            break
        if ends is None:
            return None
        left -= free
        here = max(here, ends - DAY)
    return _add(rule.unit, here, left, region)


def _paused(pauses: Sequence[Pause], zone: ZoneInfo) -> list[tuple[date, date | None]]:
    """Each pause as the days it takes out: from the first, up to but not including the second."""
    days: list[tuple[date, date | None]] = []
    for begins, ends in pauses:
        if ends is not None and _local(ends, zone) < _local(begins, zone):
            raise CalendarError("a pause ends before it begins")
        days.append((_first_end(begins, zone), ends and _first_end(ends, zone)))
    return sorted(days, key=lambda pause: pause[0])


def _first_end(moment: datetime, zone: ZoneInfo) -> date:
    """The first day whose 23:59:59 is not before the moment."""
    local = _local(moment, zone)
    return local.date() if local.time() <= END_OF_DAY else local.date() + DAY


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    if moment.tzinfo is None:
        raise CalendarError("a moment without a time zone has no day")
    return moment.astimezone(zone)


def _count(unit: Unit, a: date, b: date, region: str | None) -> int:
    return working_days_between(a, b, region) if unit is Unit.WORKING_DAYS else (b - a).days


def _add(unit: Unit, start: date, number: int, region: str | None) -> date:
    if unit is Unit.WORKING_DAYS:
        return add_working_days(start, number, region)
    return start + timedelta(days=number)
