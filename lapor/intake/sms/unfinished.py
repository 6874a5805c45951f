"""A command without its number or what else it needs: the report it may mean is named, nothing is done."""

from __future__ import annotations

from lapor.intake.sms import replies, rights
from lapor.intake.sms.folding import tokens
from lapor.intake.sms.numbered import is_id
from lapor.intake.sms.said import Answer, Said
from lapor.intake.sms.standing import standing
from lapor.notifications.wording import commands
from lapor.reports.models import Report
from lapor.reports.rights import is_reporter
from lapor.reports.states import AT_AGENCY, Status

HIDING = ("ANONIM", "RAHASIA")


def answer(said: Said, command: str) -> Answer:
    """How to write it; with the number of the report where this telephone has one.

    Who has lost the receipt finds the way back by this.
    """
    report = (_named(said) or _latest(said)) if command else None
    if report is None:
        return Answer(replies.unclear(command))
    if command == "CEK":
        return Answer(standing(report, said.actor, now=said.now), report)
    if command in HIDING:
        return _hiding(report, command)
    if command == "SELESAI" and report.status in AT_AGENCY:
        return Answer(replies.about(report.pk, str(commands.CONFIRM)), report)
    return Answer(replies.unclear(command, report.pk), report)


def _hiding(report: Report, command: str) -> Answer:
    """A report that nobody has read yet is hidden by taking it back and sending it again."""
    hidden = report.secret if command == "RAHASIA" else report.anonymous
    if hidden or report.status != Status.RECEIVED:
        return Answer(replies.unclear(command))
    return Answer(replies.hide(report.pk, command), report)


def _named(said: Said) -> Report | None:
    """The report that the message names, if it is this number's."""
    ids = [token.text for token in tokens(said.sms.text) if token.digits and is_id(token.text)]
    report = rights.find(int(ids[0])) if ids else None
    return report if report is not None and is_reporter(said.actor, report) else None


def _latest(said: Said) -> Report | None:
    """The last report of this number, if it has proven to be its reporter's."""
    if not said.number:
        return None
    own = Report.objects.filter(
        identity__phone_mark=said.sms.sender_mark,
        identity__phone_confirmed_at__isnull=False,
        identity__erased_at=None,
    )
    return own.order_by("-pk").first()
