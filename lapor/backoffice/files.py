"""Attachments at the desk: read by those who may, shown to the public when a verifier says so."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapor.accounts.gate import actor_of
from lapor.backoffice.gate import fetch, officer
from lapor.backoffice.listing import context_of
from lapor.reports import attaching
from lapor.reports.access import files_of, sight
from lapor.reports.models import Attachment
from lapor.reports.refusals import Refusal
from lapor.ui.errors import error_page


@require_GET
@officer()
def attachment(request: HttpRequest, number: int, file: int) -> HttpResponseBase:
    """The file itself. What could not be cleaned is only ever downloaded, as bytes of no type."""
    row = _attachment(request, number, file)
    try:
        content = attaching.open_file(row)
    except FileNotFoundError as gone:
        raise Http404 from gone
    kind = row.content_type if row.cleaned else "application/octet-stream"
    return FileResponse(content, as_attachment=not row.cleaned, filename=row.name, content_type=kind)


@require_POST
@officer()
def release(request: HttpRequest, number: int, file: int) -> HttpResponseBase:
    """Show one file to the public (`public=1`) or take it back (`public=0`)."""
    row = _attachment(request, number, file)
    public = request.POST.get("public", "1") != "0"
    back = f"/kelola/laporan/{number}/{context_of(request)}"
    try:
        attaching.release(row, by=actor_of(request), now=timezone.now(), public=public)
    except Refusal as refusal:
        return error_page(request, refusal.status, detail=str(refusal), back=back)
    shown = _("Lampiran %(n)s sekarang terbuka untuk umum.")
    hidden = _("Lampiran %(n)s tidak lagi terbuka untuk umum.")
    messages.success(request, (shown if public else hidden) % {"n": row.number})
    return HttpResponseRedirect(back)


def _attachment(request: HttpRequest, number: int, file: int) -> Attachment:
    report = fetch(request, number)
    seen = sight(report, actor_of(request), now=timezone.now())
    found = files_of(report, seen).filter(number=file).first()
    if found is None:
        raise Http404
    return found
