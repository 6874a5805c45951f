"""Gatherings: what is to come, one of them with its form, and the calendar file."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.accounts.clients import client_of
from lapor.jipp.exchange.calendar_file import calendar_file
from lapor.jipp.exchange.codes import GatheringStatus
from lapor.jipp.exchange.gatherings import seats_left
from lapor.jipp.exchange.rights import public_gatherings
from lapor.jipp.models import Gathering
from lapor.notifications.gatherings import TooOften, register
from lapor.portal.exchange.doors import page_of
from lapor.portal.exchange.forms import SeatForm
from lapor.reports.refusals import BadInput, Refusal
from lapor.ui.errors import error_page
from lapor.ui.pages import BadCursor


@require_safe
def gatherings(request: HttpRequest) -> HttpResponse:
    """To come, the nearest first; with `lalu=1` those that are over, the newest first."""
    now, past = timezone.now(), request.GET.get("lalu") == "1"
    rows = public_gatherings()
    try:
        page = (
            page_of(request, rows.filter(starts_at__lte=now), ("-starts_at", "-id"))
            if past
            else page_of(request, rows.filter(starts_at__gt=now), ("starts_at", "id"))
        )
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    return render(request, "portal/exchange/gatherings.html", {"page": page, "past": past})


@require_http_methods(["GET", "HEAD", "POST"])
def gathering(request: HttpRequest, slug: str) -> HttpResponse:
    """One gathering; a POST asks for a seat."""
    row = get_object_or_404(public_gatherings(), slug=slug)
    if request.method != "POST":
        return _page(request, row, SeatForm())
    form = SeatForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        register(
            row,
            form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            client=client_of(request),
            language=(get_language() or "id")[:2],
            now=timezone.now(),
        )
    except TooOften:
        form.add_error(None, _("Terlalu banyak permintaan. Coba lagi besok."))
        return _page(request, row, form, status=422)
    except BadInput as refusal:
        form.take(refusal)
        return _page(request, row, form, status=422)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, form, status=refusal.status)
    words = _("Satu langkah lagi: buka surel dari kami di %(address)s, lalu tekan tombolnya.")
    messages.success(request, words % {"address": form.cleaned_data["email"]})
    return redirect("exchange:gathering", slug)


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """For phones and mail programs."""
    row = get_object_or_404(public_gatherings(), slug=slug)
    link = settings.BASE_URL + reverse("exchange:gathering", args=[slug])
    host = urlsplit(settings.BASE_URL).hostname or "lapor"
    answer = HttpResponse(
        calendar_file(row, link=link, host=host), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return answer


def _page(request: HttpRequest, row: Gathering, form: SeatForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    coming = row.status == GatheringStatus.OPEN and row.starts_at > now
    context = {
        "row": row,
        "form": form,
        "coming": coming,
        "free": seats_left(row, now=now) if coming else 0,
        "cancelled": row.status == GatheringStatus.CANCELLED,
    }
    return render(request, "portal/exchange/gathering.html", context, status=status)
