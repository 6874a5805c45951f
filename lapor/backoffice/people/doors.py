"""What the pages of people have in common: who may enter, whom one finds, how a refusal is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of, office_of
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.accounts.staffing import Unmanaged, manages, realm_of
from lapor.backoffice.gate import officer, refusal_page
from lapor.registry.models import Agency, AgencyQuerySet

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
REQUIRED = _("Bagian ini belum diisi.")
UNPICKED = _("Pilih salah satu.")


def manager(view: View[P]) -> View[P]:
    """For coordinators and the national supervisor by their own seats; 404 for what is not theirs."""

    @officer(Role.COORDINATOR, Role.NATIONAL_SUPERVISOR)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not manages(actor_of(request)):  # who stands in for a coordinator manages nobody
            return refusal_page(request, 403)
        try:
            return view(request, *args, **kwargs)
        except Unmanaged as none:
            raise Http404 from none

    return guarded


def person_of(by: Actor, number: int) -> User:
    """To fetch is to check: somebody who has, or had, a seat in the actor's realm; else 404."""
    seats = Seat.objects.filter(realm_of(by).seats(), user=number)
    found = User.objects.filter(pk__in=seats.values("user")).first()
    if found is None:
        raise Http404
    return found


def units_of(by: Actor) -> AgencyQuerySet:
    """The own agencies and all below them, in the order of the tree."""
    rows = Agency.objects.none()
    for path in realm_of(by).paths:
        rows = rows | Agency.objects.filter(path__startswith=path)
    return rows


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    """A page of this part in the desk's frame. `heads`: has units of an agency to look after."""
    by = actor_of(request)
    more = {"heads": bool(realm_of(by).paths)} | office_of(by)
    return render(request, f"backoffice/people/{template}", context | more, status=status)


def worded(form: forms.Form) -> None:
    """Errors of empty fields in our words."""
    for field in form.fields.values():
        picked = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        field.error_messages["required"] = UNPICKED if picked else REQUIRED
        field.error_messages["invalid_choice"] = UNPICKED
