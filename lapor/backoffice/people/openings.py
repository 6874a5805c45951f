"""/kelola/pembukaan-identitas/: who opened which identity, when and why; for the national supervisor."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from lapor.accounts.roles import Role
from lapor.backoffice.gate import officer
from lapor.backoffice.people.doors import page
from lapor.reports.secrecy import openings, openings_total
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset


@require_GET
@officer(Role.NATIONAL_SUPERVISOR)
def opened_identities(request: HttpRequest) -> HttpResponseBase:
    """The newest first. It says who looked and why, never whose name it was."""
    try:
        found = keyset(openings(), keys=("-id",), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/pembukaan-identitas/")
    context = {"page": found, "total": openings_total(), "now": timezone.now()}
    return page(request, "openings.html", context)
