"""The catalogue as open data: csv and JSON of what is published; no contacts, no words of people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lapor.jipp.codes import LEARNED
from lapor.jipp.models import Innovation, Replication
from lapor.jipp.rights import published
from lapor.reports.importing.cells import guarded
from lapor.ui.dates import local

CHUNK = 500
OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
COLUMNS = (
    "slug", "title", "agency", "hub", "region", "sector", "sdg", "target_group", "cost_band", "started_on",
    "ended_on", "categories", "published_at", "summary", "url",
)  # fmt: skip
LEARNING = ("innovation", "agency", "learned_from", "status", "asked_on", "started_on", "ended_on")


@require_safe
def innovations_csv(request: HttpRequest) -> StreamingHttpResponse:
    lines = ([row[name] for name in COLUMNS] for row in _innovations())
    return _csv(COLUMNS, lines, "inovasi.csv")


@require_safe
def replications_csv(request: HttpRequest) -> StreamingHttpResponse:
    """`learned_from`: the agency that taught it; the owner where nothing else is known. Days of WIB."""
    rows = Replication.objects.filter(status__in=sorted(LEARNED), innovation__in=published())
    rows = rows.select_related("innovation__agency", "agency", "learned_from__agency").order_by("pk")
    return _csv(LEARNING, map(_learning, rows.iterator(chunk_size=CHUNK)), "replikasi.csv")


@require_safe
def innovations_json(request: HttpRequest) -> StreamingHttpResponse:
    """`{"innovations": [...]}`, one a line, so that it can be read while it comes."""

    def lines() -> Iterator[str]:
        yield '{"innovations": [\n'
        for place, row in enumerate(_innovations()):
            yield (",\n" if place else "") + json.dumps(row, ensure_ascii=False)
        yield "\n]}\n"

    return StreamingHttpResponse(lines(), content_type="application/json", headers=OPEN)


def _innovations() -> Iterator[dict[str, Any]]:
    rows = published().select_related("agency", "hub", "region", "published").order_by("pk")
    return map(_innovation, rows.iterator(chunk_size=CHUNK))


def _innovation(row: Innovation) -> dict[str, Any]:
    version = row.published
    plain = {name: getattr(row, name) for name in ("slug", "title", "sector", "sdg", "target_group")}
    return plain | {
        "agency": row.agency.code,
        "hub": row.hub.code,
        "region": row.region.code if row.region else "",
        "cost_band": row.cost_band,
        "started_on": _iso(row.started_on),
        "ended_on": _iso(row.ended_on),
        "categories": "; ".join(version.categories) if version else "",
        "published_at": _iso(row.published_at),
        "summary": version.summary if version else "",
        "url": f"{settings.BASE_URL}{reverse('portal:innovations:one', args=[row.slug])}",
    }


def _learning(row: Replication) -> list[Any]:
    teacher = row.learned_from.agency if row.learned_from else row.innovation.agency
    return [
        row.innovation.slug,
        row.agency.code,
        teacher.code,
        row.status,
        _iso(local(row.asked_at).date()),
        _iso(row.started_on),
        _iso(local(row.ended_at).date() if row.ended_at else None),
    ]


def _iso(value: Any) -> str:
    return value.isoformat() if value else ""


def _csv(columns: Iterable[str], rows: Iterable[Iterable[Any]], name: str) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        yield _line(columns)
        for row in rows:
            yield _line(guarded(cell) if isinstance(cell, str) else cell for cell in row)

    headers = OPEN | {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=headers)


def _line(values: Iterable[Any]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(list(values))
    return written.getvalue()
