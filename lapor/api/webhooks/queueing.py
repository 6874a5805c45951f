"""From an event to messages: one for each webhook whose owner has the report, in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from lapor.api.models import Endpoint, HookFate, HookMessage
from lapor.reports.models import Event
from lapor.reports.states import Act

# Beside the matter, or history of others that was typed in: no system is told.
SILENT = frozenset({Act.FOLLOW, Act.SUPPORT, Act.ESCALATE, Act.IMPORT})
# From its making on, or from when it is sent once more.
LIVES = timedelta(days=3)


def queue(event: Event) -> None:
    """The reaction. Whether an owner may see the event is asked when its message is sent."""
    for endpoint_id in _subscribers(event).order_by("pk").values_list("pk", flat=True):
        add(endpoint_id, event, now=timezone.now())


@transaction.atomic
def add(endpoint_id: int, event: Event | None, *, now: datetime) -> HookMessage:
    """One message and its job. The webhook's row is locked, so that its numbers have no gap."""
    Endpoint.objects.filter(pk=endpoint_id).update(sequence=F("sequence") + 1)
    number = Endpoint.objects.values_list("sequence", flat=True).get(pk=endpoint_id)
    message = HookMessage.objects.create(
        endpoint_id=endpoint_id, event=event, sequence=number, created_at=now, next_at=now, until=now + LIVES
    )
    start(endpoint_id)
    return message


@transaction.atomic
def again(endpoint: Endpoint, dead: QuerySet[HookMessage], *, now: datetime) -> int:
    """Send given-up messages once more, under their old ids, for another three days. Says how many."""
    lost = dead.filter(endpoint=endpoint, status=HookFate.DEAD)
    number = lost.update(status=HookFate.WAITING, attempts=0, next_at=now, until=now + LIVES)
    if number:
        start(endpoint.pk)
    return number


def start(endpoint_id: int, *, at: datetime | None = None) -> None:
    """Enqueue the sending of whatever is due for this webhook, with the caller's act. `at`: not before."""
    task = app.configure_task("lapor.api.webhooks.deliver", allow_unknown=True, schedule_at=at)
    task.defer(endpoint_id=endpoint_id, at="")


def _subscribers(event: Event) -> QuerySet[Endpoint]:
    """Agencies hear what happens from the disposition to them on."""
    report = event.report
    places = report.dispositions.filter(until=None, since__lte=event.at).values_list(
        "holder__path", flat=True
    )
    held = {int(part) for path in places for part in path.split("/") if part}
    whose = Q(agency__in=held)
    if report.partner_id:
        whose |= Q(user=report.partner_id)
    return Endpoint.objects.filter(whose, disabled_at=None)
