"""`ombudsman/`: whether name and contact of a reporter go along to the Ombudsman. One button, either way."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.portal.asking import Asked, own_or_404
from lapor.reports import ombudsman
from lapor.reports.refusals import BadInput, Refusal

YES, NO = "ya", "tidak"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, tracking_id: int) -> HttpResponse:
    """The reporter's alone (404 to others); before the report lies with the Ombudsman there is no button."""
    found = own_or_404(request, tracking_id)
    if request.method != "POST":
        return _page(request, found)
    try:
        agreed = _agreed(request)
        ombudsman.consent(found.report, by=found.actor, agreed=agreed, now=found.now)
    except Refusal as refusal:
        return _page(request, found, status=refusal.status, refused=str(refusal))
    done = _("Identitas Anda ikut ke Ombudsman.") if agreed else _("Identitas Anda tidak ikut ke Ombudsman.")
    messages.success(request, done)
    return redirect("portal:report", found.report.pk)


def _agreed(request: HttpRequest) -> bool:
    """What the button said; a form sent twice, or from an old page, means what its reader read."""
    said = request.POST.get("setuju", "")
    if said not in (YES, NO):
        raise BadInput(setuju=_("Pilih dengan tombol di halaman ini."))
    return said == YES


def _page(request: HttpRequest, found: Asked, *, status: int = 200, refused: str = "") -> HttpResponse:
    context = {"report": found.report, "case": ombudsman.case_of(found.report), "refused": refused}
    return render(request, "portal/ombudsman.html", context, status=status)
