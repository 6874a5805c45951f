"""Log-ins: kept by account, so that whoever owns one sees them all and ends any (settings.SESSION_ENGINE).

No address and no device is stored; of an officer's browser its name alone, to tell lines apart.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from lapor.accounts.models import Session, User
from lapor.accounts.sealing import mark

BROWSER, BEGUN = "browser", "begun_at"
# The first that fits: others call themselves Chrome and Safari too.
_BROWSERS = (
    ("Edge", re.compile(r"\bEdgA?/")),
    ("Opera", re.compile(r"\bOPR/")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("Firefox", re.compile(r"\b(Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"\b(Chrome|CriOS)/")),
    ("Safari", re.compile(r"\bSafari/")),
)


class SessionStore(DatabaseStore):
    """Django's own store in the database, with the account in a column."""

    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        account = data.get(SESSION_KEY)
        row.account_id = int(account) if account else None
        row.browser = data.get(BROWSER, "")
        row.begun_at = parse_datetime(data.get(BEGUN, "")) if account else None
        return row


@dataclass(frozen=True)
class LoggedIn:
    """One log-in as its owner sees it. `handle` names it in a form and opens nothing."""

    handle: str
    begun_at: datetime | None
    ends_at: datetime
    browser: str
    here: bool


def begin(request: HttpRequest, *, officer: bool) -> None:
    """Note when this log-in began, and of an officer with which browser."""
    request.session[BEGUN] = timezone.now().isoformat()
    if officer:
        request.session[BROWSER] = browser_name(request.headers.get("User-Agent", ""))


def browser_name(agent: str) -> str:
    """ "Firefox", "Chrome" ...; empty for others. No version and no device: too coarse to know anybody by."""
    return next((name for name, known in _BROWSERS if known.search(agent)), "")


def of_account(user: User, *, here: str | None, now: datetime) -> list[LoggedIn]:
    """The living log-ins of an account, the newest first; at most 100."""
    rows = Session.objects.filter(account_id=user.pk, expire_date__gt=now).order_by("-begun_at")[:100]
    return [
        LoggedIn(
            _handle(row.session_key), row.begun_at, row.expire_date, row.browser, row.session_key == here
        )
        for row in rows
    ]


def end(user: User, *, handle: str) -> bool:
    """End the one of this account's log-ins that the handle names; whether there was one."""
    rows = Session.objects.filter(account_id=user.pk)
    for key in rows.values_list("session_key", flat=True):
        if secrets.compare_digest(_handle(key), handle):
            return bool(rows.filter(session_key=key).delete()[0])
    return False


def end_all(user: User, *, but: str | None = None) -> int:
    """End all log-ins of an account (`but` one, by its key); says how many."""
    return Session.objects.filter(account_id=user.pk).exclude(session_key=but or "").delete()[0]


def _handle(key: str) -> str:
    return mark("session", key)[:16]
