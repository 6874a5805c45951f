"""Definitions of the public figures, one function per count: what a journalist needs to compute them again.

The cohort of a period: reports received in it (local date, WIB), merged and withdrawn left out. A "within N"
counts a report only when N has passed or was met, and only where its dates are known. The 10 calendar days
and the 3 and 5 working days are the platform's rule (`sla/data/rules.csv`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lapor.reports.states import Closing, Status
from lapor.sla import calendar
from lapor.sla.zones import NATIONAL

LEFT_OUT = (Status.MERGED, Status.WITHDRAWN)
FOLLOW_UP_DAYS = 10
VERIFICATION_DAYS = 3
ANSWER_DAYS = 5


@dataclass(frozen=True)
class Case:
    """What the definitions need of one report. `zone`: local time of its agency.

    `filed`: when it came to us, and the clocks began. A letter may have been received before that, and what
    was split off is as old as the report it comes from: they count on their day, but from here on.
    """

    filed: datetime
    status: str
    closing: str
    reopened: bool
    dated: bool
    verified_at: datetime | None
    disposed_at: datetime | None
    first_answer_at: datetime | None
    closed_at: datetime | None = None
    # Verified and not secret: anybody can read and count it.
    public: bool = False
    zone: ZoneInfo = NATIONAL


def _within(done: datetime | None, limit: datetime, now: datetime) -> tuple[bool, bool]:
    """(counted, met) of a time limit."""
    met = done is not None and done <= limit
    return met or now > limit, met


def _working(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    return calendar.end_of_day(calendar.add_working_days(start.astimezone(zone).date(), days), zone)


def followed_up_10(case: Case, now: datetime) -> tuple[bool, bool]:
    """First answer within 10 calendar days of filing."""
    return _within(case.first_answer_at, case.filed + timedelta(days=FOLLOW_UP_DAYS), now)


def verified_3(case: Case, now: datetime) -> tuple[bool, bool]:
    """Verified within 3 working days of filing."""
    return _within(case.verified_at, _working(case.filed, VERIFICATION_DAYS, NATIONAL), now)


def followed_up_5(case: Case, now: datetime) -> tuple[bool, bool]:
    """First answer within 5 working days of the first disposition; undisposed reports do not count."""
    if case.disposed_at is None:
        return False, False
    return _within(case.first_answer_at, _working(case.disposed_at, ANSWER_DAYS, case.zone), now)


def verification_days(case: Case) -> int | None:
    """Working days from filing to verification; 0 on the same day, None where it is not known."""
    return _took(case, case.filed, case.verified_at, NATIONAL)


def disposition_days(case: Case) -> int | None:
    """Working days from filing to the first disposition."""
    return _took(case, case.filed, case.disposed_at, NATIONAL)


def first_answer_days(case: Case) -> int | None:
    """Working days from the first disposition to the first answer."""
    return _took(case, case.disposed_at, case.first_answer_at, case.zone)


def completion_days(case: Case) -> int | None:
    """Working days from the first disposition (where there was none: from filing) to closing."""
    if case.status != Status.CLOSED:
        return None
    return _took(case, case.disposed_at or case.filed, case.closed_at, case.zone)


def _took(case: Case, start: datetime | None, end: datetime | None, zone: ZoneInfo) -> int | None:
    if case.status in LEFT_OUT or not case.dated or start is None or end is None:
        return None
    days = calendar.working_days_between(start.astimezone(zone).date(), end.astimezone(zone).date())
    return max(days, 0)


STEPS: dict[str, Callable[[Case], int | None]] = {
    "verification": verification_days,
    "disposition": disposition_days,
    "answer": first_answer_days,
    "completion": completion_days,
}

LIMITS: dict[str, Callable[[Case, datetime], tuple[bool, bool]]] = {
    "followed_up_10": followed_up_10,
    "verified_3": verified_3,
    "followed_up_5": followed_up_5,
}


def counts_of(case: Case, now: datetime) -> Iterator[str]:
    """The names of the counts that this report adds one to."""
    if case.status in LEFT_OUT:
        return
    yield "received"
    if case.public:
        yield "public"
    if case.status != Status.ARCHIVED:
        yield "not_archived"
    if case.status == Status.CLOSED:
        yield from _closed(case)
    if case.dated:
        yield from _reopening(case)
        yield from _limits(case, now)


def answer_days(case: Case) -> str | None:
    """Days from filing to the first answer, to hundredths; None where there is none or it is not known."""
    if case.status in LEFT_OUT or not case.dated or case.first_answer_at is None:
        return None
    return f"{(case.first_answer_at - case.filed) / timedelta(days=1):.2f}"


def _closed(case: Case) -> Iterator[str]:
    yield "closed"
    if case.closing != Closing.UNCONFIRMED:
        yield "completed"
    else:
        yield "unconfirmed"
    if case.closing in (Closing.SILENT, Closing.UNCONFIRMED):
        yield "auto_closed"


def _reopening(case: Case) -> Iterator[str]:
    if case.reopened:
        yield "reopened"
    if case.reopened or case.status == Status.CLOSED:
        yield "ever_closed"


def _limits(case: Case, now: datetime) -> Iterator[str]:
    for name, limit in LIMITS.items():
        counted, met = limit(case, now)
        if counted:
            yield f"{name}_counted"
        if met:
            yield f"{name}_met"
