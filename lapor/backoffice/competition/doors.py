"""Who may enter the pages of competitions, and how a refusal is said there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of, office_of
from lapor.accounts.roles import JIPP, Role
from lapor.backoffice.gate import refusal_page
from lapor.registry.models import Agency
from lapor.reports.refusals import Refusal
from lapor.ui.errors import error_page

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def at_desk(*roles: Role) -> Callable[[View[P]], View[P]]:
    """For people of the network, who are no officers of reports: others log in first, or are told no."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not actor_of(request).has(*roles):
                return _closed(request, 403)
            try:
                answer = view(request, *args, **kwargs)
            except Http404:
                answer = _closed(request, 404)
            patch_cache_control(answer, private=True, no_store=True)
            return answer

        return guarded

    return guard


def frame(actor: Actor) -> dict[str, str | bool]:
    """What the desk's head says of this person, also where all seats are the network's."""
    words = office_of(actor)
    if words["role"]:
        return words
    posts = [post for post in actor.posts if post.role in JIPP]
    ids = [post.agency_id for post in posts if post.agency_id]
    rows = Agency.objects.filter(pk__in=ids).order_by("path")
    names = ", ".join(rows.values_list("name", flat=True))
    roles = ", ".join(dict.fromkeys(str(post.role.label) for post in posts))
    return words | {"role": roles, "office": names or words["office"]}


def _closed(request: HttpRequest, status: int) -> HttpResponseBase:
    """In the desk's frame to who works there, else on a plain page."""
    return (refusal_page if actor_of(request).is_officer else error_page)(request, status)


def refused(
    request: HttpRequest, refusal: Refusal, page: Callable[..., HttpResponseBase], of: Any
) -> HttpResponseBase:
    """The page of the thing as it is now, with the reason on top."""
    messages.error(request, str(refusal))
    of.refresh_from_db()
    return page(request, of, status=refusal.status)
