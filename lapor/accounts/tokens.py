"""API tokens: issued once in clear, kept as a mark; scoped, expiring, replaced and revoked by their owner."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lapor.accounts.models import ApiToken, User
from lapor.accounts.sealing import mark

LIFETIME = timedelta(hours=24)
# A replaced token goes on for so long, in which its program gets the new one.
OVERLAP = timedelta(hours=24)
PREFIX = "lapor_"


class Scope(TextChoices):
    """What a token may be used for; more than its account may, it never can."""

    READ = "read", _("Membaca")
    FILE = "file", _("Mengirim laporan")
    ACT = "act", _("Bertindak pada laporan")


def issue(
    user: User,
    *,
    now: datetime | None = None,
    name: str = "",
    scopes: Iterable[str] = tuple(Scope),
    days: int | None = None,
    sandbox: bool = False,
) -> str:
    """A new bearer token of `user`, valid so many days, else 24 hours. Shown here and nowhere again."""
    token = f"{PREFIX}{secrets.token_urlsafe(32)}"
    moment = now or timezone.now()
    ApiToken.objects.create(
        user=user,
        token_mark=mark("token", token),
        name=name,
        scopes=[Scope(one).value for one in scopes],
        days=days,
        sandbox=sandbox,
        expires_at=moment + (timedelta(days=days) if days else LIFETIME),
    )
    return token


def bearer(token: str, *, now: datetime) -> ApiToken | None:
    """A valid token with its active account, else None. One indexed query; on its first use of a day two."""
    found = ApiToken.objects.filter(token_mark=mark("token", token), expires_at__gt=now, revoked_at=None)
    row = found.select_related("user").first()
    if row is None or not row.user.is_active:
        return None
    if row.used_on != now.date():
        ApiToken.objects.filter(pk=row.pk).update(used_on=now.date())
    return row


@transaction.atomic
def rotate(token: ApiToken, *, now: datetime) -> str:
    """A successor with the same name, scopes and days; the old one ends within 24 hours."""
    ApiToken.objects.filter(pk=token.pk).update(expires_at=min(token.expires_at, now + OVERLAP))
    return issue(
        token.user, now=now, name=token.name, scopes=token.scopes, days=token.days, sandbox=token.sandbox
    )


def revoke(token: ApiToken, *, now: datetime) -> bool:
    """End it at once; False when it was ended already."""
    return bool(ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now))


def forget(*, before: datetime, limit: int) -> int:
    """Rows of tokens that ended before this moment; says how many."""
    old = ApiToken.objects.filter(expires_at__lt=before).order_by("expires_at").values("pk")[:limit]
    return ApiToken.objects.filter(pk__in=old).delete()[0]
