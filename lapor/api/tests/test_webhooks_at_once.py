"""Several workers at one webhook: each message goes out once."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.utils import timezone

from lapor.api.models import HookFate, HookMessage
from lapor.api.tests.receiving import receiving
from lapor.api.webhooks import delivering, setting
from lapor.reports.tests.world import build

WORKERS, MESSAGES = 4, 20


def test_four_workers_send_each_message_once(transactional_db: None) -> None:
    """While they send, more comes; whoever finds the door shut leaves it to who is inside."""
    world = build()
    start = threading.Barrier(WORKERS)
    with receiving() as receiver:
        hook = setting.set_up(receiver.url, agency=world.ministry, user=None, now=timezone.now())

        def send(_worker: int) -> None:
            start.wait()
            try:
                for _number in range(MESSAGES // WORKERS):
                    setting.ping(hook, now=timezone.now())
                    delivering.work(hook.pk, timezone.now)
            finally:
                connection.close()

        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(send, range(WORKERS)))
    assert set(HookMessage.objects.values_list("status", flat=True)) == {HookFate.DELIVERED}
    assert set(Counter(one.headers["webhook-id"] for one in receiver.got).values()) == {1}
    assert sorted(one.json["sequence"] for one in receiver.got) == list(range(1, MESSAGES + 1))
