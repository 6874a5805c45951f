"""`/kelola/pengawasan/buletin/`: the weekly bulletins in the officer's scope, and their files."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from lapor.accounts.gate import actor_of, office_of, officer
from lapor.accounts.roles import NATIONAL, WHOLE
from lapor.oversight.bulletin import keeping
from lapor.registry.queries import agency_meant
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset
from lapor.ui.texts import printable

VIEWERS = (*NATIONAL, *WHOLE)
KEYS = ("-week", "-id")


@require_GET
@officer(*VIEWERS)
def bulletins(request: HttpRequest) -> HttpResponseBase:
    """Newest first. National roles see the nation's, or those of one agency (`instansi`, name or code)."""
    actor = actor_of(request)
    rows, typed = keeping.in_scope(actor), printable(request.GET.get("instansi", "")).strip()[:120]
    agency = agency_meant(typed) if typed and actor.has(*NATIONAL) else None
    if actor.has(*NATIONAL):
        rows = rows.filter(agency=agency.top_id() if agency else None)
    try:
        page = keyset(rows, keys=KEYS, cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/pengawasan/buletin/")
    context: dict[str, Any] = {
        "page": page,
        "chooses": actor.has(*NATIONAL),
        "typed": typed,
        "agency": agency,
        "unknown": bool(typed) and agency is None,
    }
    return render(request, "oversight/bulletins.html", context | office_of(actor))


@require_GET
@officer(*VIEWERS)
def file(request: HttpRequest, number: int) -> HttpResponseBase:
    """The PDF, within the scope (else 404)."""
    bulletin = get_object_or_404(keeping.in_scope(actor_of(request)), pk=number)
    try:
        content = keeping.open_file(bulletin)
    except FileNotFoundError:
        raise Http404 from None
    slug = bulletin.agency.slug if bulletin.agency else "nasional"
    name = f"buletin-{slug}-{bulletin.week:%Y-%m-%d}.pdf"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")
