"""Puts the one who asks on the request, lazily: pages that do not ask pay nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from lapor.accounts.actors import Actor, actor_of
from lapor.accounts.models import User
from lapor.accounts.secondstep import seated

OPENED = "opened_reports"


def opened_now(session: Mapping[str, object]) -> frozenset[int]:
    """Ids of the reports whose access code this session has shown and not yet outlived."""
    opened = session.get(OPENED)
    if not isinstance(opened, dict):
        return frozenset()
    now = timezone.now().timestamp()
    return frozenset(int(report) for report, until in opened.items() if until > now)


def actor_from(request: HttpRequest) -> Actor:
    opened = opened_now(request.session)
    if isinstance(request.user, User):
        return seated(actor_of(request.user, now=timezone.now(), opened=opened), request.user)
    return Actor(opened=opened)


class ActorMiddleware:
    """`request.actor`: an `Actor`, built at its first use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_from(request))  # type: ignore[attr-defined]
        return self.get_response(request)
