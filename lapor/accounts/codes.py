"""One-time codes that prove a contact: 6 digits, 10 minutes, 5 tries, 3 an hour for one contact."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import F

from lapor.accounts.limits import count
from lapor.accounts.models import Identity, OneTimeCode
from lapor.accounts.sealing import mark

LIFETIME = timedelta(minutes=10)
TRIES = 5
PER_HOUR = 3

Channel = Literal["email", "sms"]


class TooManyCodes(Exception):
    """Three codes went to this contact within the hour."""


def _contact(identity: Identity, channel: Channel) -> str:
    return identity.email_mark if channel == "email" else identity.phone_mark


def issue(identity: Identity, *, channel: Channel, now: datetime) -> str:
    """A fresh code for this contact; the ones before it end. TooManyCodes past three an hour."""
    contact = _contact(identity, channel)
    if count("code", contact, window=timedelta(hours=1), now=now) > PER_HOUR:
        raise TooManyCodes
    code = f"{secrets.randbelow(1_000_000):06d}"
    identity.codes.filter(channel=channel, used_at=None).update(expires_at=now)
    OneTimeCode.objects.create(
        identity=identity,
        channel=channel,
        contact_mark=contact,
        code_mark=mark("code", f"{identity.pk}:{code}"),
        created_at=now,
        expires_at=now + LIFETIME,
    )
    return code


@transaction.atomic
def prove(identity: Identity, *, code: str, now: datetime) -> Channel | None:
    """Whether `code` is the living one; marks the contact confirmed. Every wrong try counts, five end it."""
    living = identity.codes.select_for_update().filter(used_at=None, expires_at__gt=now, tries__lt=TRIES)
    given = mark("code", f"{identity.pk}:{''.join(filter(str.isdigit, code))}")
    for row in living:
        if secrets.compare_digest(row.code_mark, given):
            OneTimeCode.objects.filter(pk=row.pk).update(used_at=now)
            channel: Channel = "email" if row.channel == "email" else "sms"
            field = "email_confirmed_at" if channel == "email" else "phone_confirmed_at"
            Identity.objects.filter(pk=identity.pk).update(**{field: now})
            setattr(identity, field, now)
            return channel
    living.update(tries=F("tries") + 1)
    return None
