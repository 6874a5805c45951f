"""Delivery: a message is a row first, then handed to a gateway by a job, outside any transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lapor.accounts.sealing import mark
from lapor.notifications import gateways, telling
from lapor.notifications.gateways.outgoing import TIMEOUT, Outgoing, Refused, Unreachable
from lapor.notifications.models import Channel, Delivery, Fate, Person, Purpose
from lapor.notifications.wording.words import Words
from lapor.reports.models import Event

log = logging.getLogger(__name__)

# About six hours in all: 14 s after the first try, then 26 s, 74 s, 4, 17, 68 and 273 minutes.
TRIES = 8
RETRY = RetryStrategy(max_attempts=TRIES + 2, wait=10, exponential_wait=4)
# A claim this old belongs to a worker that died; no hand-over takes so long.
CLAIM = timedelta(seconds=6 * TIMEOUT)


class NotYet(Exception):
    """Not handed over this time; the job is tried again later."""


@dataclass(frozen=True)
class Letter:
    """A message to be: to whom, about what, in which words."""

    purpose: Purpose
    person: Person
    channel: str
    address: str
    words: Words
    report_id: int | None = None
    event: Event | None = None
    expires_at: datetime | None = None


def queue(letter: Letter, *, now: datetime, spare: Letter | None = None) -> Delivery | None:
    """Store a message and enqueue its sending, in the caller's transaction. None when it is there already.

    `spare`: the same person's other channel, used only when this one fails for good.
    """
    with transaction.atomic():
        delivery = _row(letter, Fate.QUEUED, now)
        if delivery is None:
            return None
        if spare:
            reserve = _row(spare, Fate.HELD, now)
            if reserve:
                Delivery.objects.filter(pk=reserve.pk).update(instead_of=delivery)
        send.defer(delivery_id=delivery.pk)
        return delivery


def spoken(letter: Letter, *, now: datetime) -> Delivery | None:
    """Record a message that a door has said already in its own answer (the reply to an SMS).

    Nothing is sent; and since nobody is told twice of one event, its announcement leaves this contact out.
    Call it in the transaction of the act.
    """
    delivery = _row(letter, Fate.HANDED_OVER, now)
    if delivery:
        Delivery.objects.filter(pk=delivery.pk).update(handed_over_at=now, why="in_reply")
    return delivery


@app.task(name="lapor.notifications.delivery.send", retry=RETRY, pass_context=False)
def send(delivery_id: int) -> None:
    """The job: hand one message over. Safe to run twice."""
    if not hand_over(delivery_id, now=timezone.now()):
        raise NotYet(f"delivery {delivery_id}")


def hand_over(delivery_id: int, *, now: datetime) -> bool:
    """Claim, hand over, record. False when it should be tried again.

    The claim is a conditional update: of two workers one sends. A worker killed between hand-over and
    record leaves a claim; it is then *in doubt* and never sent a second time.
    """
    claimed = Delivery.objects.filter(pk=delivery_id, status=Fate.QUEUED).update(
        status=Fate.SENDING, attempts=F("attempts") + 1, claimed_at=now
    )
    delivery = Delivery.objects.select_related("report", "event").get(pk=delivery_id)
    if not claimed:
        return _left_behind(delivery, now)
    gateway = gateways.gateway_for(delivery.channel)
    if gateway is None:
        return _end(delivery, Fate.SUPPRESSED, "no_gateway", now)
    if not delivery.address or (delivery.expires_at and delivery.expires_at <= now):
        return _end(delivery, Fate.SUPPRESSED, "expired" if delivery.address else "no_address", now)
    try:
        gateway(Outgoing(delivery.ref, delivery.address, delivery.subject, delivery.body))
    except Refused as refusal:
        return _end(delivery, Fate.FAILED, str(refusal), now)
    except Unreachable as failure:
        return _again(delivery, str(failure), now)
    _record(delivery, now)
    return True


def _record(delivery: Delivery, now: datetime) -> None:
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk, status__in=(Fate.SENDING, Fate.IN_DOUBT)).update(
            status=Fate.HANDED_OVER, handed_over_at=now, why=""
        )
        Delivery.objects.filter(instead_of=delivery, status=Fate.HELD).update(
            status=Fate.SUPPRESSED, why="other_channel"
        )
        telling.handed_over(delivery, now=now)


def _again(delivery: Delivery, why: str, now: datetime) -> bool:
    if delivery.attempts >= TRIES:
        return _end(delivery, Fate.FAILED, why, now)
    Delivery.objects.filter(pk=delivery.pk, status=Fate.SENDING).update(status=Fate.QUEUED, why=why[:40])
    return False


def _end(delivery: Delivery, fate: Fate, why: str, now: datetime) -> bool:
    """It will not arrive: the spare goes, or the last hope of telling this person is gone."""
    with transaction.atomic():
        ended = Delivery.objects.filter(pk=delivery.pk, status=Fate.SENDING)
        if not ended.update(status=fate, why=why[:40]):
            return True
        spare = Delivery.objects.filter(instead_of=delivery, status=Fate.HELD).first()
        if spare:
            Delivery.objects.filter(pk=spare.pk).update(status=Fate.QUEUED)
            send.defer(delivery_id=spare.pk)
        else:
            telling.lost(delivery, now=now)
    return True


def _left_behind(delivery: Delivery, now: datetime) -> bool:
    if delivery.status != Fate.SENDING:
        return True
    if delivery.claimed_at and delivery.claimed_at > now - CLAIM:
        return False  # perhaps somebody is at it
    log.warning("delivery %s is in doubt", delivery.pk)
    return _end(delivery, Fate.IN_DOUBT, "worker_died", now)


def _row(letter: Letter, status: Fate, now: datetime) -> Delivery | None:
    about: dict[str, object] = {
        "event": letter.event,
        "purpose": letter.purpose,
        "person_mark": mark("email" if letter.channel == Channel.EMAIL else "phone", letter.address),
        "channel": letter.channel,
    }
    rest: dict[str, object] = {
        "report_id": letter.report_id,
        "person": letter.person,
        "address": letter.address,
        "subject": letter.words.subject,
        "body": letter.words.body,
        "status": status,
        "created_at": now,
        "expires_at": letter.expires_at,
    }
    if letter.event is None:
        return Delivery.objects.create(**about, **rest)
    delivery, fresh = Delivery.objects.get_or_create(**about, defaults=rest)
    return delivery if fresh else None


@dataclass(frozen=True)
class Sent:
    """One message as the demo's page shows it; empty words: blanked."""

    id: int
    report_id: int | None
    purpose: str
    person: str
    channel: str
    address: str
    subject: str
    body: str
    status: str
    status_label: str
    why: str
    at: datetime


def sent(limit: int = 50, before: int | None = None) -> list[Sent]:
    """Messages newest first, decrypted; `before`: the id of the last row of the page before. One query.

    For the demo only: it shows codes and addresses. The door must not offer it elsewhere.
    """
    rows = Delivery.objects.exclude(status=Fate.HELD).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(_shown(rows[:limit].iterator()))


def _shown(rows: Iterator[Delivery]) -> Iterator[Sent]:
    for row in rows:
        yield Sent(
            id=row.pk,
            report_id=row.report_id,
            purpose=row.purpose,
            person=row.person,
            channel=row.channel,
            address=row.address,
            subject=row.subject,
            body=row.body,
            status=row.status,
            status_label=row.get_status_display(),
            why=row.why,
            at=row.handed_over_at or row.created_at,
        )
