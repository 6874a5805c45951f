"""How a report ended, in one sentence, and until when its reporter may still do something about it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from lapor.reports import clocks
from lapor.reports.looking import Seen
from lapor.reports.models import Report
from lapor.reports.states import Act, Closing, Status
from lapor.sla.rules import Step as Clock
from lapor.ui.dates import day_words


def ended_words(seen: Seen, zone: ZoneInfo) -> str:
    """At most three queries; only for a report that is closed, archived, withdrawn or merged."""
    report = seen.report
    if report.status == Status.MERGED:
        return _merged(seen)
    day = {"day": day_words(report.closed_at, zone) if report.closed_at else ""}
    words = {
        Status.ARCHIVED: lambda: _("Diarsipkan %(day)s."),
        Status.WITHDRAWN: lambda: _withdrawn(seen),
    }.get(Status(report.status), lambda: _closed(seen))() % day
    return " ".join(part for part in (words, _still(seen, zone)) if part)


def _merged(seen: Seen) -> str:
    if seen.merged_into is None:
        return _("Digabungkan dengan laporan lain, yang membahas hal sama.")
    return _("Digabungkan dengan laporan #%(id)s, yang membahas hal sama.") % {"id": seen.merged_into}


def _withdrawn(seen: Seen) -> str:
    if _lapsed(seen.report):
        return _("Ditarik otomatis %(day)s, karena tidak dilengkapi dalam 30 hari.")
    return _("Anda menarik laporan ini %(day)s.") if seen.sight.own else _("Ditarik pelapor %(day)s.")


def _closed(seen: Seen) -> str:
    own = seen.sight.own
    said = {
        Closing.CONFIRMED: _("Selesai %(day)s. Anda memastikan sudah beres.")
        if own
        else _("Selesai %(day)s. Pelapor memastikan."),
        Closing.BY_OFFICER: _("Selesai %(day)s, ditutup petugas dengan alasan."),
        Closing.SILENT: _("Selesai otomatis %(day)s, karena tidak ada tanggapan dari Anda.")
        if own
        else _("Selesai otomatis %(day)s, karena pelapor tidak menanggapi."),
        Closing.UNCONFIRMED: _("Ditutup %(day)s. Kami tidak dapat menghubungi Anda.")
        if own
        else _("Ditutup %(day)s. Pelapor tidak dapat dihubungi, jadi belum pasti beres."),
    }
    closing = seen.report.closing  # imported reports may not know
    return said[Closing(closing)] if closing in said else _("Selesai %(day)s.")


def _still(seen: Seen, zone: ZoneInfo) -> str:
    """What can still be done, and until when. Others than the reporter are told of objections only."""
    report, own = seen.report, seen.sight.own
    if report.status == Status.ARCHIVED:
        return _objection(seen, zone)
    if not own:
        return ""
    lapsed = report.status == Status.WITHDRAWN and _lapsed(report)
    until = _until(report, Clock.REOPEN_LAPSED if lapsed else Clock.REOPEN, zone)
    return _("Masih ada masalah? Anda bisa membukanya lagi sampai %(day)s.") % {"day": until} if until else ""


def _objection(seen: Seen, zone: ZoneInfo) -> str:
    decided = [one.upheld for one in seen.report.objections.all()]
    if None in decided:
        return ""  # under way: said with its deadline
    if decided:
        return _("Keberatan sudah diperiksa dan tidak diterima.")
    until = {"day": _until(seen.report, Clock.OBJECTION_WINDOW, zone)}
    if not until["day"]:
        return _("Waktu untuk keberatan sudah lewat.")
    if seen.sight.own:
        return _("Tidak setuju? Anda bisa mengajukan keberatan sampai %(day)s.") % until
    return _("Pelapor bisa mengajukan keberatan sampai %(day)s.") % until


def _until(report: Report, window: Clock, zone: ZoneInfo) -> str:
    """The last day of a window that opened with the ending; empty when it is over or nobody knows."""
    plan = clocks.plan(report, window, at=report.closed_at) if report.closed_at else None
    if plan is None or plan.due is None or plan.due < timezone.now():
        return ""
    return day_words(plan.due, zone)


def _lapsed(report: Report) -> bool:
    ends = report.events.filter(act__in=(Act.LAPSE, Act.WITHDRAW)).order_by("-id")
    return ends.values_list("act", flat=True).first() == Act.LAPSE
