"""How the desk says where a report stands and how much time is left."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from lapor.reports import clocks
from lapor.reports.history import Moment
from lapor.reports.models import Deadline, Report
from lapor.reports.states import Act, ReportClass, Status
from lapor.sla.calendar import working_days_between
from lapor.sla.rules import Step
from lapor.ui import components
from lapor.ui.components import Tone
from lapor.ui.dates import day_words
from lapor.ui.numbers import figure

STEPS: dict[str, StrOrPromise] = {
    Step.VERIFICATION: gettext_lazy("Verifikasi dan disposisi"),
    Step.FOLLOW_UP: gettext_lazy("Tindak lanjut instansi"),
    Step.RESOLUTION: gettext_lazy("Penyelesaian"),
    Step.LEGAL_MAXIMUM: gettext_lazy("Batas terakhir menurut peraturan"),
    Step.OBJECTION: gettext_lazy("Putusan keberatan"),
    Step.RESPONSE: gettext_lazy("Tanggapan kepada pengawas"),
    Step.RECOMMENDATION_RESPONSE: gettext_lazy("Tanggapan atas rekomendasi"),
    Step.QUIET: gettext_lazy("Waktu pelapor menanggapi"),
    Step.COMPLETION: gettext_lazy("Waktu pelapor melengkapi"),
}
UNMAPPED: dict[str, StrOrPromise] = {
    "report_class": gettext_lazy("klasifikasi"),
    "class": gettext_lazy("klasifikasi"),
    "category": gettext_lazy("kategori"),
    "agency": gettext_lazy("instansi"),
    "parent_agency": gettext_lazy("instansi induk"),
    "region": gettext_lazy("wilayah"),
    "province": gettext_lazy("provinsi"),
    "regency": gettext_lazy("kota/kabupaten"),
    "district": gettext_lazy("kecamatan"),
    "village": gettext_lazy("kelurahan"),
    "channel": gettext_lazy("sumber laporan"),
}
_ENDED = {
    Status.CLOSED: Tone.OK,
    Status.ARCHIVED: Tone.CALM,
    Status.WITHDRAWN: Tone.CALM,
    Status.MERGED: Tone.CALM,
}
_ICONS = {
    Status.REPLIED: "talk",
    Status.POSTPONED: "pause",
    Status.ARCHIVED: "archive",
    Status.WITHDRAWN: "undo",
    Status.MERGED: "join",
}


def time_left(report: Report, *, now: datetime) -> components.Status | None:
    """The nearest duty in working days of the handling agency; None where no clock of an officer runs."""
    if report.due is None:
        return None
    zone = clocks.zone(report)
    region = report.agency.region.code if report.agency and report.agency.region else None
    today, last = now.astimezone(zone).date(), report.due.astimezone(zone).date()
    if report.due < now:
        return components.Status(_late(working_days_between(last, today, region)), Tone.LATE)
    left = working_days_between(today, last, region)
    if left == 0:
        return components.Status(_("Batas hari ini"), Tone.WARN)
    words = ngettext("Sisa %(n)s hari kerja", "Sisa %(n)s hari kerja", left) % {"n": figure(left)}
    return components.Status(words, Tone.WARN if left == 1 else Tone.INFO)


def standing(report: Report, *, now: datetime, draft: bool = False) -> components.Status:
    """One status for a line of the queue: lateness first, else what is waiting and until when."""
    left = time_left(report, now=now)
    if left and left.tone is Tone.LATE:
        return left
    word = _("Draf menunggu") if draft else report.get_status_display()
    tone = _ENDED.get(Status(report.status), left.tone if left else Tone.CALM)
    if left and report.due:
        word = _("%(status)s, batas %(day)s") % {"status": word, "day": short_day(report.due, report)}
    return components.Status(word, tone, "talk" if draft else _ICONS.get(Status(report.status), ""))


def short_day(moment: datetime, report: Report) -> str:
    """ "Jum 31 Agu", in the local time of the handling agency."""
    weekday, rest = day_words(moment, clocks.zone(report)).split(", ")
    return f"{weekday[:3]} {rest.rsplit(' ', 1)[0]}"


def class_words(report: Report) -> str:
    """ "Pengaduan berkadar pengawasan", "Aspirasi"; said when an import did not know."""
    if report.report_class == ReportClass.COMPLAINT and report.supervision is not None:
        return (
            _("Pengaduan berkadar pengawasan")
            if report.supervision
            else _("Pengaduan tidak berkadar pengawasan")
        )
    return report.get_report_class_display() or _("Klasifikasi belum dipetakan")


def deadline_status(row: Deadline, *, now: datetime) -> components.Status:
    """How one clock stands."""
    if row.met_at:
        return components.Status(_("Terpenuhi"), Tone.OK)
    if row.stopped_at:
        return components.Status(_("Berhenti"), Tone.CALM)
    if row.due is None:
        return components.Status(_("Ditunda"), Tone.CALM, "pause")
    return (
        components.Status(_("Lewat batas"), Tone.LATE) if row.due < now else components.Status(_("Berjalan"))
    )


def steps_of(moments: list[Moment], report: Report) -> list[components.Step]:
    """The history as a timeline in the local time of the handling agency."""
    zone = clocks.zone(report).key
    return [_step(one, zone) for one in moments]


def _step(moment: Moment, zone: str) -> components.Step:
    icon = "talk" if moment.text else ""
    return components.Step(
        str(moment.label), lines=_lines(moment), at=moment.at, zone=zone, icon=icon, said=moment.text
    )


def _lines(moment: Moment) -> list[str]:
    who = str(moment.who)
    if moment.agency and moment.act in (Act.DISPOSE, Act.DISPOSE_TO_UNIT, Act.ADD_AGENCY):
        lines = [who, _("kepada %(agency)s") % {"agency": moment.agency}]
        return [*lines, _("Unit sebelumnya ditutup.")] if "successor_of" in moment.facts else lines
    return [f"{who}, {moment.agency}" if moment.agency else who]


def _late(days: int) -> str:
    if days < 1:
        return _("Lewat batas")
    return ngettext("Lewat %(n)s hari kerja", "Lewat %(n)s hari kerja", days) % {"n": figure(days)}
