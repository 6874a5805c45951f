"""`bukti.csv`: the very figures of the panel, one a row, so that anybody can compute it again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lapor.evidence.panel import Panel, Place
from lapor.evidence.surveys import Surveyed
from lapor.reports.importing.cells import guarded
from lapor.skm.results import Result

# What, where (official code and name), which months, the value, its 95 % interval, of how many.
COLUMNS = ("ukuran", "kode", "wilayah", "kurun", "nilai", "rendah", "tinggi", "n")
Cell = str | int | float | Decimal | None
Row = tuple[Cell, ...]


def as_csv(found: Panel) -> str:
    """UTF-8 with a header; what is not known, or is below five, is empty. Figures with a decimal point."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(cell) for cell in row] for row in rows(found))
    return file.getvalue()


def _cell(cell: Cell) -> Cell:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else cell


def rows(found: Panel) -> Iterator[Row]:
    """The place first, then its peers, the nearest first; then the estimate, then the survey."""
    yield "mulai", "", "", found.since.isoformat(), None, None, None, None
    for one in found.categories:
        yield "kategori", one.code, one.name, "", None, None, None, None
    if found.windows and found.own:
        spans = (_span(found.windows.before), _span(found.windows.after))
        for place in (found.own, *found.peers):
            yield from _place(place, spans)
    if found.change:
        change, n = found.change, found.change.peers
        yield "rasio_dari_rasio", "", "", "", change.ratio, change.low, change.high, n
        yield "perubahan_pembanding", "", "", "", change.usual, None, None, n
        yield "phi", "", "", "", change.dispersion, None, None, None
        yield "tau2", "", "", "", change.spread, None, None, None
    if found.lacking:
        yield "tidak_dihitung_karena", "", "", found.lacking.value, None, None, None, None
    if found.survey:
        yield from _survey(found.survey)


def _place(place: Place, spans: tuple[str, str]) -> Iterator[Row]:
    head = (place.region.code, place.region.name)
    yield "penduduk", *head, "", place.region.population, None, None, None
    sides = zip(spans, (place.before, place.after), place.reports, place.rates, place.medians, strict=True)
    for span, load, reports, rate, median in sides:
        yield "laporan", *head, span, reports, None, None, None
        yield "laporan_per_100000", *head, span, rate, None, None, reports
        closed = load.completed if median is not None else None
        yield "hari_kerja_sampai_selesai", *head, span, median, None, None, closed


def _survey(found: Surveyed) -> Iterator[Row]:
    for side in (found.before, found.after):
        if side:
            yield _index(found, side)
    if found.difference is not None and found.margin is not None:
        low, high = found.difference - found.margin, found.difference + found.margin
        yield "selisih_ikm", found.unit.code, found.unit.name, "", found.difference, low, high, None


def _index(found: Surveyed, side: Result) -> Row:
    low, high = (side.interval.low, side.interval.high) if side.interval else (None, None)
    span = f"{side.period.starts}/{side.period.ends}"
    return "ikm", found.unit.code, found.unit.name, span, side.counted.ikm, low, high, side.counted.n


def _span(months: tuple[date, ...]) -> str:
    return f"{months[0]:%Y-%m}/{months[-1]:%Y-%m}"
