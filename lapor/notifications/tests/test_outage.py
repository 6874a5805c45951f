"""A gateway that is away for a while: tried again with growing waits, then the other channel; all once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from procrastinate.jobs import Job

from lapor.notifications import delivery, gateways
from lapor.notifications.announcing import announce
from lapor.notifications.delivery import Letter, NotYet
from lapor.notifications.gateways.outgoing import Outgoing, Unreachable
from lapor.notifications.models import Delivery, Fate, Person, Purpose
from lapor.notifications.tests.operator import EMAIL, PHONE, answer_of, answered
from lapor.notifications.wording.words import Words
from lapor.reports.models import Event
from lapor.reports.tests.world import NOW, World, build

HOUR = timedelta(hours=1)


class Away:
    """A gateway that takes nothing before a moment, and each message after it."""

    def __init__(self, until: datetime, only: Callable[[str], bool] = lambda _address: True) -> None:
        self.until, self.only, self.now = until, only, NOW
        self.took: list[Outgoing] = []
        self.asked = 0

    def __call__(self, message: Outgoing) -> None:
        self.asked += 1
        if self.now < self.until and self.only(message.address):
            raise Unreachable("kannel_unreachable")
        self.took.append(message)


def wait_after(failures: int) -> timedelta:
    """What the queue itself would wait before the next try."""
    job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="send", attempts=failures - 1)
    decided = delivery.RETRY.get_retry_decision(exception=NotYet(), job=job)
    assert decided is not None
    assert decided.retry_at is not None
    return decided.retry_at - datetime.now(decided.retry_at.tzinfo)


def work_through(away: Away, waits: list[timedelta]) -> datetime:
    """Each waiting message at its own time, in order, by the queue's waits; no clock is waited for."""
    due = [(NOW, pk, 0) for pk in Delivery.objects.filter(status=Fate.QUEUED).values_list("pk", flat=True)]
    known = {pk for _at, pk, _failures in due}
    while due:
        due.sort()
        away.now, pk, failures = due.pop(0)
        if not delivery.hand_over(pk, now=away.now):
            due.append((away.now + waits[failures], pk, failures + 1))
        fresh = Delivery.objects.filter(status=Fate.QUEUED).exclude(pk__in=known)  # spares taken up
        for spare in fresh.values_list("pk", flat=True):
            known.add(spare)
            due.append((away.now, spare, 0))
    return away.now


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def waits() -> list[timedelta]:
    return [wait_after(number) for number in range(1, delivery.TRIES + 1)]


def gone_until(monkeypatch: pytest.MonkeyPatch, away: Away) -> Away:
    monkeypatch.setattr(gateways, "gateway_for", lambda _channel: away)
    return away


def test_after_an_hour_without_gateway_every_message_arrives_once(
    db: None, monkeypatch: pytest.MonkeyPatch, waits: list[timedelta]
) -> None:
    away = gone_until(monkeypatch, Away(NOW + HOUR))
    for number in range(100):
        words = Words("", f"LAPOR #{number}: kabar")
        delivery.queue(Letter(Purpose.REPLY, Person.REPORTER, "sms", f"+62812{number:07}", words), now=NOW)
    last = work_through(away, waits)
    assert set(Counter(message.ref for message in away.took).values()) == {1}
    assert len(away.took) == 100
    assert set(Delivery.objects.values_list("status", flat=True)) == {Fate.HANDED_OVER}
    assert last < NOW + 2 * HOUR
    assert away.asked <= 100 * 8  # it is not hammered


def test_after_a_day_without_mail_the_sms_goes_and_the_reporter_is_told_then(
    world: World, monkeypatch: pytest.MonkeyPatch, waits: list[timedelta]
) -> None:
    report = answered(world)
    announce(Event.objects.get(report=report, act="answer"))
    away = gone_until(monkeypatch, Away(NOW + 24 * HOUR, only=lambda address: "@" in address))
    work_through(away, waits)
    mail, text = answer_of(report), answer_of(report, "sms")
    assert (mail.status, mail.attempts, mail.address) == (Fate.FAILED, delivery.TRIES, EMAIL)
    assert (text.status, text.address) == (Fate.HANDED_OVER, PHONE)
    assert [message.ref for message in away.took].count(text.ref) == 1
    report.refresh_from_db()
    assert report.told_at == text.handed_over_at
    assert report.told_at
    assert NOW + 4 * HOUR < report.told_at < NOW + 8 * HOUR


def test_the_waits_grow(waits: list[timedelta]) -> None:
    assert waits == sorted(waits)
    assert waits[0] < timedelta(seconds=20)
    assert waits[delivery.TRIES - 2] > 4 * HOUR
