"""SELESAI, BATAL and BUKA can be taken back for three days (rule `undo`) by their opposite."""

from __future__ import annotations

from datetime import datetime

from lapor.intake.sms import replies
from lapor.notifications.dates import local_day
from lapor.reports import clocks
from lapor.reports.models import Report
from lapor.reports.states import Act, Closing, Status
from lapor.sla import calendar
from lapor.sla.rules import Step, rule_for


def undo_by(report: Report, now: datetime) -> str:
    """The last day of taking back what was done now."""
    rule = rule_for(
        Step.UNDO, report_class=report.report_class, supervision=report.supervision, received=report.received
    )
    due = calendar.due(now, rule, zone=clocks.zone(report))
    return replies.day(local_day(report, due), local_day(report, now)) if due else ""


def may_undo(report: Report, now: datetime) -> bool:
    """Whether its reporter ended it, so lately that no reason need be given for going back."""
    if report.closed_at is None or not clocks.within(report, Step.UNDO, since=report.closed_at, now=now):
        return False
    if report.status == Status.CLOSED:
        return report.closing == Closing.CONFIRMED
    last = report.events.filter(to_status=Status.WITHDRAWN).order_by("-id").first()
    return report.status == Status.WITHDRAWN and last is not None and last.act == Act.WITHDRAW
