"""Whose report it is: the confirmed number of its reporter, a number that has to prove itself, or neither."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lapor.accounts.codes import TooManyCodes
from lapor.accounts.models import Identity
from lapor.intake.sms import replies
from lapor.intake.sms.said import Answer, Said
from lapor.notifications.codes import send_code
from lapor.reports import clocks
from lapor.reports.models import Report
from lapor.reports.rights import is_reporter
from lapor.reports.states import OPEN, Status
from lapor.sla.rules import Step


def find(report_id: int) -> Report | None:
    """A tracking id is a bigint; what is longer never was one."""
    if report_id >= 2**63:
        return None
    return Report.objects.select_related("identity", "split_from__identity").filter(pk=report_id).first()


def refusal(report: Report, said: Said) -> Answer | None:
    """Why this number may not act on the report, as the answer; None where it may.

    A number that the report holds unproven gets its one-time code and nothing else.
    """
    identity = report.reporter
    if not is_reporter(said.actor, report):
        if identity is not None and _waits_for_proof(identity, said):
            _send_code(identity, report, said)
            return Answer("", report, kind="code")
        return Answer(replies.not_yours(report.pk), report)
    if _over(report, said):
        return Answer(replies.rights_over(report.pk), report)
    return None


def photo_hint(text: str) -> str:
    """Pictures do not come by SMS."""
    asked = {"foto", "gambar", "video", "poto", "mms"} & set(text.lower().split())
    return _("Foto: %(host)s/lacak") % {"host": replies.host()} if asked else ""


def _waits_for_proof(identity: Identity, said: Said) -> bool:
    own = bool(said.number) and identity.phone_mark == said.sms.sender_mark
    return own and identity.phone_confirmed_at is None and identity.erased_at is None


def _send_code(identity: Identity, report: Report, said: Said) -> None:
    try:
        send_code(identity, channel="sms", report_id=report.pk, now=said.now)
    except TooManyCodes:
        return  # three within the hour are enough; the last one still lives


def _over(report: Report, said: Said) -> bool:
    """Rights end 180 days after the report; one that ended on a day nobody knows counts as long over."""
    if report.status in OPEN or report.status == Status.MERGED:
        return False
    since = report.closed_at
    return since is None or not clocks.within(report, Step.RIGHTS, since=since, now=said.now)
