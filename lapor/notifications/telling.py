"""Whether the reporter has been told of the final answer: the quiet days start then, and only then."""

from __future__ import annotations

from datetime import datetime

from lapor.notifications.models import Delivery, Person, Purpose
from lapor.reports import closing
from lapor.reports.models import Event
from lapor.reports.states import Act, Status

ANSWERS = (Act.ANSWER, Act.APPROVE_DRAFT)


def is_final_answer(event: Event) -> bool:
    """The lead's final answer, which asks the reporter to confirm (an added agency's leaves the status)."""
    return event.act in ANSWERS and event.to_status == Status.ANSWERED


def handed_over(delivery: Delivery, *, now: datetime) -> None:
    """A message left our hands: if it is the latest final answer to its reporter, the reporter is told."""
    event = _answer_of(delivery)
    if event:
        closing.reporter_told(event.report, reached=True, now=now)


def lost(delivery: Delivery, *, now: datetime) -> None:
    """Every channel failed for good: the quiet days start, but nobody was reached."""
    event = _answer_of(delivery)
    if event:
        closing.reporter_told(event.report, reached=False, now=now)


def _answer_of(delivery: Delivery) -> Event | None:
    event = delivery.event
    if event is None or delivery.person != Person.REPORTER or delivery.purpose != Purpose.NOTICE:
        return None
    if not is_final_answer(event) or delivery.report_id != event.report_id:
        return None
    later = Event.objects.filter(report=event.report_id, act__in=ANSWERS, pk__gt=event.pk)
    return None if later.filter(to_status=Status.ANSWERED).exists() else event
