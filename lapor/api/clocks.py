"""A report's deadlines as callers get them, each with its rule in a sentence."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from lapor.api.answers import moment
from lapor.reports.access import Sight
from lapor.reports.explaining import explain, place_of, summary
from lapor.reports.models import Deadline, Report
from lapor.sla.rules import Step
from lapor.ui.dates import local

# What overseers ask is between offices (see `history.OFFICE`).
OFFICE = frozenset({Step.RESPONSE})


class SkippedDay(Schema):
    """A day that did not count, with the name of the holiday or of the weekend's day."""

    date: date
    why: str


class Stood(Schema):
    """A time in which the clock stood; `to` is null while it still stands."""

    # The names are the contract's; "from" is a word of Python's.
    since: datetime = Field(serialization_alias="from")
    to: datetime | None


class DeadlineOut(Schema):
    """`due` is null while paused; `met` when what was owed was done, `stopped` when it was no longer owed."""

    step: str
    rule: str
    regulation: str
    agency: str | None
    started: datetime
    due: datetime | None
    met: datetime | None
    stopped: datetime | None
    number: int | None
    unit: str | None
    explanation: str
    # Why the limit ends when it does, in full; then the same as data.
    sentence: str
    counted_from: datetime
    skipped: list[SkippedDay]
    pauses: list[Stood]


class DeadlineList(Schema):
    items: list[DeadlineOut]
    next: str | None


def shown(report: Report, seen: Sight) -> list[Deadline]:
    """The clocks that this sight covers, oldest first. One query."""
    rows = report.deadlines.select_related("agency__region").order_by("id")
    return [row for row in rows if seen.office or row.step not in OFFICE]


def deadline_out(row: Deadline, report: Report, seen: Sight) -> DeadlineOut:
    """One clock. The report's pauses should be prefetched."""
    told = explain(row, place_of(row, report, seen), pauses=report.pauses.all())
    rule = told.rule if told else None
    return DeadlineOut(
        step=row.step,
        rule=row.rule,
        regulation=rule.regulation if rule else "",
        agency=row.agency.code if row.agency and seen.place else None,
        started=local(row.started_at),
        due=moment(row.due),
        met=moment(row.met_at),
        stopped=moment(row.stopped_at),
        number=rule.number if rule else None,
        unit=rule.unit if rule else None,
        explanation=summary(row),
        sentence=told.sentence if told else summary(row),
        counted_from=local(told.counted_from if told else row.started_at),
        skipped=[SkippedDay(date=day, why=why) for day, why in told.skipped] if told else [],
        pauses=[Stood(since=local(a), to=moment(b)) for a, b in told.pauses] if told else [],
    )
