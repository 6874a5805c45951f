"""A partner's whole day: push what came in, hear where it went, answer from the own desk, all closed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from lapor.accounts.models import Seat
from lapor.api.bulk import NDJSON
from lapor.api.models import Endpoint
from lapor.api.tests.calls import BODY, Caller, caller
from lapor.api.tests.receiving import Receiver, receiving
from lapor.api.webhooks import delivering, setting
from lapor.notifications.tests.working import work_off
from lapor.reports import disposition, verification
from lapor.reports.models import Event, Report
from lapor.reports.states import Act, Status
from lapor.reports.tests.world import World

REPORTS = 1_000 if os.environ.get("LAPOR_LARGE") == "1" else 40


@pytest.fixture
def city(world: World) -> Iterator[tuple[Endpoint, Receiver]]:
    """A city with a program of its own (dewi's account) beside its coordinator (tono)."""
    Seat.objects.filter(user__email="dewi@demo.lapor").update(agency=world.stranger)
    with receiving() as receiver:
        yield setting.set_up(receiver.url, agency=world.stranger, user=None, now=timezone.now()), receiver


def test_a_partners_day(world: World, city: tuple[Endpoint, Receiver]) -> None:
    hook, receiver = city
    program, desk = caller("dewi"), caller("tono")
    first, again = push(program), push(program)
    assert [set(first.values()), set(again.values())] == [{201}, {200}]
    assert Report.objects.count() == REPORTS
    receiver.status = 503  # down while all of it is disposed of
    disposed_by_the_nation(world)
    work_off()
    assert receiver.got == []
    assert receiver.refused  # once, or once more where all of this took longer than the first rest
    receiver.status = 204
    delivering.wake_webhooks(timezone.now() + timedelta(minutes=1))
    work_off()
    assert answer_what_came(hook, receiver, program, desk) == REPORTS
    assert set(Report.objects.values_list("status", "closing")) == {(Status.CLOSED, "confirmed")}
    assert all(one.json["data"]["yours"] for one in receiver.got)  # none came back as a new one
    assert sorted(one.json["sequence"] for one in receiver.got) == list(range(1, REPORTS + 1))
    assert set(push(program).values()) == {200}


def push(program: Caller) -> dict[str, int]:
    """The status of each by its reference."""
    lines = (json.dumps(BODY | {"source_ref": f"kota-{number}"}) for number in range(REPORTS))
    answer = Client().post(
        "/api/v1/reports/bulk", "\n".join(lines), content_type=NDJSON, headers=program.headers
    )
    results = [json.loads(line) for line in answer.content.splitlines()]
    assert len(results) == REPORTS
    return {one["source_ref"]: one["status"] for one in results}


def disposed_by_the_nation(world: World) -> None:
    ratna, now = world.actor("ratna"), timezone.now()
    reports = list(Report.objects.order_by("pk"))
    for report in reports:
        verification.verify(report, by=ratna, now=now, supervision=False)
    with connection.cursor() as cursor:  # what follows from these acts is no matter of this day
        cursor.execute("DELETE FROM procrastinate_jobs")
    for report in reports:
        disposition.dispose(report, by=ratna, now=now + timedelta(seconds=1), agency=world.stranger)


def answer_what_came(hook: Endpoint, receiver: Receiver, program: Caller, desk: Caller) -> int:
    """What the city's own system does with each disposition, once for each id; its citizens are content."""
    done = set[str]()
    for one in list(receiver.got):
        said = Webhook(hook.secret).verify(one.body, one.headers)
        ref = one.headers["webhook-id"]
        if said["type"] != f"report.{Act.DISPOSE}" or ref in done:
            continue
        done.add(ref)
        number = said["data"]["report"]["tracking_id"]
        assert said["data"]["source_ref"].startswith("kota-")
        answer = {"text": "Lampu sudah kami ganti.", "final": True}
        for _twice in range(2 if len(done) == 1 else 1):
            assert desk.act(number, "answer", answer, Idempotency_Key=f"{ref}-a").status == 200
        assert program.act(number, "closure", {"rating": 5}, Idempotency_Key=f"{ref}-b").status == 200
    assert Event.objects.filter(act=Act.ANSWER).count() == len(done)
    return len(done)
