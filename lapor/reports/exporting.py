"""Reports as LAPOR's "Laporan Ringkas": the same columns and words, one row at a time from the database."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO, TextIO

import xlsxwriter
from django.db.models import Prefetch, Q, QuerySet
from xlsxwriter.worksheet import Worksheet

from lapor.registry.models import Agency, Region
from lapor.reports.importing import columns as c
from lapor.reports.importing import rules
from lapor.reports.importing.cells import guarded
from lapor.reports.importing.making import reason_kind
from lapor.reports.models import Event, Report
from lapor.reports.states import Act
from lapor.sla.zones import NATIONAL

CHUNK = 1_000
# A number stays a number where the file knows any.
Cell = str | int
# What one sheet of a workbook holds, its header among them, and one cell of it.
SHEET_ROWS = 1_048_576
CELL_LETTERS = 32_767
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NO_MAGIC = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True)
class Written:
    """What was written: rows, and how many cells a workbook could not hold whole."""

    rows: int
    cut: int = 0


def chosen(
    *, begin: date | None = None, end: date | None = None, agency: Agency | None = None
) -> QuerySet[Report]:
    """Reports received in a period (local days, WIB, both within it), and those of an agency's subtree."""
    reports = Report.objects.order_by("pk")
    if begin:
        reports = reports.filter(received__gte=datetime.combine(begin, time(), NATIONAL))
    if end and end.year < date.max.year:  # the calendar's last year has no end that a clock could reach
        reports = reports.filter(received__lt=datetime.combine(end + timedelta(days=1), time(), NATIONAL))
    if agency:
        below = Q(agency__path__startswith=agency.path) | Q(unit__path__startswith=agency.path)
        reports = reports.filter(below)
    return reports


def rows(reports: QuerySet[Report]) -> Iterator[list[str]]:
    """One list of 21 texts for each report; reads in chunks through a cursor of the server.

    For an operator: secret reports are among them. The name of an anonymous reporter never is.
    """
    found = related(reports).select_related("identity").defer("identity__email", "identity__phone")
    for report in found.iterator(chunk_size=CHUNK):
        yield [guarded(text) for text in cells(report, name=_name(report))]


def related(reports: QuerySet[Report]) -> QuerySet[Report]:
    """With all that `cells` reads, but for the person."""
    joined = reports.select_related(
        "category", "agency", "unit", "suggested_agency", "region__parent__parent__parent"
    )
    imports = Prefetch("events", Event.objects.filter(act=Act.IMPORT), to_attr="imports")
    return joined.prefetch_related("versions", "messages", imports)


def write_csv(
    table: Iterable[Sequence[Cell]], file: TextIO, *, columns: Sequence[str] = c.COLUMNS
) -> Written:
    """Comma separated, as LAPOR writes it."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in table:
        writer.writerow(row)
        count += 1
    return Written(count)


def write_xlsx(
    table: Iterable[Sequence[Cell]], file: IO[bytes], *, columns: Sequence[str] = c.COLUMNS
) -> Written:
    """A workbook of one sheet, written row by row; texts longer than a cell may be end in "…"."""
    count = cut = 0
    with xlsxwriter.Workbook(file, _NO_MAGIC) as book:
        sheet = book.add_worksheet("Laporan Ringkas")
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, columns)
        for count, row in enumerate(table, 1):
            cut += sum(_put(sheet, count, place, cell) for place, cell in enumerate(row))
    return Written(count, cut)


def _put(sheet: Worksheet, row: int, column: int, cell: Cell) -> bool:
    """Whether the text had to be cut."""
    if isinstance(cell, int):
        sheet.write_number(row, column, cell)
        return False
    cut = len(cell) > CELL_LETTERS
    sheet.write_string(row, column, f"{cell[: CELL_LETTERS - 1]}…" if cut else cell)
    return cut


def cells(report: Report, *, name: str) -> list[str]:
    """The 21 texts of one report, unguarded against formulas; `name` as far as the asker may know it."""
    versions = sorted(report.versions.all(), key=lambda version: version.number)
    parent, number, agency = _agencies(report)
    received = report.received.utctimetuple()
    kinds = [word for word, is_so in (("Anonim", report.anonymous), ("Rahasia", report.secret)) if is_so]
    return [
        str(report.pk),
        f"{received.tm_mday:02} {MONTHS[received.tm_mon - 1]} {received.tm_year:04}",
        f"{received.tm_hour:02}:{received.tm_min:02}:{received.tm_sec:02}",
        name,
        _class(report),
        *_category(report),
        versions[-1].title if versions else "",
        versions[0].text if versions else "",
        versions[-1].text if versions else "",
        ", ".join(kinds),
        _channel(report),
        parent,
        number,
        agency,
        _status(report),
        _reason(report),
        *_places(report),
    ]


def _name(report: Report) -> str:
    """Empty for an anonymous reporter, in every export and whoever asks."""
    return report.identity.name if report.identity and not report.anonymous else ""


def _class(report: Report) -> str:
    if not report.report_class:
        return str(report.unmapped.get(c.CLASS, ""))
    return rules.class_label(report.report_class, report.supervision)


def _category(report: Report) -> tuple[str, str]:
    if report.category is None:
        return str(report.unmapped.get(c.CATEGORY_ID, "")), str(report.unmapped.get(c.CATEGORY, ""))
    return str(report.category.lapor_id or ""), report.category.name


def _channel(report: Report) -> str:
    # A partner's reference is the partner's own; without a partner it is the word that an import found.
    written = report.source_ref if report.partner_id is None else ""
    return str(report.unmapped.get(c.CHANNEL, "")) or written or rules.channel_label(report.channel)


def _agencies(report: Report) -> tuple[str, str, str]:
    """Parent, LAPOR's number and name of the agency that has the report; a wished-for one as parent only."""
    holder = report.unit or report.agency
    if holder is None:
        wished = report.suggested_agency
        as_written = wished is not None and wished.unmapped and c.PARENT in report.unmapped
        name = str(report.unmapped[c.PARENT]) if as_written else wished.name if wished else ""
        return name, "", ""
    number = str(holder.lapor_id or "")
    if holder.unmapped and (c.PARENT in report.unmapped or c.AGENCY in report.unmapped):
        return str(report.unmapped.get(c.PARENT, "")), number, str(report.unmapped.get(c.AGENCY, ""))
    return report.agency.name if report.agency else "", number, holder.name


def _status(report: Report) -> str:
    found: list[Event] = getattr(report, "imports", [])
    label = str(found[0].facts.get("label", "")) if found else ""
    return rules.status_label(report.status, report.closing, label)


def _reason(report: Report) -> str:
    kind = reason_kind(report.status)
    said = [message for message in report.messages.all() if message.kind == kind]
    return max(said, key=lambda message: message.pk).text if said else ""


def _places(report: Report) -> list[str]:
    """Four names, the widest first, in LAPOR's way: "Bandung" is the regency, "Kota Bandung" the city."""
    known: dict[int, str] = {}
    region: Region | None = report.region
    while region is not None:
        known[region.depth] = region.name.removeprefix("Kabupaten ")
        region = region.parent
    places = enumerate(c.PLACES, 1)
    return [str(report.unmapped.get(column) or known.get(depth, "")) for depth, column in places]
