"""Whether the reporter has been told of the final answer: the quiet days start then, and only then."""

from __future__ import annotations

from datetime import datetime

from lapor.notifications.models import Delivery, Fate, Person, Purpose
from lapor.reports import closing
from lapor.reports.models import Event
from lapor.reports.states import Act, Status

ANSWERS = (Act.ANSWER, Act.APPROVE_DRAFT)
# What left our hands and did not come back.
REACHED = (Fate.HANDED_OVER, Fate.DELIVERED)


def is_final_answer(event: Event) -> bool:
    """The lead's final answer, which asks the reporter to confirm (an added agency's leaves the status)."""
    return event.act in ANSWERS and event.to_status == Status.ANSWERED


def handed_over(delivery: Delivery, *, now: datetime) -> None:
    """A message left our hands: if it is the latest final answer to its reporter, the reporter is told."""
    event = _answer_of(delivery)
    if event and delivery.purpose == Purpose.NOTICE:
        closing.reporter_told(event.report, reached=True, now=now)


def lost(delivery: Delivery, *, now: datetime, hope: bool) -> None:
    """A message failed for good, perhaps after it had left our hands: the reporter was not told after all.

    `hope`: the other channel is on its way. Without it the quiet days start, but nobody was reached. A
    reminder that got lost counts too: who is closed by silence was told *and* reminded.
    """
    event = _answer_of(delivery)
    if event is None or _told_otherwise(delivery):
        return
    closing.reporter_missed(event.report)
    if not hope:
        closing.reporter_told(event.report, reached=False, now=now)


def _told_otherwise(delivery: Delivery) -> bool:
    same = Delivery.objects.filter(
        event=delivery.event_id, report=delivery.report_id, purpose=delivery.purpose, person=Person.REPORTER
    )
    return same.exclude(pk=delivery.pk).filter(status__in=REACHED).exists()


def _answer_of(delivery: Delivery) -> Event | None:
    event = delivery.event
    if event is None or delivery.person != Person.REPORTER or delivery.report_id != event.report_id:
        return None
    if delivery.purpose not in (Purpose.NOTICE, Purpose.REMINDER) or not is_final_answer(event):
        return None
    later = Event.objects.filter(report=event.report_id, act__in=ANSWERS, pk__gt=event.pk)
    return None if later.filter(to_status=Status.ANSWERED).exists() else event
