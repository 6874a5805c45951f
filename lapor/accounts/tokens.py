"""API tokens: issued once in clear, kept as a mark."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from lapor.accounts.models import ApiToken, User
from lapor.accounts.sealing import mark

LIFETIME = timedelta(hours=24)


def issue(user: User, *, now: datetime | None = None) -> str:
    """A new bearer token of `user`, valid 24 hours. It is shown here and nowhere again."""
    token = f"lapor_{secrets.token_urlsafe(32)}"
    moment = now or timezone.now()
    ApiToken.objects.create(user=user, token_mark=mark("token", token), expires_at=moment + LIFETIME)
    return token


def bearer(token: str, *, now: datetime) -> User | None:
    """The active account behind a valid token, else None. One indexed query."""
    found = (
        ApiToken.objects.filter(token_mark=mark("token", token), expires_at__gt=now, revoked_at=None)
        .select_related("user")
        .first()
    )
    return found.user if found and found.user.is_active else None
