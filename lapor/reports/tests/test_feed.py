"""The feed under writers: whoever follows it has seen each event once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.actors import PUBLIC, Actor
from lapor.reports import feed, verification
from lapor.reports.models import Event
from lapor.reports.tests.world import World, build, filed

WRITERS, EACH = 8, 12


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()


def settle() -> None:
    """Wait for transactions that are not the test's: the database's own housekeeping writes too."""
    for _ in range(1_000):
        if not Event.objects.filter(tx__gte=feed.Settled()).exists():
            return
        threading.Event().wait(0.01)
    raise AssertionError("a transaction does not end")


def read_all(actor: Actor, after: int | None = None, limit: int = 7) -> tuple[list[int], int | None]:
    seen: list[int] = []
    while True:
        reading = feed.read(actor, after=after, limit=limit, now=timezone.now())
        seen += [one.moment.id for one in reading.items]
        after = reading.last
        if not reading.more:
            return seen, after


def test_a_reader_beside_eight_writers_sees_each_event_once(world: World) -> None:
    """Each writer holds its transaction open for a while after its event has got a number."""
    ratna = world.actor("ratna")
    start = threading.Barrier(WRITERS + 1)
    written = threading.Event()

    def write(writer: int) -> None:
        start.wait()
        try:
            for number in range(EACH):
                with transaction.atomic():
                    filed(now=timezone.now())
                    threading.Event().wait(0.002 * ((writer * number) % 5))
        finally:
            connection.close()

    def follow() -> list[int]:
        seen: list[int] = []
        after: int | None = None
        start.wait()
        try:
            while True:
                if ended := written.is_set():
                    settle()
                fresh, after = read_all(ratna, after)
                seen += fresh
                if ended:
                    return seen
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(follow)
        for writer in [pool.submit(write, number) for number in range(WRITERS)]:
            writer.result()
        written.set()
        seen = reader.result()
    assert len(seen) == WRITERS * EACH
    assert sorted(seen) == list(Event.objects.order_by("pk").values_list("pk", flat=True))


def test_what_is_not_committed_holds_back_what_came_after(world: World) -> None:
    """The very gap: a smaller number that is committed later must not be passed over."""
    ratna = world.actor("ratna")
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> int:
        try:
            with transaction.atomic():
                report = filed(now=timezone.now()).report
                begun.set()
                go_on.wait(30)
            return int(report.events.get().pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(slow)
        begun.wait(30)
        fast = filed(now=timezone.now()).report.events.get().pk
        early, after = read_all(ratna)
        go_on.set()
        late = waiting.result()
    settle()
    seen, _after = read_all(ratna, after)
    assert (early, seen) == ([], [late, fast])


def test_only_what_the_reader_may_see_and_in_so_many_queries(world: World) -> None:
    now = timezone.now()
    for number in range(3):
        report = filed(now=now + timedelta(seconds=number)).report
        verification.verify(report, by=world.actor("ratna"), now=now)
    settle()
    assert read_all(PUBLIC)[0] == read_all(world.actor("kurnia"))[0] == []
    ratna = world.actor("ratna")
    assert len(read_all(ratna)[0]) == 6
    with CaptureQueriesContext(
        connection,
    ) as few:
        feed.read(ratna, after=None, limit=1, now=now)
    with CaptureQueriesContext(connection) as many:
        feed.read(ratna, after=None, limit=100, now=now)
    assert len(few) == len(many) <= 8


def test_a_place_is_kept_though_nothing_of_it_is_shown(world: World) -> None:
    """A reader who sees nothing still gets on, so that its next reading is short."""
    filed(now=timezone.now())
    settle()
    reading = feed.read(world.actor("kurnia"), after=None, limit=10, now=timezone.now())
    assert (reading.items, reading.last) == ([], Event.objects.get().pk)
    assert feed.newest() == reading.last
    with pytest.raises(feed.UnknownPlace):
        feed.read(world.actor("ratna"), after=999_999_999, limit=10, now=timezone.now())
