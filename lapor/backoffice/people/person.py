"""One officer: seats and what they were, what is in hand, log-ins; giving, ending, handing over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts import staffing
from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of
from lapor.accounts.models import Seat, User
from lapor.accounts.staffing import StaffingRefused, realm_of
from lapor.backoffice.people.doors import manager, page, person_of
from lapor.backoffice.people.forms import HandOverForm, SeatForm, seat_words
from lapor.reports.handing_over import Handed, hand_over, in_hand, leave
from lapor.reports.handling import HANDLERS
from lapor.ui.components import Status, Tone

COUNTED = 1000


@require_GET
@manager
def person(request: HttpRequest, person: int) -> HttpResponseBase:
    by = actor_of(request)
    return _page(request, by, person_of(by, person))


@require_POST
@manager
def seats(request: HttpRequest, person: int) -> HttpResponseBase:
    """A further seat for somebody who serves here; who has left or belongs elsewhere is invited."""
    by = actor_of(request)
    user = person_of(by, person)
    if not staffing.serves(user, by=by, now=timezone.now()):
        return _page(request, by, user, refusal=str(staffing.gone()), status=409)
    form = SeatForm(request.POST, by=by)
    if not form.is_valid():
        return _page(request, by, user, seat_form=form, status=422)
    role, agency = form.place
    try:
        staffing.give_seat(user, role=role, agency=agency, by=by, now=timezone.now())
    except StaffingRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, by, user, seat_form=form, status=422)
    messages.success(request, _("Jabatan diberikan."))
    return redirect("kelola-orang-satu", user.pk)


@require_POST
@manager
def seat_end(request: HttpRequest, person: int, seat: int) -> HttpResponseBase:
    by = actor_of(request)
    user = person_of(by, person)
    row = Seat.objects.select_related("agency").filter(realm_of(by).seats(), pk=seat, user=user).first()
    if row is None:
        raise Http404
    try:
        staffing.end_seat(row, by=by, now=timezone.now())
    except StaffingRefused as refusal:
        return _page(request, by, user, refusal=str(refusal), status=409)
    messages.success(request, _("Jabatan diakhiri. Riwayatnya tetap ada."))
    return redirect("kelola-orang-satu" if user.pk != by.user_id else "kelola-orang", *_own(user, by))


@require_http_methods(["GET", "HEAD", "POST"])
@manager
def deactivation(request: HttpRequest, person: int) -> HttpResponseBase:
    """The end of all seats, log-ins and tokens, once the work in hand has somebody."""
    by, now = actor_of(request), timezone.now()
    user = person_of(by, person)
    posted = request.method == "POST"
    form = HandOverForm(request.POST if posted else None, colleagues=_colleagues(user, by))
    context: dict[str, Any] = {"person": user, "form": form, "hand": _number(user, by)}
    if not posted or not form.is_valid():
        return page(request, "deactivation.html", context, status=422 if posted else 200)
    try:
        handed = leave(user, to=form.cleaned_data["to"], by=by, now=now)
    except StaffingRefused as refusal:
        form.add_error(None, str(refusal))
        return page(request, "deactivation.html", context, status=409)
    messages.success(request, _("Semua jabatan dan sesi diakhiri. %(work)s") % {"work": _said(handed)})
    return redirect("kelola-orang")


@require_POST
@manager
def handing_over(request: HttpRequest, person: int) -> HttpResponseBase:
    by = actor_of(request)
    user = person_of(by, person)
    form = HandOverForm(request.POST, colleagues=_colleagues(user, by))
    if not form.is_valid():
        return _page(request, by, user, hand_form=form, status=422)
    handed = hand_over(user, to=form.cleaned_data["to"], by=by, now=timezone.now())
    messages.success(request, _said(handed))
    return redirect("kelola-orang-satu", user.pk)


@require_POST
@manager
def session_end(request: HttpRequest, person: int) -> HttpResponseBase:
    by = actor_of(request)
    user = person_of(by, person)
    number = staffing.end_sessions(user, by=by, now=timezone.now())
    said = ngettext("%(n)s sesi diakhiri.", "%(n)s sesi diakhiri.", number)
    messages.success(request, said % {"n": number})
    return redirect("kelola-orang-satu", user.pk)


def _page(
    request: HttpRequest,
    by: Actor,
    user: User,
    *,
    seat_form: SeatForm | None = None,
    hand_form: HandOverForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponseBase:
    now = timezone.now()
    rows = Seat.objects.filter(realm_of(by).seats(), user=user)
    rows = rows.select_related("agency", "deputy_for__user").order_by("-pk")
    hand = _number(user, by)
    serves = staffing.serves(user, by=by, now=now)
    context = {
        "person": user,
        "seats": [(row, seat_words(row), _standing(row, now)) for row in rows],
        "seat_form": (seat_form or SeatForm(by=by)) if serves else None,
        "serves": serves,
        "hand": hand,
        "hand_form": hand_form or HandOverForm(colleagues=_colleagues(user, by)) if hand else None,
        **more,
    }
    return page(request, "person.html", context, status=status)


def _standing(seat: Seat, now: Any) -> Status:
    if seat.valid_to and seat.valid_to <= now:
        return Status(_("Berakhir"), Tone.CALM)
    if seat.valid_from and seat.valid_from > now:
        return Status(_("Belum mulai"), Tone.INFO)
    return Status(_("Berlaku"), Tone.OK)


def _colleagues(user: User, by: Actor) -> Any:
    """Officers of the realm who may take reports over: not the one who leaves, and not those who read."""
    seats = Seat.objects.living(timezone.now()).filter(realm_of(by).seats(), role__in=HANDLERS)
    return User.objects.filter(pk__in=seats.values("user")).exclude(pk=user.pk).order_by("name", "pk")


def _number(user: User, by: Actor) -> int:
    """How many reports are in hand, counted up to a thousand."""
    return in_hand(user, by=by).order_by()[:COUNTED].count()


def _said(handed: Handed) -> str:
    return _("%(moved)s laporan diserahkan, %(freed)s kembali ke antrean.") % {
        "moved": handed.moved,
        "freed": handed.freed,
    }


def _own(user: User, by: Actor) -> tuple[int, ...]:
    return (user.pk,) if user.pk != by.user_id else ()
