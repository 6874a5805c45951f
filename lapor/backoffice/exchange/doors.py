"""What the pages of the exchange have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from lapor.accounts.gate import actor_of
from lapor.backoffice.competition.doors import frame, refused
from lapor.backoffice.competition.forms import Answering
from lapor.jipp.rights import everywhere, run_hubs
from lapor.reports.refusals import BadInput, Refusal
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset

M = TypeVar("M", bound=Model)
Show = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Saving:
    """A form that was sent: what it does, where one goes after, what is said then."""

    form: Answering
    act: Callable[[], Any]
    show: Callable[..., HttpResponseBase]
    onward: Callable[[Any], HttpResponseBase]
    said: str


def found(rows: QuerySet[M], number: int) -> M:
    """To fetch is to check: 404 for what is not among these."""
    row = rows.filter(pk=number).first()
    if row is None:
        raise Http404
    return row


def hubs_of(request: HttpRequest) -> dict[str, Any]:
    """The hubs to choose from, and whether the country is one of the choices."""
    actor = actor_of(request)
    return {"hubs": run_hubs(actor).filter(active=True).order_by("name"), "country": everywhere(actor)}


def listing(
    request: HttpRequest, template: str, rows: QuerySet[Any], keys: Iterable[str], *, here: str
) -> HttpResponseBase:
    """A list by keyset in the desk's frame."""
    try:
        page = keyset(rows, keys=tuple(keys), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    return shown(request, template, {"page": page}, here=here)


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200, here: str = ""
) -> HttpResponseBase:
    whole = context | frame(request, here)
    return render(request, f"backoffice/exchange/{template}", whole, status=status)


def save(request: HttpRequest, saving: Saving) -> HttpResponseBase:
    """Do it, or show the form again with what was refused; what was typed comes back."""
    if not saving.form.is_valid():
        return saving.show(status=422)
    try:
        made = saving.act()
    except BadInput as refusal:
        saving.form.take(refusal)
        return saving.show(status=422)
    except Refusal as refusal:
        saving.form.add_error(None, str(refusal))
        return saving.show(status=refusal.status)
    messages.success(request, saving.said)
    return saving.onward(made)


def do(
    request: HttpRequest, row: Any, verb: Callable[..., Any], show: Show, *, said: str, back: str
) -> HttpResponseBase:
    """An act without a form; a refusal is said on the thing's own page."""
    try:
        verb(row, by=actor_of(request), now=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, show, row)
    messages.success(request, said)
    return redirect(back, row.pk)
