"""What the pages of surveys have in common: who may enter, what one finds, how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lapor.accounts.gate import actor_of, office_of
from lapor.accounts.roles import WHOLE, Role
from lapor.backoffice.gate import officer, refusal_page
from lapor.backoffice.people.doors import worded
from lapor.reports.refusals import BadInput, NotAllowed, Refusal
from lapor.skm import rights
from lapor.skm.models import Period, ServiceUnit
from lapor.ui.errors import error_page
from lapor.ui.pages import BadCursor

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
READERS = (Role.SKM_MANAGER, Role.NATIONAL_SUPERVISOR, *sorted(WHOLE))
HOME = "/kelola/skm/"
WRONG_DAY = _("Tulis tanggal seperti 31/12/2024.")


def surveyor(view: View[P]) -> View[P]:
    """For who runs or reads surveys; what is not theirs is 404, what is not theirs to do 403, not now 409."""

    @officer(*READERS)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except BadCursor as refusal:
            return error_page(request, 404, detail=str(refusal), back=request.path)
        except NotAllowed as refusal:
            return refusal_page(request, 403, detail=str(refusal))
        except Refusal as refusal:
            return page(request, "refused.html", {"refusal": refusal}, status=refusal.status)

    return guarded


def unit_of(request: HttpRequest, pk: int, *, manages: bool = False) -> ServiceUnit:
    """To fetch is to check: a unit whose surveys this officer may read; `manages`: or NotAllowed."""
    by = actor_of(request)
    found = rights.readable_units(by).select_related("agency").filter(pk=pk).first()
    if found is None:
        raise Http404
    if manages:
        rights.demand(by, found)
    return found


def period_of(request: HttpRequest, pk: int, *, manages: bool = False) -> Period:
    """To fetch is to check: a period of such a unit."""
    by = actor_of(request)
    found = rights.readable_periods(by).select_related("unit__agency").filter(pk=pk).first()
    if found is None:
        raise Http404
    if manages:
        rights.demand(by, found.unit)
    return found


def may_manage(request: HttpRequest, unit: ServiceUnit) -> bool:
    return rights.managed_units(actor_of(request)).filter(pk=unit.pk).exists()


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    """A page of this part in the desk's frame."""
    more = office_of(actor_of(request))
    return render(request, f"backoffice/skm/{template}", context | more, status=status)


class SurveyForm(forms.Form):
    """A form whose verb may refuse a field; the words for empty fields are ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = WRONG_DAY

    def tried(self, verb: Callable[[], T]) -> T | None:
        """What the verb gives; None, with the reason at its field, where a value cannot be."""
        try:
            return verb()
        except BadInput as refusal:
            for name, words in refusal.errors.items():
                self.add_error(name if name in self.fields else None, str(words))
            return None
