"""Sending what waits for a webhook: one worker at a time for each, outside any transaction.

Due is a matter of rows and times, not of jobs: a job only says "look now". So a killed worker loses nothing
(its lease runs out and the clock wakes another), and a receiver that is down takes one try at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from lapor.api.models import Endpoint, HookFate, HookMessage
from lapor.api.webhooks import owners, queueing, reaching, saying, signing
from lapor.notifications.partners import tell_of_webhook
from lapor.reports.retention import kept_until

log = logging.getLogger(__name__)

# Longer than one try takes, name and all. Of a worker that died it is the longest wait.
LEASE = timedelta(minutes=2)
# One job sends no more than so many, then makes room for others.
BATCH = 100
# The wait after the first failure, how much longer each further one is, and the longest wait: of a message,
# and of a webhook that has not answered to anything.
FIRST, GROWTH = timedelta(seconds=5), 4
LONGEST, LONGEST_REST = timedelta(hours=8), timedelta(hours=1)
DISABLED_AFTER = timedelta(days=5)
GONE = "410"
# The outcome of a try that failed by a fault of ours.
OURS = "internal"
PURGED = 20_000


@app.task(name="lapor.api.webhooks.deliver", queue="webhooks", pass_context=False)
def deliver(endpoint_id: int, at: str) -> None:
    """The job. `at`: send what is due at this moment too (`lapor tick --at`), ISO 8601 or empty."""
    moment = datetime.fromisoformat(at) if at else None

    def clock() -> datetime:
        return max(moment, timezone.now()) if moment else timezone.now()

    work(endpoint_id, clock)


def work(endpoint_id: int, clock: Callable[[], datetime]) -> None:
    """Send what is due until nothing is, a try fails, another worker is at it, or the batch is full.

    Whether something is due is asked after the lease was given back: what came meanwhile found the door shut.
    """
    for _number in range(BATCH):
        if not _due(endpoint_id, clock()).exists() or not _send_next(endpoint_id, clock):
            return
    queueing.start(endpoint_id)


def wake_webhooks(now: datetime) -> int:
    """Jobs for the webhooks that have something due; says how many."""
    waiting = HookMessage.objects.filter(endpoint=OuterRef("pk"), status=HookFate.WAITING, next_at__lte=now)
    ready = Endpoint.objects.filter(_awake(now), Exists(waiting))
    ids = list(ready.order_by("pk").values_list("pk", flat=True))
    jobs: list[dict[str, JSONValue]] = [{"endpoint_id": number, "at": now.isoformat()} for number in ids]
    if jobs:
        deliver.batch_defer(*jobs)
    return len(ids)


def forget_webhooks(now: datetime) -> int:
    """Old messages, whatever became of them, but for those still on their way; says how many."""
    old = HookMessage.objects.filter(created_at__lt=kept_until("webhook_message", now=now))
    some = old.exclude(status=HookFate.WAITING).order_by("created_at").values("pk")[:PURGED]
    return HookMessage.objects.filter(pk__in=some).delete()[0]


def waits(failures: int, longest: timedelta) -> timedelta:
    """After so many failures in a row: 5 s, 20 s, 80 s, 5 min, 21 min ... up to `longest`."""
    return min(FIRST * int(GROWTH ** min(failures - 1, 12)), longest)


def _awake(now: datetime) -> Q:
    return Q(disabled_at=None) & (Q(rest_until=None) | Q(rest_until__lte=now))


def _due(endpoint_id: int, now: datetime) -> QuerySet[HookMessage]:
    awake = Endpoint.objects.filter(_awake(now), pk=endpoint_id)
    due = HookMessage.objects.filter(
        Exists(awake), endpoint=endpoint_id, status=HookFate.WAITING, next_at__lte=now
    )
    return due.select_related("event__report").order_by("next_at", "id")


def _lease(endpoint_id: int, now: datetime) -> datetime | None:
    until = now + LEASE
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    taken = Endpoint.objects.filter(free, pk=endpoint_id).update(leased_until=until)
    return until if taken else None


def _send_next(endpoint_id: int, clock: Callable[[], datetime]) -> bool:
    """One message under a lease. False: let the webhook rest, or somebody else go on."""
    lease = _lease(endpoint_id, clock())
    if lease is None:
        return False
    try:
        message = _due(endpoint_id, clock()).first()
        return message is None or _sent(message, clock())
    finally:
        Endpoint.objects.filter(pk=endpoint_id, leased_until=lease).update(leased_until=None)


def _sent(message: HookMessage, now: datetime) -> bool:
    """One try. False: let the webhook rest."""
    # Counted before it is tried: a worker killed half-way has tried.
    HookMessage.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1, tried_at=now)
    message.attempts += 1
    outcome = _try(message, now)
    if outcome is None:
        HookMessage.objects.filter(pk=message.pk).update(status=HookFate.DROPPED)
        return True
    if outcome.isdigit() and 200 <= int(outcome) < 300:
        _arrived(message, outcome)
        return True
    _failed(message, outcome, now)
    return False


def _try(message: HookMessage, now: datetime) -> str | None:
    """The code of what became of it; None where there is nothing that may be said."""
    endpoint = Endpoint.objects.select_related("agency", "user").get(pk=message.endpoint_id)
    try:
        body = saying.body(message, endpoint, now=now)
        if body is None:
            return None
        return str(reaching.post(endpoint.url, body, signing.headers(endpoint, message.ref, body, now=now)))
    except reaching.Unreached as failure:
        return str(failure)
    except Exception:  # a fault of ours with one message must not hold up the others
        log.exception("webhook message %s could not be sent", message.pk)
        return OURS


@transaction.atomic
def _arrived(message: HookMessage, outcome: str) -> None:
    HookMessage.objects.filter(pk=message.pk).update(status=HookFate.DELIVERED, outcome=outcome)
    Endpoint.objects.filter(pk=message.endpoint_id).update(failures=0, failing_since=None, rest_until=None)


@transaction.atomic
def _failed(message: HookMessage, outcome: str, now: datetime) -> None:
    """The message waits longer, or is given up with all others whose time is over; the webhook rests."""
    endpoint = Endpoint.objects.select_for_update().get(pk=message.endpoint_id)
    rest = now + waits(endpoint.failures + 1, LONGEST_REST)
    Endpoint.objects.filter(pk=endpoint.pk).update(
        failures=F("failures") + 1, failing_since=Coalesce("failing_since", Value(now)), rest_until=rest
    )
    HookMessage.objects.filter(pk=message.pk).update(
        outcome=outcome, next_at=now + waits(message.attempts, LONGEST)
    )
    waiting = HookMessage.objects.filter(endpoint=endpoint, status=HookFate.WAITING)
    waiting.filter(until__lte=now).update(status=HookFate.DEAD)
    since = endpoint.failing_since or now
    if outcome == GONE or since <= now - DISABLED_AFTER:
        _disable(endpoint, waiting, now)
    else:
        queueing.start(endpoint.pk, at=rest)


def _disable(endpoint: Endpoint, waiting: QuerySet[HookMessage], now: datetime) -> None:
    """Nothing more is made for it until its owner switches it on again; what waited is given up."""
    Endpoint.objects.filter(pk=endpoint.pk).update(disabled_at=now)
    waiting.update(status=HookFate.DEAD)
    link = f"{settings.BASE_URL}/akun/pengembang/webhook/{endpoint.pk}/"
    tell_of_webhook(owners.people(endpoint, now=now), host(endpoint), link, now=now)


def host(endpoint: Endpoint) -> str:
    """The server's name alone: an address may hold a secret in its path."""
    return reaching.parsed(endpoint.url)[0].hostname or ""
