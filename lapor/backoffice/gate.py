"""Who may enter the desk, and which report a desk's address means."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lapor.accounts import gate
from lapor.accounts.actors import Actor
from lapor.accounts.gate import View, actor_of, office_of
from lapor.accounts.roles import Role
from lapor.reports.access import visible_to
from lapor.reports.models import Report
from lapor.reports.refusals import NotAllowed
from lapor.ui.texts import printable

P = ParamSpec("P")


def officer(*roles: Role) -> Callable[[View[P]], View[P]]:
    """As `accounts.gate.officer`; refusals stand in the desk's own frame and give back what was typed."""
    return gate.officer(*roles, refusal=refusal_page)


def refusal_page(request: HttpRequest, status: int, *, detail: str = "") -> HttpResponse:
    """403 or 404 in the desk's frame, with the words that were sent: a report may leave while one writes."""
    context = {"missing": status == 404, "detail": detail, "typed": sent_words(request)}
    return render(request, "backoffice/refused.html", context | office_of(actor_of(request)), status=status)


def sent_words(request: HttpRequest) -> str:
    """Sentences among what was posted, to be shown for copying."""
    texts = [printable(str(value)).strip() for value in request.POST.values()]
    return "\n\n".join(text for text in texts if " " in text)


def officer_id(actor: Actor) -> int:
    """The account behind an officer; behind this gate there always is one."""
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id


def fetch(request: HttpRequest, number: int) -> Report:
    """To fetch is to check: a report outside the officer's working scope does not exist (404)."""
    found = visible_to(actor_of(request)).select_related("agency__region").filter(pk=number).first()
    if found is None:
        raise Http404
    return found
