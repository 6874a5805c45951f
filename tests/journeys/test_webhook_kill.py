"""A worker is killed between sending a webhook's message and noting it: all arrive, that one twice."""

from __future__ import annotations

import threading
from collections import Counter

from django.utils import timezone

from lapor.api.models import Endpoint, HookFate, HookMessage
from lapor.api.tests.receiving import receiving
from lapor.api.webhooks import delivering, setting
from lapor.reports.tests.world import build
from tests.journeys.kannel import until
from tests.journeys.workers import working

MESSAGES, LAST = 12, 5


def test_kill_minus_nine_loses_no_message(transactional_db: None) -> None:
    world = build()
    killed = threading.Event()
    with receiving() as receiver, working() as worker:

        def kill() -> None:
            if len(receiver.got) == LAST and not killed.is_set():
                worker.kill()
                killed.set()

        receiver.before_answer = kill
        hook = setting.set_up(receiver.url, agency=world.ministry, user=None, now=timezone.now())
        for _number in range(MESSAGES):
            setting.ping(hook, now=timezone.now())
        until(killed.is_set, "the worker sends nothing")
        assert Endpoint.objects.get().leased_until is not None
        Endpoint.objects.update(leased_until=timezone.now())  # as if two minutes had passed
        delivering.wake_webhooks(timezone.now())
        worker.drain()
    assert set(HookMessage.objects.values_list("status", flat=True)) == {HookFate.DELIVERED}
    sent = Counter(one.headers["webhook-id"] for one in receiver.got)
    assert sorted(sent.values()) == [1] * (MESSAGES - 1) + [2]
    assert sent[receiver.got[LAST - 1].headers["webhook-id"]] == 2
