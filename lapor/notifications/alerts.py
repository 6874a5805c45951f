"""Subscriptions to a public search: asked for, proven by a link, changed, ended.

Consent of UU 27/2022, article 20: given by the link in a mail to the address itself, taken back by one tap.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from lapor.accounts.limits import count
from lapor.accounts.sealing import mark
from lapor.notifications.delivery import Letter, queue
from lapor.notifications.models import Alert, Channel, Person, Purpose
from lapor.notifications.wording.alert import asked_words
from lapor.reports.retention import kept_until, kinds
from lapor.reports.searching import codes_of, from_codes
from lapor.sla.zones import NATIONAL

# What of a search can be watched: new reports have no other status, and their days are to come.
WATCHED = ("q", "kelas", "kategori", "instansi", "wilayah", "dekat")
# One network address may stand for a whole village; one mailbox is one person's.
PER_CLIENT, HOUR = 60, timedelta(hours=1)
PER_ADDRESS, DAY = 5, timedelta(days=1)
# When digests go out, WIB.
MORNING = time(6)
MONDAY = 0


class TooOften(Exception):
    """Too many were asked for from here within the hour, or for this address within the day."""


def subscribe(
    address: str, chosen: Mapping[str, Any], *, every: str, client: str, language: str, now: datetime
) -> None:
    """Ask the owner of `address` (lower case) by mail; TooOften past the limits.

    The same for a known and an unknown address, so that nobody learns what another one watches: who has this
    alert already gets the link to change or end it.
    """
    asked = count("alert-client", client, window=HOUR, now=now)
    if asked > PER_CLIENT or count("alert-address", address, window=DAY, now=now) > PER_ADDRESS:
        raise TooOften
    search = json.dumps(watched(codes_of(chosen)), ensure_ascii=False, sort_keys=True)
    with transaction.atomic():
        alert, _fresh = Alert.objects.get_or_create(
            address_mark=mark("email", address),
            search_mark=mark("search", search),
            defaults={"address": address, "search": search, "every": every, "created_at": now},
        )
        Alert.objects.filter(pk=alert.pk, confirmed_at=None).update(
            every=every, language=language, created_at=now
        )
        _ask(alert, language, now)


def watched(codes: Mapping[str, str]) -> dict[str, str]:
    return {name: codes[name] for name in WATCHED if codes.get(name)}


def chosen_of(alert: Alert) -> dict[str, Any]:
    """Its search, to be asked again. LookupError where a code of it is gone."""
    return from_codes(json.loads(alert.search))


def confirm(alert: Alert, *, now: datetime) -> bool:
    """The address is proven; told from now on. Once: False where it was confirmed before, or is gone."""
    waiting = Alert.objects.filter(pk=alert.pk, confirmed_at=None)
    due = next_digest(alert.every, now)
    return bool(waiting.update(confirmed_at=now, told_until=now, next_at=due))


def change(alert: Alert, *, every: str, now: datetime) -> None:
    """How often; what is still to be told comes with the next digest."""
    living = Alert.objects.filter(pk=alert.pk, confirmed_at__isnull=False)
    living.update(every=every, next_at=next_digest(every, now))


def end(alert: Alert) -> None:
    """Nothing of it stays. Ending twice changes nothing."""
    Alert.objects.filter(pk=alert.pk).delete()


def of_addresses(addresses: Iterable[str]) -> QuerySet[Alert]:
    """All alerts of addresses whose owner asks: to see them, or to be forgotten. Newest first."""
    marks = [mark("email", address.lower()) for address in addresses]
    return Alert.objects.filter(address_mark__in=marks).order_by("-created_at", "-pk")


def token_of(alert: Alert) -> str:
    """What stands in links: who holds a mail of ours may change and end this alert, nothing else."""
    return _signer().sign(alert.ref)


def by_token(token: str) -> Alert | None:
    """None where it has ended; LookupError where the token is none of ours."""
    try:
        ref = _signer().unsign(token)
    except BadSignature as error:
        raise LookupError(token) from error
    return Alert.objects.filter(ref=ref).first()


def link_of(alert: Alert) -> str:
    return f"{settings.BASE_URL}/langganan/{token_of(alert)}/"


def next_digest(every: str, after: datetime) -> datetime:
    """The next 06.00 WIB, or the next on a Monday."""
    here = after.astimezone(NATIONAL)
    due = datetime.combine(here.date(), MORNING, NATIONAL)
    if due <= here:
        due += DAY
    return due if every == Alert.Every.DAY else due + (MONDAY - due.weekday()) % 7 * DAY


def forget_alerts(*, now: datetime, limit: int) -> int:
    """Addresses that nobody has proven; says how many."""
    old = Alert.objects.filter(confirmed_at=None, created_at__lt=kept_until("unconfirmed_alert", now=now))
    ids = list(old.order_by("created_at").values_list("pk", flat=True)[:limit])
    return Alert.objects.filter(pk__in=ids, confirmed_at=None).delete()[0]


def _ask(alert: Alert, language: str, now: datetime) -> None:
    days = kinds()["unconfirmed_alert"].days
    with translation.override(language):
        words = asked_words(chosen_of(alert), link_of(alert), days=days, known=alert.confirmed_at is not None)
    letter = Letter(
        Purpose.ALERT,
        Person.READER,
        Channel.EMAIL,
        alert.address,
        words,
        language=language,
        expires_at=now + timedelta(days=days),
    )
    queue(letter, now=now)


def _signer() -> Signer:
    return Signer(salt="lapor.alert")
