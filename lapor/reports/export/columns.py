"""What an officer's export tells of one report: LAPOR's columns first, ours after them.

Our dates are ISO 8601 in the local time of the agency, so that a spreadsheet sorts them; numbers are numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from lapor.reports import clocks
from lapor.reports.exporting import Cell, cells
from lapor.reports.importing.columns import COLUMNS
from lapor.reports.looking import Seen
from lapor.reports.models import Deadline, Report
from lapor.reports.states import OPEN
from lapor.sla.calendar import working_days_between
from lapor.sla.rules import Step

# The words of the columns are part of the file's format, like LAPOR's own: Indonesian whoever reads.
OWN = (
    "Lokasi Kejadian", "Tanggal Kejadian", "Unit", "Instansi Lain yang Ikut",
    "Tanggal Diverifikasi", "Tanggal Didisposisi", "Tanggal Jawaban Pertama", "Tanggal Berakhir",
    "Batas Verifikasi", "Batas Tindak Lanjut", "Batas Penyelesaian", "Lewat Batas",
    "Hari Kerja sampai Jawaban Pertama", "Hari Kerja sampai Berakhir",
    "Cara Selesai", "Penilaian Pelapor (1-5)", "Dibuka Lagi", "Dikembalikan oleh Unit",
    "Dikembalikan oleh Instansi", "Versi Isi",
)  # fmt: skip
CONTACTS = ("Surel Pelapor", "Telepon Pelapor")
YES, NO = "Ya", "Tidak"


def titles(*, contacts: bool) -> tuple[str, ...]:
    """The header; with the reporter's contacts where they were asked for."""
    return COLUMNS + OWN + (CONTACTS if contacts else ())


def row(seen: Seen, *, named: bool, contacts: bool, now: datetime) -> list[Cell]:
    """The cells of one report. `named`: the asker may know who reported it."""
    report = seen.report
    person = seen.person if named else None
    told: list[Cell] = [*cells(report, name=person.name if person else ""), *_own(seen, now)]
    if contacts:
        told += [person.email, person.phone] if person else ["", ""]
    return told


def _own(seen: Seen, now: datetime) -> list[Cell]:
    report = seen.report
    others = [agency.name for agency in seen.agencies if agency.pk not in (report.agency_id, report.unit_id)]
    late = report.status in OPEN and report.due is not None and report.due < now
    moments = (report.verified_at, report.disposed_at, report.first_answer_at, report.closed_at)
    zone = clocks.zone(report)
    days = [_day(moment.astimezone(zone) if moment else None) for moment in moments]
    dues = (_due(report, step) for step in (Step.VERIFICATION, Step.FOLLOW_UP, Step.RESOLUTION))
    return [
        seen.location,
        _day(report.event_date),
        report.unit.name if report.unit else "",
        "; ".join(others),
        *days,
        *(_day(due.astimezone(zone) if due else None) for due in dues),
        YES if late else NO,
        _took(report.disposed_at, report.first_answer_at, report),
        _took(report.received, report.closed_at, report),
        str(report.get_closing_display()),
        report.rating or "",
        YES if report.reopened else NO,
        report.unit_referrals,
        report.agency_referrals,
        len(report.versions.all()),
    ]


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _due(report: Report, step: Step) -> datetime | None:
    """Of the latest clock of this step; of several agencies' that of the lead."""
    rows: Iterable[Deadline] = (row for row in report.deadlines.all() if row.step == step)
    mine = [row for row in rows if row.agency_id in (None, report.agency_id)]
    return max(mine, key=lambda row: row.pk).due if mine else None


def _took(begin: datetime | None, end: datetime | None, report: Report) -> Cell:
    """Working days there, the first day not counted, local holidays among those that are off."""
    if begin is None or end is None or not report.dated:
        return ""
    zone = clocks.zone(report)
    region = report.agency.region.code if report.agency and report.agency.region else None
    return working_days_between(begin.astimezone(zone).date(), end.astimezone(zone).date(), region)
