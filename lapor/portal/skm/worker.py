"""The kiosk's service worker: it must lie above the pages that it keeps, so static files cannot hold it."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

SOURCE = Path(__file__).parents[1] / "static" / "portal" / "kiosk-worker.js"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """`/skm/kios/pekerja.js`: keeps the kiosk's page and files for when there is no line."""
    return HttpResponse(
        SOURCE.read_bytes(), content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )
