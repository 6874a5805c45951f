"""Who may enter the officers' desk, whichever door shows a page of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.joining import at_desk
from lapor.accounts.roles import ANSWERING, CLERKS, DESK, JIPP, NATIONAL, OFFICERS, WHOLE, Role
from lapor.accounts.staffing import manages
from lapor.registry.models import Agency
from lapor.ui.errors import error_page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
# The answer of the desk itself to somebody without the role (403), or for what is not there (404).
Refusal = Callable[[HttpRequest, int], HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """The officer by office alone: whoever is a report's own reporter besides reads and acts as such on the
    public pages, not here, where drafts and notes among offices lie open."""
    actor = cast("Actor", request.actor)  # type: ignore[attr-defined]
    return Actor(actor.user_id, actor.posts)


def officer(*roles: Role, refusal: Refusal = error_page) -> Callable[[View[P]], View[P]]:
    """Only officers come in (of one of `roles`, where named): others log in first, or are told no (403)."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                answer = _refused(request, roles or tuple(OFFICERS), refusal) or view(
                    request, *args, **kwargs
                )
            except Http404:
                answer = refusal(request, 404)
            patch_cache_control(answer, private=True, no_store=True)
            return answer

        return guarded

    return guard


def _refused(request: HttpRequest, roles: tuple[Role, ...], refusal: Refusal) -> HttpResponseBase | None:
    """The answer to somebody who may not come in; None for those who may."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    actor = actor_of(request)
    idle = settings.OFFICERS_NEED_SECOND_STEP and not actor.at_desk  # else no seat is without effect
    if idle and at_desk(request.user, now=timezone.now()):
        messages.warning(request, _("Aktifkan langkah kedua dulu. Tanpa itu meja petugas tidak terbuka."))
        return redirect("mfa_activate_totp")
    if not actor.at_desk:
        return error_page(
            request, 403, detail=_("Meja ini untuk petugas. Laporan Anda sendiri ada di Akun saya.")
        )
    return None if actor.has(*roles) else refusal(request, 403)


def office_of(actor: Actor) -> dict[str, str | bool]:
    """Where this officer sits and as what, for the head of the desk. One query, none for national roles."""
    posts = [post for post in actor.posts if post.role in DESK]
    ids = [post.agency_id for post in posts if post.agency_id]
    names = Agency.objects.filter(pk__in=ids).order_by("path").values_list("name", flat=True) if ids else ()
    roles = dict.fromkeys(str(post.role.label) for post in posts)
    return {
        "office": ", ".join(names) or _("Seluruh Indonesia"),
        "role": ", ".join(roles),
        "verifier": actor.has(Role.NATIONAL_VERIFIER),
        "supervisor": actor.has(Role.NATIONAL_SUPERVISOR),
        "manager": manages(actor),
        "network": actor.has(*JIPP, Role.COORDINATOR, Role.NATIONAL_SUPERVISOR),
        "clerk": actor.has(*CLERKS),
        "oversees": actor.has(*NATIONAL, *WHOLE),
        "answers": actor.has(*ANSWERING),
        "surveys_only": not actor.is_officer,
        "surveys": actor.has(Role.SKM_MANAGER, Role.NATIONAL_SUPERVISOR, *WHOLE),
        "demo": settings.DEMO,
    }
