"""A seat behind a mail's link, confirmed or given back. A link alone does nothing: scanners follow it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lapor.jipp.exchange.gatherings import confirm_seat, give_back
from lapor.jipp.models import Participant
from lapor.notifications.gatherings import by_token


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, token: str) -> HttpResponse:
    person = _person(token)
    if person and request.method == "POST":
        confirm_seat(person, now=timezone.now())
        messages.success(
            request, _("Pendaftaran Anda sudah pasti. Kami mengingatkan Anda sehari sebelumnya.")
        )
        return redirect("exchange:seat", token)
    return render(request, "portal/exchange/seat.html", {"person": person, "token": token})


@never_cache
@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Twice changes nothing."""
    if person := _person(token):
        give_back(person)
    return render(request, "portal/exchange/seat.html", {"person": None, "token": token})


def _person(token: str) -> Participant | None:
    try:
        return by_token(token)
    except LookupError as error:
        raise Http404 from error
