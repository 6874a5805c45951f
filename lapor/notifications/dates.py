"""The dates that messages name: an office's deadline as it stands, the reporter's own time from its rule."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from lapor.reports import clocks
from lapor.reports.models import Deadline, Event, Report
from lapor.reports.states import Act
from lapor.sla import calendar
from lapor.sla.rules import NoRuleError, Step, rule_for

# Windows that no row keeps, and the quiet days, which start only when the answer has been handed over: the
# date named is the earliest possible.
WINDOWS = frozenset({Step.QUIET, Step.REOPEN, Step.REOPEN_LAPSED, Step.OBJECTION_WINDOW})


def due_of(event: Event, step: Step | None) -> date | None:
    """The last day of `step` as the event left it, local to the handling agency; None where none runs."""
    if step is None:
        return None
    report = event.report
    due = _window(report, step, event.at) if step in WINDOWS else _deadline(event, step)
    return local_day(report, due) if due else None


def local_day(report: Report, moment: datetime) -> date:
    return moment.astimezone(clocks.zone(report)).date()


def _window(report: Report, step: Step, at: datetime) -> datetime | None:
    try:
        rule = rule_for(
            step, report_class=report.report_class, supervision=report.supervision, received=report.received
        )
    except NoRuleError:
        return None
    start = at if step is Step.QUIET else report.closed_at or at
    region = report.agency.region.code if report.agency and report.agency.region else None
    return calendar.due(start, rule, zone=clocks.zone(report), region=region)


def _deadline(event: Event, step: Step) -> datetime | None:
    disposed = event.act in (Act.DISPOSE, Act.ADD_AGENCY)
    agency_id = event.agency_id if disposed else event.report.agency_id
    rows = Deadline.objects.filter(report=event.report_id, step=step, started_at__lte=event.at)
    row = rows.filter(Q(agency=None) | Q(agency=agency_id)).order_by("-started_at", "-id").first()
    if row is None:
        return None
    ended = row.met_at or row.stopped_at
    over = ended is not None and ended <= event.at and row.started_at < event.at
    return None if over else row.due
