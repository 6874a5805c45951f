"""Pesan: what the demo would have sent, codes included, so that whoever tries it finds the own code."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lapor.notifications import delivery

SHOWN = 30
LARGEST = 2**63 - 1


@require_GET
@never_cache
def outbox(request: HttpRequest) -> HttpResponseBase:
    """Open without log-in, for a guest must find the code; the demo listens on loopback only. Else 404."""
    if not (settings.DEMO or settings.TESTING):
        raise Http404
    before = request.GET.get("sebelum", "")
    last = min(int(before[:20]), LARGEST) if before.isascii() and before.isdigit() else None
    rows = delivery.sent(limit=SHOWN + 1, before=last)
    older = rows[SHOWN - 1].id if len(rows) > SHOWN else None
    return render(request, "backoffice/outbox.html", {"rows": rows[:SHOWN], "older": older})
