"""What the network's pages have in common: who may enter, what one finds, how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lapor.accounts.gate import actor_of, office_of
from lapor.backoffice.gate import officer, refusal_page, sent_words
from lapor.jipp import rights
from lapor.jipp.models import Innovation, Replication
from lapor.reports.refusals import BadInput, NotAllowed, Refusal
from lapor.ui.errors import error_page
from lapor.ui.pages import BadCursor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
HOME = "/kelola/inovasi/"
REQUIRED = _("Bagian ini belum diisi.")


def networker(view: View[P]) -> View[P]:
    """For who has something to do in the network; not theirs is 404, not theirs to do 403, not now 409."""

    @officer(*sorted(rights.AT_DESK))
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except BadCursor as refusal:
            return error_page(request, 404, detail=str(refusal), back=request.path)
        except NotAllowed as refusal:
            return refusal_page(request, 403, detail=str(refusal))
        except Refusal as refusal:
            context = {"refusal": refusal, "back": HOME, "typed": sent_words(request)}
            return page(
                request, "refused.html", context, status=409 if refusal.status == 412 else refusal.status
            )

    return guarded


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    """A page of this part in the desk's frame."""
    whole = context | office_of(actor_of(request))
    return render(request, f"backoffice/jipp/{template}", whole, status=status)


def innovation_of(request: HttpRequest, pk: int) -> Innovation:
    """To fetch is to check: one that this officer may see in whatever state; else 404."""
    rows = rights.readable_innovations(actor_of(request))
    found = rows.select_related("agency", "hub__host", "published").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def replication_of(request: HttpRequest, pk: int) -> Replication:
    """To fetch is to check: one in which this officer's side takes part, or looks after; else 404."""
    rows = rights.readable_replications(actor_of(request)).select_related(
        "innovation__agency", "innovation__hub__host", "agency", "mentor", "learned_from__agency"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def take(form: forms.Form, refusal: BadInput) -> None:
    """A verb's faults where they belong; those of no field of this form above it."""
    for name, message in refusal.errors.items():
        form.add_error(name if name in form.fields else None, message)


def worded(form: forms.Form) -> None:
    """Errors of empty fields in our words."""
    for field in form.fields.values():
        field.error_messages["required"] = str(REQUIRED)
        field.error_messages["invalid_choice"] = _("Pilih salah satu.")
        if isinstance(field, forms.DateField):
            field.error_messages["invalid"] = _("Tulis tanggal seperti 31/12/2024.")
