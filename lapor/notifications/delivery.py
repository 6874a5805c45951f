"""Delivery: a message is a row first, then handed to a gateway by a job, outside any transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from lapor.accounts.sealing import mark
from lapor.notifications import addresses, gateways, telling
from lapor.notifications.gateways.outgoing import TIMEOUT, Outgoing, Refused, Unreachable, Unsure
from lapor.notifications.letters import Letter as Letter
from lapor.notifications.letters import keep, keep_all
from lapor.notifications.models import Channel, Delivery, Fate

log = logging.getLogger(__name__)

# About six hours in all: 14 s after the first try, then 26 s, 74 s, 4, 17, 68 and 273 minutes.
TRIES = 8
RETRY = RetryStrategy(max_attempts=TRIES + 2, wait=10, exponential_wait=4)
# A claim this old belongs to a worker that died; no hand-over takes so long.
CLAIM = timedelta(seconds=6 * TIMEOUT)


# Why a spare stays: the message it stood in for was handed over.
OTHER_CHANNEL = "other_channel"


class NotYet(Exception):
    """Not handed over this time; the job is tried again later."""


def queue(letter: Letter, *, now: datetime, spare: Letter | None = None) -> Delivery | None:
    """Store a message and enqueue its sending, in the caller's transaction. None when it is there already.

    `spare`: the same person's other channel, used only when this one fails for good.
    """
    with transaction.atomic():
        delivery = keep(letter, Fate.QUEUED, now=now)
        if delivery is None:
            return None
        if spare:
            reserve = keep(spare, Fate.HELD, now=now)
            if reserve:
                Delivery.objects.filter(pk=reserve.pk).update(instead_of=delivery)
        send.defer(delivery_id=delivery.pk)
        return delivery


def queue_each(letters: Sequence[Letter], *, both: bool, now: datetime) -> None:
    """One person's letters: the first, the second being its spare; or each of them where both are wished."""
    if both:
        for letter in letters:
            queue(letter, now=now)
    elif letters:
        queue(letters[0], now=now, spare=letters[1] if len(letters) > 1 else None)


def post(letters: Iterable[tuple[Letter, Fate, str]], *, now: datetime) -> None:
    """Store many messages, each with its fate and the reason for it, and enqueue those that are to be sent.

    Three queries, however many; none is stored twice for one event and person.
    """
    with transaction.atomic():
        jobs: list[dict[str, JSONValue]] = [{"delivery_id": number} for number in keep_all(letters, now=now)]
        if jobs:
            send.batch_defer(*jobs)


def spoken(letter: Letter, *, now: datetime) -> Delivery | None:
    """Record a message that a door has said already in its own answer (the reply to an SMS).

    Nothing is sent; and since nobody is told twice of one event, its announcement leaves this contact out.
    Call it in the transaction of the act.
    """
    delivery = keep(letter, Fate.HANDED_OVER, now=now)
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
        gateway(_outgoing(delivery))
    except Refused as refusal:
        return _end(delivery, Fate.FAILED, str(refusal), now)
    except Unsure as doubt:
        return _end(delivery, Fate.IN_DOUBT, str(doubt), now)
    except Unreachable as failure:
        return _again(delivery, str(failure), now)
    proven(delivery, Fate.HANDED_OVER, now=now)
    return True


def proven(
    delivery: Delivery, fate: Fate, *, now: datetime, of: tuple[Fate, ...] = (Fate.SENDING, Fate.IN_DOUBT)
) -> bool:
    """It is in the operator's hands, or arrived: the spare stays, and its reporter counts as told.

    Conditional on the state it is in now (`of`): a report of delivery may come before our own record, and
    then stands. False where it stood already.
    """
    with transaction.atomic():
        if not Delivery.objects.filter(pk=delivery.pk, status__in=of).update(
            status=fate, handed_over_at=Coalesce("handed_over_at", Value(now)), why=""
        ):
            return False
        Delivery.objects.filter(instead_of=delivery, status=Fate.HELD).update(
            status=Fate.SUPPRESSED, why=OTHER_CHANNEL
        )
        telling.handed_over(delivery, now=now)
    return True


def gone(delivery: Delivery, *, now: datetime) -> None:
    """A message will not arrive: its spare goes, or the last hope of telling this person is gone.

    In the transaction that records it. A spare laid aside when this one was handed over is taken up again.
    """
    unused = Q(status=Fate.HELD) | Q(status=Fate.SUPPRESSED, why=OTHER_CHANNEL)
    spare = Delivery.objects.select_for_update().filter(unused, instead_of=delivery).first()
    if spare:
        Delivery.objects.filter(pk=spare.pk).update(status=Fate.QUEUED, why="")
        send.defer(delivery_id=spare.pk)
    telling.lost(delivery, now=now, hope=spare is not None)


def _outgoing(delivery: Delivery) -> Outgoing:
    mail = delivery.channel == Channel.EMAIL
    return Outgoing(
        delivery.ref,
        delivery.address,
        delivery.subject,
        delivery.body,
        delivery.language,
        reply_to=addresses.reply_address(delivery),
        sender=addresses.bounce_address(delivery.ref) if mail else "",
        unsubscribe=delivery.unsubscribe,
    )


def _again(delivery: Delivery, why: str, now: datetime) -> bool:
    if delivery.attempts >= TRIES:
        return _end(delivery, Fate.FAILED, why, now)
    Delivery.objects.filter(pk=delivery.pk, status=Fate.SENDING).update(status=Fate.QUEUED, why=why[:40])
    return False


def _end(delivery: Delivery, fate: Fate, why: str, now: datetime) -> bool:
    with transaction.atomic():
        ended = Delivery.objects.filter(pk=delivery.pk, status=Fate.SENDING)
        if ended.update(status=fate, why=why[:40]):
            gone(delivery, now=now)
    return True


def _left_behind(delivery: Delivery, now: datetime) -> bool:
    if delivery.status == Fate.QUEUED:
        return False  # it came into being between the claim and the look
    if delivery.status != Fate.SENDING:
        return True
    if delivery.claimed_at and delivery.claimed_at > now - CLAIM:
        return False  # perhaps somebody is at it
    log.warning("delivery %s is in doubt", delivery.pk)
    return _end(delivery, Fate.IN_DOUBT, "worker_died", now)


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


def sent(limit: int = 50, before: int | None = None, *, phone: str = "") -> list[Sent]:
    """Messages newest first, decrypted; `before`: the id of the last row of the page before. One query.

    `phone` (E.164): only what goes to this number by SMS.

    For the demo only: it shows codes and addresses. The door must not offer it elsewhere.
    """
    rows = Delivery.objects.exclude(status=Fate.HELD).exclude(channel=Channel.APP).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if phone:
        rows = rows.filter(channel=Channel.SMS, person_mark=mark("phone", phone))
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
