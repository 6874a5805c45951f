"""Worker and Kannel are killed while SMS leave: each is handed over once or known as in doubt, none lost."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from lapor.notifications.delivery import hand_over, post
from lapor.notifications.letters import Letter
from lapor.notifications.models import Channel, Delivery, Fate, Person, Purpose
from lapor.notifications.wording.words import Words
from tests.journeys.kannel import SECRET, Kannel, kannel, until
from tests.journeys.operators import Operator, Sms
from tests.journeys.serving import serving
from tests.journeys.workers import Worker, working

MESSAGES = 500
# How many have arrived when somebody is killed; the worker and Kannel take turns.
KILLS = range(20, 480, 20) if os.environ.get("LAPOR_LARGE") == "1" else (100, 220)
LATER = timedelta(hours=1)
AT_ONCE = 2  # jobs of one worker


class Town:
    """The web, a worker, Kannel and the operator."""

    def __init__(self, worker: Worker, gateway: Kannel, operator: Operator) -> None:
        self.worker, self.gateway, self.operator = worker, gateway, operator
        # Who was the last that Kannel gave to the operator before each of its deaths.
        self.at_the_brink: set[str] = set()

    def wait_for(self, number: int) -> list[Sms]:
        return self.operator.inbox.wait(lambda arrived: len(arrived) >= number, f"fewer than {number}")

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker.start()

    def kill_kannel(self) -> None:
        """Down until the worker has met it so; what had left Kannel by then has arrived."""
        self.gateway.kill()
        until(lambda: not self.operator.connected.is_set(), "the operator still has a line")
        self.at_the_brink.add(self.operator.inbox.arrived[-1].text)
        until(lambda: _unreachable() > before, "the worker does not notice") if (
            before := _unreachable()
        ) else None
        self.gateway.start()
        _end_the_waits()


def _end_the_waits() -> None:
    """Retries are due at once, as if their quarter of a minute had passed."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")


def _unreachable() -> int:
    return Delivery.objects.filter(why="kannel_unreachable").count()


@pytest.fixture
def town(transactional_db: None, tmp_path: Path) -> Iterator[Town]:
    with serving(LAPOR_SMS_SECRET=SECRET) as web, kannel(tmp_path, web.address) as gateway:
        settings = {
            "LAPOR_BASE_URL": web.address,
            "LAPOR_SMS_SECRET": SECRET,
            "LAPOR_SMS_SEND_URL": gateway.send_url,
        }
        operator = Operator(gateway.ports["operator"])
        _queue_all()
        with working(**settings) as worker:
            yield Town(worker, gateway, operator)
        operator.close()


def _queue_all() -> None:
    now = timezone.now()
    letters = (
        Letter(Purpose.NOTICE, Person.REPORTER, Channel.SMS, f"+628110{n:06}", Words("", f"Pesan nomor {n}."))
        for n in range(MESSAGES)
    )
    post([(letter, Fate.QUEUED, "") for letter in letters], now=now)


def test_each_message_is_handed_over_once_or_known_as_in_doubt(town: Town) -> None:
    for turn, number in enumerate(KILLS):
        town.wait_for(number)
        town.kill_kannel() if turn % 2 else town.kill_worker()
    finish(town)
    sent = {row.body: row.status for row in Delivery.objects.all()}
    arrived = Counter(sms.text for sms in all_arrived(town, sent))
    assert set(sent.values()) <= {Fate.HANDED_OVER, Fate.DELIVERED, Fate.IN_DOUBT}
    lost = [text for text, fate in sent.items() if fate != Fate.IN_DOUBT and text not in arrived]
    assert lost == []
    # Kannel itself repeats what it gave to the operator and could not strike off its list before it died.
    assert {text for text, times in arrived.items() if times > 1} <= town.at_the_brink
    in_doubt = [text for text, fate in sent.items() if fate == Fate.IN_DOUBT]
    assert len(in_doubt) <= AT_ONCE * (len(KILLS) + 1)


def finish(town: Town) -> None:
    """The rest goes out; what a dead worker had claimed is looked at when its claim has run out."""
    town.worker.kill()
    for number in Delivery.objects.filter(status=Fate.SENDING).values_list("pk", flat=True):
        assert hand_over(number, now=timezone.now() + LATER)
    town.worker.drain()


def all_arrived(town: Town, sent: dict[str, str]) -> list[Sms]:
    certain = {text for text, fate in sent.items() if fate != Fate.IN_DOUBT}
    return town.operator.inbox.wait(
        lambda arrived: certain <= {sms.text for sms in arrived}, "not all have arrived"
    )
