"""Open data: the rows of a month as csv or JSON, written while they are read. No text, no name, no secret."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapor.indicators.facts import day_of
from lapor.indicators.figures import FEW
from lapor.indicators.models import DayFacts, Scope
from lapor.registry.models import Agency, Category, Region
from lapor.reports.access import published
from lapor.reports.models import Report
from lapor.reports.states import Status
from lapor.sla.zones import NATIONAL

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CHUNK = 2000
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | None
Row = Sequence[Cell]


@dataclass(frozen=True)
class Column:
    name: str
    meaning: str | Promise


REPORT_COLUMNS = (
    Column("id", _("nomor laporan")),
    Column("received", _("tanggal masuk, WIB")),
    Column("report_class", _("klasifikasi: complaint, aspiration, information_request")),
    Column("status", _("kode status sekarang")),
    Column("closing", _("cara ditutup: confirmed, by_officer, silent, unconfirmed")),
    Column("channel", _("saluran: web, sms, email, dan lainnya")),
    Column("category", _("kode kategori")),
    Column("region", _("kode wilayah resmi, paling rinci kabupaten atau kota")),
    Column("agency", _("kode instansi yang menangani")),
    Column("verified", _("tanggal diperiksa")),
    Column("disposed", _("tanggal pertama kali diteruskan ke instansi")),
    Column("first_answer", _("tanggal jawaban pertama")),
    Column("closed", _("tanggal ditutup")),
)
COUNTS = (
    "received", "public", "not_archived", "closed", "completed", "unconfirmed", "auto_closed",
    "reopened", "ever_closed", "followed_up_10_counted", "followed_up_10_met", "verified_3_counted",
    "verified_3_met", "followed_up_5_counted", "followed_up_5_met",
)  # fmt: skip
FACT_COLUMNS = (
    Column("day", _("tanggal laporan masuk, WIB")),
    Column("scope", _("country, agency, region, atau category")),
    Column("code", _("kode instansi atau wilayah; kosong untuk seluruh negara")),
    *(Column(name, _("jumlah laporan; artinya ada di bagian definisi")) for name in COUNTS),
    Column("answer_days", _("sebaran hari sampai jawaban pertama, {hari: jumlah}")),
    Column("step_days", _("sebaran hari kerja setiap langkah, {langkah: {hari: jumlah}}")),
)


def months() -> list[date]:
    """The first day of every month that has reports, newest first. One query over roll-ups."""
    days = DayFacts.objects.filter(scope=Scope.COUNTRY)
    return list(days.dates("day", "month", order="DESC"))


def report_rows(first: date) -> Iterator[Row]:
    """The public reports received in the month that begins on `first`, oldest first; one query."""
    start = datetime.combine(first, time(), NATIONAL)
    end = datetime.combine(_next(first), time(), NATIONAL)
    rows = published().exclude(status=Status.MERGED).filter(received__gte=start, received__lt=end)
    rows = rows.select_related(None).select_related("agency", "category", "region__parent__parent__parent")
    return map(_report, rows.order_by("received", "id").iterator(chunk_size=CHUNK))


def fact_rows(first: date) -> Iterator[Row]:
    """The day facts of a month; a day of an agency or region with few reports is left out. Three queries."""
    rows = DayFacts.objects.filter(day__gte=first, day__lt=_next(first)).order_by("day", "scope", "scope_id")
    codes = {
        Scope.AGENCY: _codes(Agency.objects.filter(pk__in=_ids(rows, Scope.AGENCY))),
        Scope.REGION: _codes(Region.objects.filter(pk__in=_ids(rows, Scope.REGION))),
        Scope.CATEGORY: _codes(Category.objects.filter(pk__in=_ids(rows, Scope.CATEGORY))),
        Scope.COUNTRY: {0: ""},
    }
    for row in rows.iterator(chunk_size=CHUNK):
        if row.scope == Scope.COUNTRY or row.counts.get("received", 0) >= FEW:
            yield _fact(row, codes[Scope(row.scope)].get(row.scope_id, ""))


def as_csv(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """Lines of a csv file with a head; nothing in it is a formula."""
    writer = csv.writer(_Echo())
    yield writer.writerow([column.name for column in columns])
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in row])


def as_json(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """One object with the licence and the rows as objects, one a line."""
    names = [column.name for column in columns]
    yield json.dumps({"licence": LICENCE})[:-1] + ', "items": ['
    between = "\n"
    for row in rows:
        yield between + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


class _Echo:
    """A file that hands back what is written, so that csv's lines can be streamed."""

    def write(self, text: str) -> str:
        return text


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _report(report: Report) -> Row:
    return (
        str(report.pk),
        day_of(report.received).isoformat(),
        report.report_class,
        report.status,
        report.closing,
        report.channel,
        report.category.code if report.category else "",
        _regency(report.region),
        report.agency.code if report.agency else "",
        _day(report.verified_at),
        _day(report.disposed_at),
        _day(report.first_answer_at),
        _day(report.closed_at),
    )


def _fact(row: DayFacts, code: str) -> Row:
    return (
        row.day.isoformat(),
        row.scope,
        code,
        *(row.counts.get(name, 0) for name in COUNTS),
        json.dumps(row.answer_days, sort_keys=True),
        json.dumps(row.step_days, sort_keys=True),
    )


def _codes(rows: QuerySet[Agency] | QuerySet[Region] | QuerySet[Category]) -> dict[int, str]:
    return dict(rows.values_list("pk", "code"))


def _ids(rows: QuerySet[DayFacts], scope: Scope) -> QuerySet[DayFacts, int]:
    return rows.filter(scope=scope).order_by().values_list("scope_id", flat=True)


def _regency(region: Region | None) -> str:
    while region is not None and region.depth > 2:
        region = region.parent
    return region.code if region else ""


def _day(moment: datetime | None) -> str:
    return day_of(moment).isoformat() if moment else ""


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
