"""`/data/`: what can be taken along, at addresses that stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lapor.indicators.facts import day_of
from lapor.indicators.figures import DEFINITIONS
from lapor.oversight import opendata
from lapor.oversight.opendata import FACT_COLUMNS, LICENCE, REPORT_COLUMNS, Column, Row

WRITERS = {
    "csv": (opendata.as_csv, "text/csv; charset=utf-8"),
    "json": (opendata.as_json, "application/json"),
}
# A file may be this old, in seconds, at a cache between: what is taken back is gone soon.
FRESH = 60


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    years = [(year, list(months)) for year, months in groupby(opendata.months(), lambda month: month.year)]
    context = {
        "years": years,
        "tables": [("laporan", REPORT_COLUMNS), ("angka-harian", FACT_COLUMNS)],
        "definitions": list(DEFINITIONS.values()),
        "licence": LICENCE,
    }
    return render(request, "oversight/data.html", context)


@require_safe
def reports(request: HttpRequest, year: str, month: str, form: str) -> StreamingHttpResponse:
    """`/data/laporan-2026-11.csv`"""
    first = _month(year, month)
    return _file(f"laporan-{year}-{month}.{form}", form, REPORT_COLUMNS, opendata.report_rows(first))


@require_safe
def facts(request: HttpRequest, year: str, month: str, form: str) -> StreamingHttpResponse:
    """`/data/angka-harian-2026-11.csv`"""
    first = _month(year, month)
    return _file(f"angka-harian-{year}-{month}.{form}", form, FACT_COLUMNS, opendata.fact_rows(first))


def _month(year: str, month: str) -> date:
    """Http404 for a month that has not begun."""
    first = date(int(year), int(month), 1)
    if first > day_of(timezone.now()):
        raise Http404
    return first


def _file(name: str, form: str, columns: Sequence[Column], rows: Iterator[Row]) -> StreamingHttpResponse:
    write, content_type = WRITERS[form]
    response = StreamingHttpResponse(write(columns, rows), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = f"public, max-age={FRESH}"
    response["Link"] = f'<{LICENCE}>; rel="license"'
    return response
