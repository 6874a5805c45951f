"""`/inovasi/<name>/bukti.csv`, and what the innovation's page includes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lapor.evidence.innovations import evidence_of
from lapor.jipp.models import Innovation
from lapor.jipp.rights import published
from lapor.portal.evidence.files import as_csv
from lapor.portal.evidence.showing import shown


def of_page(innovation: Innovation, *, now: datetime) -> dict[str, Any]:
    """The context of `portal/evidence/panel.html`; empty for one that does not say since when it runs."""
    found = evidence_of(innovation, now=now)
    if found is None:
        return {}
    return {"evidence": shown(found), "file": reverse("portal:evidence-file", args=[innovation.slug])}


@require_safe
def evidence_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same figures as the page of a published innovation shows, at this moment."""
    rows = published().select_related("agency", "region__parent__parent")
    found = evidence_of(get_object_or_404(rows, slug=slug), now=timezone.now())
    if found is None:
        raise Http404
    response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bukti-{slug}.csv"'
    return response
