"""A published result as csv and json, for programs.

Nothing of a single respondent: totals, the profile with small groups closed, no suggestion.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lapor.portal.skm.publication import Published, Row, period_of, published, unit_of
from lapor.reports.importing.cells import guarded
from lapor.skm.arithmetic import Score
from lapor.sla.zones import NATIONAL

# It changes only with its follow-up plan; its words are in the reader's language.
CACHE = {"Cache-Control": "public, max-age=600", "Vary": "Accept-Language, Cookie"}
COLUMNS = ("part", "code", "name", "number", "mean", "index", "grade")


def shown_of(request: HttpRequest, slug: str) -> Published:
    """What the address means: the newest published survey, or the one with the number `periode`."""
    period = period_of(unit_of(slug), request.GET.get("periode", ""))
    if period is None:
        raise Http404
    return published(period, today=timezone.now().astimezone(NATIONAL).date())


@require_safe
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """One table of all totals; `part` says of what a line is."""
    shown, file = shown_of(request, slug), StringIO()
    lines = csv.writer(file)
    lines.writerow(COLUMNS)
    for row in _lines(shown):
        lines.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    name = {"Content-Disposition": f'attachment; filename="{file_name(shown)}.csv"'}
    return HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8", headers=CACHE | name)


@require_safe
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as an object; codes are those of docs/glossary.md."""
    shown = shown_of(request, slug)
    period, found = shown.period, shown.result
    body = {
        "unit": {"code": shown.unit.code, "name": shown.unit.name, "agency": shown.unit.agency.code},
        "survey": _survey(shown),
        **_scored(found.counted),
        "interval": [float(found.interval.low), float(found.interval.high)] if found.interval else None,
        "excluded": found.excluded,
        "index_with_excluded": _float(found.everybody.ikm),
        "elements": {row.code: {"answers": row.number, **_values(row)} for row in shown.elements},
        "lowest": list(found.lowest),
        "services": [{"name": row.name, "n": row.number, **_values(row)} for row in shown.services],
        "profile": {
            field: {one.code or "not_said": one.number for one in groups}
            for field, _label, groups in shown.profile
        },
        "ways": {one.code: one.number for one in found.ways},
        "plan": [
            {
                "element": row.element,
                "action": row.action,
                "owner": row.owner,
                "due": row.due.isoformat(),
                "done": row.done_at.isoformat() if row.done_at else None,
            }
            for row in shown.plan
        ],
        "url": f"{settings.BASE_URL}{reverse('skm_result', args=[shown.unit.slug])}?periode={period.pk}",
    }
    return JsonResponse(body, headers=CACHE, json_dumps_params={"ensure_ascii": False})


def _survey(shown: Published) -> dict[str, Any]:
    period, sample = shown.period, shown.result.sample
    return {
        "id": period.pk,
        "name": period.name,
        "from": period.starts.isoformat(),
        "to": period.ends.isoformat(),
        "published": period.published_at.isoformat() if period.published_at else None,
        "population": period.population,
        "sample": sample.size if sample else None,
        "weights": period.weights,
        "dropped": period.dropped,
    }


def _lines(shown: Published) -> Iterator[tuple[Any, ...]]:
    found = shown.result
    whole = found.counted
    yield ("index", shown.unit.code, shown.period.name, whole.n, _float(whole.nrr), whole.ikm, whole.grade)
    if found.excluded:
        everybody = found.everybody
        yield (
            *("index_with_excluded", "", "", everybody.n),
            *(_float(everybody.nrr), everybody.ikm, everybody.grade),
        )
    for row in shown.elements:
        yield ("element", row.code, row.name, row.number, row.nrr, row.score.ikm, row.grade)
    for row in shown.services:
        yield ("service", "", row.name, row.number, row.nrr, row.score.ikm, row.grade)
    for field, _label, groups in shown.profile:
        for one in groups:
            yield (field, one.code or "not_said", one.label, one.number, None, None, None)
    for way in found.ways:
        yield ("way", way.code, way.label, way.number, None, None, None)


def _scored(score: Score) -> dict[str, Any]:
    return {"n": score.n, "mean": _float(score.nrr), "index": _float(score.ikm), "grade": score.grade}


def _values(row: Row) -> dict[str, Any]:
    return {"mean": _float(row.score.nrr), "index": _float(row.score.ikm), "grade": row.grade}


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def file_name(shown: Published) -> str:
    return f"skm-{shown.unit.slug}-{shown.period.ends.isoformat()}"
