"""How much of a deadline is left, as a page shows it; its explanation is `reports.explaining`'s."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.reports import closing
from lapor.reports.explaining import Place
from lapor.reports.explaining import explain as explained
from lapor.reports.models import Deadline, Pause, Report
from lapor.reports.states import Status
from lapor.sla import calendar
from lapor.sla.rules import Rule, Step, Unit
from lapor.ui.components import Day
from lapor.ui.dates import day_words, local

# The clock that matters in each status; an open objection goes before.
MAIN = {
    Status.RECEIVED: Step.VERIFICATION,
    Status.VERIFIED: Step.VERIFICATION,
    Status.POSTPONED: Step.COMPLETION,
    Status.DISPOSED: Step.FOLLOW_UP,
    Status.IN_PROGRESS: Step.RESOLUTION,
    Status.ANSWERED: Step.QUIET,
    Status.REPLIED: Step.FOLLOW_UP,
}
STRIP = 7  # days side by side on a narrow phone


@dataclass(frozen=True)
class Limit:
    """What a page says about one running deadline. `days` is empty where the limit is long."""

    due: datetime
    late: bool
    heading: str
    days: tuple[Day, ...]
    why: tuple[str, ...]
    regulation: str


def main_deadline(report: Report) -> Deadline | None:
    """The running clock that the report waits for now; of several agencies the lead's. No own query."""
    running = [row for row in report.deadlines.all() if row.running and row.due]
    for step in (Step.OBJECTION, MAIN.get(Status(report.status))):
        found = [row for row in running if row.step == step]
        if found:
            return max(found, key=lambda row: (row.agency_id == report.agency_id, row.pk))
    return None


def explain(deadline: Deadline, place: Place, *, now: datetime, pauses: Iterable[Pause] = ()) -> Limit | None:
    """The deadline in words; None where it stands still or its rule is gone."""
    told = explained(deadline, place, pauses=pauses)
    if told is None or deadline.due is None:
        return None
    quiet = deadline.step == Step.QUIET
    due = closing.silence_ends(deadline.report, deadline.due) if quiet else deadline.due
    today, last = local(now, place.zone).date(), local(due, place.zone).date()
    if quiet:
        heading = _until_closed(deadline.report, calendar.working_days_between(today, last, place.region))
    else:
        heading = _left(told.rule, today, last, place.region)
    return Limit(
        due=due,
        late=now > due and not quiet,
        heading=heading,
        days=_strip(told.rule, today, last, place.region),
        why=told.why,
        regulation=told.rule.regulation,
    )


def _until_closed(report: Report, left: int) -> str:
    """The countdown; a report whose reporter was never reached is closed, not solved."""
    solved = report.told_at is not None
    if left < 1:
        return _("Selesai otomatis sesudah hari ini") if solved else _("Ditutup otomatis sesudah hari ini")
    words = ngettext(
        "Ditutup otomatis dalam %(n)d hari kerja", "Ditutup otomatis dalam %(n)d hari kerja", left
    )
    if solved:
        words = ngettext(
            "Selesai otomatis dalam %(n)d hari kerja", "Selesai otomatis dalam %(n)d hari kerja", left
        )
    return words % {"n": left}


def _left(rule: Rule, today: date, last: date, region: str | None) -> str:
    number = _between(rule, today, last, region)
    if today == last or (number == 0 and today < last):
        return (
            _("Hari ini hari terakhir") if today == last else _("Sampai %(day)s") % {"day": day_words(last)}
        )
    if rule.unit is Unit.WORKING_DAYS:
        if number > 0:
            return ngettext("Masih %(n)d hari kerja", "Masih %(n)d hari kerja", number) % {"n": number}
        return ngettext("Lewat %(n)d hari kerja", "Lewat %(n)d hari kerja", -number) % {"n": max(-number, 1)}
    if number > 0:
        return ngettext("Masih %(n)d hari", "Masih %(n)d hari", number) % {"n": number}
    return ngettext("Lewat %(n)d hari", "Lewat %(n)d hari", -number) % {"n": -number}


def _between(rule: Rule, a: date, b: date, region: str | None) -> int:
    if rule.unit is Unit.WORKING_DAYS:
        return calendar.working_days_between(a, b, region)
    return (b - a).days


def _strip(rule: Rule, today: date, last: date, region: str | None) -> tuple[Day, ...]:
    """The limit's working days, the last one marked; those gone by are filled."""
    if rule.unit is not Unit.WORKING_DAYS or rule.number > STRIP:
        return ()
    days: list[date] = []
    day = last
    while len(days) < rule.number:
        if calendar.is_working_day(day, region):
            days.insert(0, day)
        day -= timedelta(days=1)
    return tuple(_day(each, today, last) for each in days)


def _day(day: date, today: date, last: date) -> Day:
    state = "due" if day == last else "past" if day <= today else ""
    return Day(day_words(day)[:3], str(day.day), state)
