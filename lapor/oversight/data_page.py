"""`/data/`: what can be taken along, at addresses that stay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.indicators.figures import DEFINITIONS
from lapor.oversight.models import DataMonth
from lapor.oversight.opendata import csvs, dictionary, keeping
from lapor.oversight.opendata.columns import AGENCIES, LICENCE, TABLES, Row
from lapor.registry.models import Agency
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, Page, keyset

MONTHS = 24
KEYS = ("-month",)
TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "parquet": "application/vnd.apache.parquet",
    keeping.CHECKSUMS: "text/plain; charset=utf-8",
}
# Asked again each time, with the checksum: what is taken back is gone from caches at once.
# Pages of others may read it: there is nothing in it that is not everybody's.
OPEN = {"Cache-Control": "public, no-cache", "Access-Control-Allow-Origin": "*"}
# In so many seconds a month that waits is written anew.
SOON = 60


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    try:
        page = _months(request)
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/data/")
    rows = [(month, [(table, _files(month, table.name)) for table in TABLES]) for month in page.items]
    context = {"page": page, "rows": rows, "tables": TABLES, "licence": LICENCE}
    return render(request, "oversight/data.html", context)


@require_safe
def meanings(request: HttpRequest) -> HttpResponse:
    """`/data/kamus/`: the columns and the figures in words."""
    context = {
        "tables": (*TABLES, AGENCIES),
        "definitions": list(DEFINITIONS.values()),
        "licence": LICENCE,
    }
    return render(request, "oversight/dictionary.html", context)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """`/data/daftar.json`: the months and their files, for machines; `next` is the address of older ones."""
    try:
        page = _months(request)
    except BadCursor as refusal:
        raise Http404 from refusal
    months = [_described(month) for month in page.items]
    older = f"/data/daftar.json?{PARAM}={page.next}" if page.next else None
    return JsonResponse({"licence": LICENCE, "items": months, "next": older}, headers=OPEN)


@require_safe
def agencies(request: HttpRequest) -> StreamingHttpResponse:
    """`/data/instansi.csv`: as many rows as there are top agencies."""
    rows = Agency.objects.filter(parent=None).order_by("code")
    fields = rows.values_list("code", "name", "kind", "connected_since", "active")
    lines: list[Row] = [(*others, int(active)) for *others, active in fields]
    written = csvs.as_csv(AGENCIES.columns, lines)
    return StreamingHttpResponse(written, content_type=TYPES["csv"], headers=OPEN)


@require_safe
def metadata(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """`/data/2018-08/csv-metadata.json`: where CSV on the Web looks for it."""
    if not keeping.months().filter(month=date(int(year), int(month), 1)).exists():
        raise Http404
    return JsonResponse(dictionary.group(TABLES), content_type="application/csvm+json", headers=OPEN)


@require_safe
def file(request: HttpRequest, year: str, month: str, name: str) -> HttpResponseBase:
    """`/data/2018-08/laporan.csv`; 503 while it is written anew, because something in it was taken back."""
    if name not in keeping.NAMES:
        raise Http404
    try:
        kept, opened = keeping.find(date(int(year), int(month), 1), name)
    except DataMonth.DoesNotExist:
        raise Http404 from None
    except keeping.NotReady:
        return _later(request)
    headers = _headers(kept)
    answer = _unchanged(request, kept, headers)
    if answer is not None:
        opened.close()
        return answer
    response = FileResponse(opened, filename=f"{year}-{month}-{name}", as_attachment=True, headers=headers)
    response["Content-Type"] = TYPES.get(name) or TYPES[name.rpartition(".")[2]]
    return response


def _headers(kept: keeping.Kept) -> dict[str, str]:
    return {
        **OPEN,
        "ETag": f'"{kept.checksum}"',
        "Last-Modified": http_date(kept.built_at.timestamp()),
        "Link": f'<{LICENCE}>; rel="license", <csv-metadata.json>; rel="describedby"',
    }


def _unchanged(request: HttpRequest, kept: keeping.Kept, headers: dict[str, str]) -> HttpResponse | None:
    """304 or 412 for whoever says which version it has."""
    plain = HttpResponse(headers=headers)
    moment = int(kept.built_at.timestamp())
    answer = get_conditional_response(request, headers["ETag"], moment, plain)
    return None if answer is plain else answer


def _later(request: HttpRequest) -> HttpResponse:
    why = _(
        "Berkas bulan ini sedang kami tulis ulang karena ada isinya yang ditarik. Coba lagi satu menit lagi."
    )
    response = error_page(request, 503, detail=why, back="/data/")
    response["Retry-After"] = str(SOON)
    response["Cache-Control"] = "no-store"
    return response


def _months(request: HttpRequest) -> Page[DataMonth]:
    return keyset(keeping.months(), keys=KEYS, cursor=request.GET.get(PARAM), limit=MONTHS)


def _files(month: DataMonth, table: str) -> list[tuple[str, dict[str, Any]]]:
    """("csv", what is known of it) of each form."""
    return [(form, month.files.get(f"{table}.{form}", {})) for form in keeping.FORMS]


def _described(month: DataMonth) -> dict[str, Any]:
    built: datetime | None = month.built_at
    return {
        "month": f"{month.month:%Y-%m}",
        "built": built.isoformat() if built else None,
        "ready": not month.taken_back,
        "files": month.files,
    }
