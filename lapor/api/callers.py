"""Who calls: an account by its bearer token, a reporter by the access code of one report, or anybody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import APIKeyHeader, HttpBearer

from lapor.accounts import tokens
from lapor.accounts.actors import PUBLIC, Actor, actor_of
from lapor.accounts.limits import count
from lapor.accounts.models import ApiToken
from lapor.accounts.roles import Role
from lapor.accounts.secondstep import seated
from lapor.accounts.tokens import Scope
from lapor.reports import secrecy
from lapor.reports.refusals import NotAllowed

PER_MINUTE = 1200
MINUTE = timedelta(minutes=1)
CODE_HEADER = "X-Access-Code"
# Addresses that file; every other POST is an act.
FILING = ("/reports", "/reports/bulk")


@dataclass(frozen=True)
class Spent:
    """How much of this minute's calls a token has used; `reset` in seconds."""

    used: int
    reset: int

    @property
    def over(self) -> bool:
        return self.used > PER_MINUTE

    def headers(self) -> dict[str, str]:
        """Names of the IETF draft on RateLimit header fields."""
        left = max(0, PER_MINUTE - self.used)
        return {
            "RateLimit-Policy": f'"token";q={PER_MINUTE};w=60',
            "RateLimit": f'"token";r={left};t={self.reset}',
        }


@dataclass(frozen=True)
class Shown:
    """A valid token that came along, and what it has used up."""

    token: ApiToken
    spent: Spent

    def good_for(self, request: HttpRequest) -> bool:
        """Whether the token's scopes hold what this call needs."""
        return needed_scope(request) in self.token.scopes


class TooMany(Exception):
    """The limit is reached; `retry_after` in seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class WrongCode(Exception):
    """The access code that came along is not that of this report."""


@dataclass(frozen=True)
class Caller:
    """The account's actor (`PUBLIC` without a token), and the access code that came along."""

    actor: Actor
    code: str = ""

    @property
    def mark(self) -> str:
        """Tells callers apart: the account, or else the access code."""
        return f"user:{self.actor.user_id}" if self.actor.user_id else f"code:{self.code}"

    def on(self, report_id: int, *, now: datetime) -> Actor:
        """The actor towards one report: with its access code also its reporter. WrongCode, or TooMany."""
        if not self.code:
            return self.actor
        try:
            opens = secrecy.code_opens(report_id, self.code, now=now)
        except secrecy.Locked as locked:
            raise TooMany(
                _("Terlalu banyak kode salah untuk laporan ini. Tunggu sampai satu jam."), _left(now, 3600)
            ) from locked
        if not opens:
            raise WrongCode
        return replace(self.actor, opened=self.actor.opened | {report_id})


class Bearer(HttpBearer):
    """A token in the Authorization header; one that is not valid is refused even where none is needed."""

    def __call__(self, request: HttpRequest) -> Caller | None:
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _blank, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise AuthenticationError
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        shown: Shown | None = getattr(request, "shown", None)
        if shown is None:
            raise AuthenticationError
        if shown.spent.over:
            raise TooMany(_("Batas permintaan per menit tercapai. Tunggu sebentar."), shown.spent.reset)
        if not shown.good_for(request):
            raise NotAllowed(_("Token ini tidak berlaku untuk itu. Buat token dengan izin yang cocok."))
        return Caller(actor_behind(shown.token, now=timezone.now()), _code(request, shown.token))


def recognise(request: HttpRequest) -> Shown | None:
    """The valid token that came along, counted; before anything else, for a sandbox undoes what follows."""
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    now = timezone.now()
    found = tokens.bearer(token.strip(), now=now) if scheme.lower() == "bearer" else None
    if found is None:
        return None
    used = count("api", found.token_mark, window=MINUTE, now=now)
    return Shown(found, Spent(used, _left(now, 60)))


def actor_behind(token: ApiToken, *, now: datetime) -> Actor:
    """Who acts with it: its account, with the seats of this moment."""
    actor = seated(actor_of(token.user, now=now, proven=False), token.user)
    return replace(acting(actor), sandbox=token.sandbox)


def needed_scope(request: HttpRequest) -> Scope:
    """What a token must be good for: reading, filing, or an act."""
    if request.method in ("GET", "HEAD"):
        return Scope.READ
    return Scope.FILE if request.path.rstrip("/").endswith(FILING) else Scope.ACT


class AccessCode(APIKeyHeader):
    """The access code of the report in the address: its reporter calls."""

    param_name = CODE_HEADER

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        return Caller(PUBLIC, key) if key else None


def anybody(request: HttpRequest) -> Caller:
    """Public reading needs nothing."""
    return Caller(PUBLIC)


def acting(actor: Actor) -> Actor:
    """A developer's token acts for a partner's program; an officer's acts as the officer."""
    return replace(actor, partner=actor.has(Role.DEVELOPER) and not actor.is_officer)


# What an endpoint takes, tried in this order.
BEARER = Bearer()
READING = [BEARER, AccessCode(), anybody]
ACTING = [BEARER, AccessCode()]


def caller_of(request: HttpRequest) -> Caller:
    """The caller that the endpoint's authentication has found."""
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def _code(request: HttpRequest, token: ApiToken) -> str:
    """None in a sandbox: there wrong codes would not be counted."""
    return "" if token.sandbox else request.headers.get(CODE_HEADER, "")


def _left(now: datetime, window: int) -> int:
    return window - int(now.timestamp()) % window
