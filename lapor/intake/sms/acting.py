"""BALAS, SELESAI, BUKA and BATAL: the reporter's acts by SMS, each confirmed and each to be undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.intake.sms import reopening, replies, rights
from lapor.intake.sms.intents import Closing, Reopening, Reply, Withdrawal
from lapor.intake.sms.said import Answer, Said
from lapor.intake.sms.standing import handled_together, next_step
from lapor.intake.sms.undoing import undo_by
from lapor.notifications.dates import due_of, local_day
from lapor.reports import closing, filing, followup
from lapor.reports.models import Event, Report
from lapor.reports.refusals import Refusal, Stale
from lapor.reports.states import AT_AGENCY, OPEN, Act, Status
from lapor.reports.texts import TEXT_MAX, tidy
from lapor.sla.rules import Step

Run = Callable[[Report], Answer]
S = Status


def act(said: Said, intent: Reply | Closing | Reopening | Withdrawal) -> Answer:
    """Do what the message says, if its number may; every answer names the report and the next step."""
    report = rights.find(intent.report_id)
    if report is None:
        return Answer(replies.not_found(intent.report_id))
    barred = rights.refusal(report, said)
    if barred is not None:
        return barred
    return _done(report, _run(said, intent))


def _run(said: Said, intent: Reply | Closing | Reopening | Withdrawal) -> Run:
    if isinstance(intent, Reply):
        return lambda report: _reply(report, said, tidy(intent.text))
    if isinstance(intent, Closing):
        return lambda report: _close(report, said, intent)
    if isinstance(intent, Reopening):
        return lambda report: (
            reopening.reopen(report, said, tidy(intent.reason))
            or _reply(report, said, tidy(intent.reason), _("laporan masih terbuka; tulisan Anda kami catat."))
        )
    return lambda report: _withdraw(report, said)


def _done(report: Report, run: Run) -> Answer:
    """A report that changed under our hands is tried once more; a verb's refusal is told as it is."""
    for last in (False, True):
        try:
            with transaction.atomic():
                return run(report)
        except Stale as stale:
            if last:
                return Answer(replies.refused(report.pk, str(stale)), report)
            report.refresh_from_db()
        except Refusal as refusal:
            return Answer(replies.refused(report.pk, str(refusal)), report)
    raise AssertionError("unreachable")


def _reply(report: Report, said: Said, text: str, opening: str = "") -> Answer:
    if not text:
        return Answer(replies.about(report.pk, _("tulis isinya juga: BALAS %(id)s lalu keterangan.")), report)
    if report.status not in OPEN:
        return Answer(_ended(report), report)
    completes, words = report.status == S.POSTPONED, text[:TEXT_MAX]
    event = followup.reply(report, by=said.actor, text=words, now=said.now)
    kept = opening or (_("kelengkapan Anda kami terima.") if completes else _("tulisan Anda kami terima."))
    long = _("Yang lewat %(n)s huruf terpotong.") % {"n": TEXT_MAX} if len(text) > TEXT_MAX else ""
    due, photo = _answer_by(event, said.now), rights.photo_hint(text)
    status = _("Status: CEK %(id)s.")
    text = replies.about(report.pk, kept, long, due, photo, status, drop=(photo,))
    return Answer(text, report, event)


def _close(report: Report, said: Said, intent: Closing) -> Answer:
    if intent.unreadable:
        text = _("nilainya 1 sampai 5, misalnya SELESAI %(id)s 5. Laporan belum kami tutup.")
        return Answer(replies.about(report.pk, text), report)
    if report.status not in AT_AGENCY | {S.POSTPONED}:
        return Answer(_not_to_close(report), report)
    event = closing.close(report, by=said.actor, rating=intent.rating, now=said.now)
    thanks = _("terima kasih, laporan selesai.")
    if intent.rating:
        thanks = _("terima kasih, laporan selesai dengan nilai %(n)s.") % {"n": intent.rating}
    wrong = _("Salah? Balas BUKA %(id)s paling lambat %(due)s.")
    later = _("Sesudah itu tulis alasannya juga.")
    due = undo_by(report, said.now)
    return Answer(
        replies.about(report.pk, thanks, wrong.replace("%(due)s", due), later, drop=(later,)), report, event
    )


def _not_to_close(report: Report) -> str:
    if report.status in (S.RECEIVED, S.VERIFIED):
        text = _("laporan belum sampai di instansi. Tidak perlu lagi? BATAL %(id)s.")
        return replies.about(report.pk, text, _("Status: CEK %(id)s."))
    return _ended(report)


def _ended(report: Report) -> str:
    together = handled_together(report)
    text = together or _("laporan sudah berakhir (%(s)s).") % {"s": report.get_status_display()}
    return replies.about(report.pk, text, next_step(report))


def _withdraw(report: Report, said: Said) -> Answer:
    if report.status not in OPEN:
        return Answer(_not_to_close(report), report)
    event = filing.withdraw(report, by=said.actor, now=said.now)
    wrong = _("Salah? Balas BUKA %(id)s paling lambat %(due)s.")
    due = undo_by(report, said.now)
    text = replies.about(report.pk, _("laporan Anda sudah ditarik."), wrong.replace("%(due)s", due))
    return Answer(text, report, event)


def _answer_by(event: Event, now: datetime) -> str:
    """Until when the agency answers; before it has one, until when it is checked."""
    report = event.report
    at_agency = report.status in AT_AGENCY
    due = due_of(event, Step.FOLLOW_UP if at_agency else Step.VERIFICATION)
    if due is None or event.act not in (Act.REPLY, Act.COMPLETE):
        return ""
    named = {"due": replies.day(due, local_day(report, now))}
    words = _("Dijawab paling lambat %(due)s.") if at_agency else _("Diperiksa paling lambat %(due)s.")
    return words % named
