"""BUKA: reopens what ended, objects where reopening is not the way, takes back a SELESAI or BATAL."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.intake.sms import replies
from lapor.intake.sms.said import Answer, Said
from lapor.intake.sms.undoing import may_undo, undo_by
from lapor.notifications.dates import due_of, local_day
from lapor.reports import closing
from lapor.reports.models import Event, Report
from lapor.reports.refusals import WrongState
from lapor.reports.states import OPEN, Act, Status
from lapor.sla.rules import Step

S = Status


def reopen(report: Report, said: Said, reason: str) -> Answer | None:
    """The answer; None for a report that is open and a reason that can be kept as a reply.

    Raises the verbs' refusals. Reopening needs no reason, as on the web; an objection does.
    """
    if report.status in OPEN:
        return None if reason else Answer(_still_open(report), report)
    if report.status == S.ARCHIVED:
        return _object(report, said, reason)
    undone = _("Dibatalkan pelapor lewat SMS") if may_undo(report, said.now) else _("Belum selesai.")
    try:
        with transaction.atomic():
            event = closing.reopen(report, by=said.actor, reason=reason or undone, now=said.now)
    except WrongState:
        if report.status != S.CLOSED:
            raise
        return _object(report, said, reason)
    return Answer(_reopened(event, said.now), report, event)


def _object(report: Report, said: Said, why: str) -> Answer:
    if not why:
        return Answer(_ask_reason(report), report)
    event = closing.object_to(report, by=said.actor, reason=why, now=said.now)
    due = due_of(event, Step.OBJECTION)
    by = _("Diputus paling lambat %(due)s.") % {"due": _day(report, due, said.now)} if due else ""
    text = replies.about(report.pk, _("keberatan Anda kami terima."), by, _("Status: CEK %(id)s."))
    return Answer(text, report, event)


def _reopened(event: Event, now: datetime) -> str:
    """What follows, and how to take it back."""
    report = event.report
    checked = report.status == S.RECEIVED
    due = due_of(event, Step.VERIFICATION if checked else Step.FOLLOW_UP)
    words = _("Diperiksa paling lambat %(due)s.") if checked else _("Dijawab paling lambat %(due)s.")
    by = words % {"due": _day(report, due, now)} if due else ""
    if event.act == Act.UNMERGE:
        return replies.about(report.pk, _("laporan ditangani lagi sendiri."), by, _("Status: CEK %(id)s."))
    back = _("Salah? Balas BATAL %(id)s") if checked else _("Salah? Balas SELESAI %(id)s")
    until = _("paling lambat %(due)s.").replace("%(due)s", undo_by(report, now))
    return replies.about(report.pk, _("laporan dibuka lagi."), by, f"{back} {until}")


def _still_open(report: Report) -> str:
    return replies.about(
        report.pk, _("laporan ini masih terbuka."), _("Tambah keterangan: BALAS %(id)s isi.")
    )


def _ask_reason(report: Report) -> str:
    return replies.about(report.pk, _("tulis alasan keberatan Anda: BUKA %(id)s lalu alasannya."))


def _day(report: Report, due: date, now: datetime) -> str:
    return replies.day(due, local_day(report, now))
