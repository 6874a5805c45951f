"""`/lacak/`: from a number to its public page, with the access code to the reporter's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.portal.deed_forms import TrackForm
from lapor.portal.opening import lock_ends, open_report
from lapor.reports.models import Report
from lapor.reports.secrecy import Locked
from lapor.ui.dates import hour_words, local


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """A number may come in the address; a code only by POST, so that no log and no history keeps it."""
    if request.method == "POST":
        return _found(request, TrackForm(request.POST))
    if "nomor" in request.GET:
        return _found(request, TrackForm({"nomor": request.GET["nomor"]}))
    return _page(request, TrackForm())


def _found(request: HttpRequest, form: TrackForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, 422)
    number, code = form.cleaned_data["nomor"], form.cleaned_data["code"]
    if not code:
        return _public(request, form, number)
    now = timezone.now()
    try:
        opened = open_report(request, number, code, now=now)
    except Locked:
        until = {"hour": hour_words(local(lock_ends(now)))}
        words = _("Kode salah sudah 10 kali untuk nomor ini. Coba lagi sesudah pukul %(hour)s WIB.") % until
        return _page(request, form, 429, words)
    if not opened:
        form.add_error("code", _("Nomor dan kode ini tidak cocok. Periksa keduanya di tanda terima Anda."))
        return _page(request, form, 422)
    return redirect("portal:report", number)


def _public(request: HttpRequest, form: TrackForm, number: int) -> HttpResponse:
    if Report.objects.filter(pk=number).exists():
        return redirect("portal:report", number)
    form.add_error("nomor", _("Laporan #%(n)s tidak kami temukan. Periksa nomornya.") % {"n": number})
    return _page(request, form, 404)


def _page(request: HttpRequest, form: TrackForm, status: int = 200, refused: str = "") -> HttpResponse:
    return render(request, "portal/track.html", {"form": form, "refused": refused}, status=status)
