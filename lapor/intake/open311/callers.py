"""Who calls: the account behind `api_key`, which is an API token, in a field, the address or a header."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lapor.accounts import tokens
from lapor.accounts.actors import PUBLIC, Actor, actor_of
from lapor.accounts.limits import count
from lapor.accounts.roles import Role
from lapor.accounts.secondstep import seated
from lapor.accounts.tokens import Scope
from lapor.intake.open311.refusing import Wrong

# The same tally as the API's: one token, one limit, whichever door.
PER_MINUTE = 1200
MINUTE = timedelta(minutes=1)


def sender(request: HttpRequest, *, now: datetime) -> Actor:
    """Who files; Wrong(403) without a valid key."""
    key = _key(request)
    if not key:
        raise Wrong(403, _("api_key tidak ada. Isi dengan token API Anda."))
    return _actor(request, key, Scope.FILE, now)


def reader(request: HttpRequest, *, now: datetime) -> Actor:
    """Who reads: with a partner's key also what it has filed itself; without one, everybody."""
    key = _key(request)
    actor = _actor(request, key, Scope.READ, now) if key else PUBLIC
    return Actor(user_id=actor.user_id, partner=True) if actor.partner else PUBLIC


def _actor(request: HttpRequest, key: str, scope: Scope, now: datetime) -> Actor:
    found = tokens.bearer(key, now=now)
    if found is None:
        raise Wrong(403, _("api_key tidak berlaku: salah, sudah lewat waktunya, atau sudah dicabut."))
    if scope not in found.scopes:
        raise Wrong(403, _("Token ini tidak berlaku untuk itu. Buat token dengan izin yang cocok."))
    if count("api", found.token_mark, window=MINUTE, now=now) > PER_MINUTE:
        left = 60 - int(now.timestamp()) % 60
        raise Wrong(
            429,
            _("Batas permintaan per menit tercapai. Tunggu sebentar."),
            headers={"Retry-After": str(left)},
        )
    request.keyed = True  # type: ignore[attr-defined]
    actor = seated(actor_of(found.user, now=now, proven=False), found.user)
    partner = actor.has(Role.DEVELOPER) and not actor.is_officer
    return replace(actor, partner=partner, sandbox=found.sandbox)


def _key(request: HttpRequest) -> str:
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    given = (
        request.POST.get("api_key") if request.method == "POST" else "",
        request.GET.get("api_key"),
        request.headers.get("X-Api-Key"),
        token if scheme.lower() == "bearer" else "",
    )
    return next((key.strip() for key in given if key and key.strip()), "")
