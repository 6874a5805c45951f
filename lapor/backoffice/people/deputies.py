"""/kelola/pelaksana/: who stands in for me, and for whom I do; named from one day to another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lapor.accounts import deputies as naming
from lapor.accounts.gate import actor_of
from lapor.accounts.models import Seat, User
from lapor.accounts.staffing import StaffingRefused, Unmanaged
from lapor.backoffice.gate import officer
from lapor.backoffice.people.doors import page
from lapor.backoffice.people.forms import DeputyForm, seat_words
from lapor.registry.queries import zone_of
from lapor.sla.zones import NATIONAL

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@officer()
def deputies(request: HttpRequest) -> HttpResponseBase:
    """The own seats, their deputies, and the form that names one."""
    by, now = actor_of(request), timezone.now()
    mine = Seat.objects.living(now).filter(user=by.user_id, deputy_for=None).select_related("agency")
    posted = request.method == "POST"
    form = DeputyForm(request.POST if posted else None, seats=mine, colleagues=_colleagues(mine))
    if not posted or not form.is_valid():
        return _page(request, form, status=422 if posted else 200)
    seat: Seat = form.cleaned_data["seat"]
    since, until = form.period(zone_of(seat.agency) if seat.agency else NATIONAL)
    try:
        made = naming.name_deputy(
            seat, deputy=form.cleaned_data["deputy"], since=since, until=until, by=by, now=now
        )
    except StaffingRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=422)
    messages.success(request, _("%(name)s menjadi pelaksana tugas.") % {"name": made.user})
    return redirect("kelola-pelaksana")


@require_POST
@officer()
def deputy_end(request: HttpRequest, seat: int) -> HttpResponseBase:
    by = actor_of(request)
    row = Seat.objects.select_related("agency", "deputy_for").filter(pk=seat).exclude(deputy_for=None).first()
    if row is None:
        raise Http404
    try:
        naming.end_deputy(row, by=by, now=timezone.now())
    except Unmanaged as none:
        raise Http404 from none
    except StaffingRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("kelola-pelaksana")
    messages.success(request, _("Pelaksana tugas diakhiri."))
    return redirect("kelola-pelaksana")


def _colleagues(mine: QuerySet[Seat]) -> QuerySet[User]:
    """Of any of the own seats; the verb looks at the one chosen."""
    found = User.objects.none()
    for seat in mine:
        found = found | naming.colleagues(seat, now=timezone.now())
    return found


def _page(request: HttpRequest, form: DeputyForm, *, status: int) -> HttpResponseBase:
    me = actor_of(request).user_id
    rows = Seat.objects.filter(Q(deputy_for__user=me) | Q(user=me), valid_to__gt=timezone.now())
    rows = rows.exclude(deputy_for=None).select_related("user", "agency", "deputy_for__user")
    context: dict[str, Any] = {
        "form": form,
        "lines": [(row, seat_words(row)) for row in rows.order_by("valid_from", "pk")[:SHOWN]],
        "me": me,
    }
    return page(request, "deputies.html", context, status=status)
