"""Two workers and two ticks at once, killed between: each reminder and escalation exists once, told once."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, time

import pytest
from django.utils import timezone

from lapor import schedule
from lapor.notifications.models import Delivery, Fate
from lapor.reports.models import Event, Nudge
from lapor.reports.states import Act
from lapor.reports.tests.bulk import fill, gather, run_out
from lapor.reports.tests.world import WIB, build
from lapor.sla import calendar
from lapor.sla.escalation import Kind, shipped
from tests.journeys.kannel import until
from tests.journeys.ticking import Tick
from tests.journeys.workers import Worker, working

LARGE = os.environ.get("LAPOR_LARGE") == "1"
REPORTS = 10_000 if LARGE else 1_100
# How often two ticks run at once on each of the days, one of them killed.
TIMES = 6 if LARGE else 1
# The clocks end today, for a worker looks at the real one; then the ladder goes up on these working days.
AFTER = (0, 1, 3, 5)
NUMBER = re.compile(r"^(\d+) batas waktu", re.MULTILINE)
# No liaison sits at the ministry itself, so its coordinator is reminded too.
SEATS = {
    "kurnia": ("holder", "coordinator"),
    "lilis": ("leadership",),
    "pratiwi": ("national_supervisor",),
}
RISING = {stage.code for stage in shipped() if stage.kind is not Kind.REMIND}


@pytest.fixture
def workers(transactional_db: None) -> Iterator[list[Worker]]:
    world = build()
    fill(REPORTS, until=timezone.now(), biggest=world.ministry, backlog=1, days=60)
    run_out(calendar.end_of_day(today(), WIB))
    gather(world.ministry)
    with ExitStack() as stack:
        yield [stack.enter_context(working()) for _number in range(2)]


def test_each_reminder_and_escalation_exists_once(workers: list[Worker]) -> None:
    for turn, days in enumerate(sorted(AFTER * TIMES)):
        two_at_once(morning(days), killed=turn % 2)
        workers[turn % 2].kill()
        workers[turn % 2].start()
    for worker in workers:
        worker.kill()
    workers[0].drain()
    assert Nudge.objects.filter(told_at=None, passed=False).count() == 0
    each_exists_once()
    each_is_told_once()
    each_mail_has_left()


def today() -> date:
    return timezone.now().astimezone(WIB).date()


def morning(days: int) -> datetime:
    """So many working days from today, at half past nine."""
    return datetime.combine(calendar.add_working_days(today(), days), time(9, 30), WIB)


def two_at_once(at: datetime, *, killed: int) -> None:
    """One is killed as soon as the first batch is done; the other goes on, and a third finds the rest.

    The third runs here, for a process of its own takes seconds to start.
    """
    before = Nudge.objects.count()
    ticks = [Tick(at), Tick(at)]
    until(lambda: Nudge.objects.count() > before or any(one.ended for one in ticks), "no tick does anything")
    ticks[killed].kill()
    ticks[1 - killed].wait()
    schedule.tick(at)


def each_exists_once() -> None:
    reached = Nudge.objects.values_list("deadline__report", "deadline__step", "stage", "passed")
    assert len(set(reached)) == Nudge.objects.count()
    events = [
        (event.report_id, event.facts["step"], event.facts["stage"])
        for event in Event.objects.filter(act=Act.ESCALATE)
    ]
    assert max(Counter(events).values()) == 1
    risen = {(report, step, stage) for report, step, stage, passed in reached if not passed}
    assert set(events) == {one for one in risen if one[2] in RISING}


def each_is_told_once() -> None:
    """The digests of each name as many as there were for them."""
    for name, audiences in SEATS.items():
        there = Nudge.objects.filter(audience__in=audiences, passed=False, told_at__isnull=False)
        if name == "kurnia":
            there = there.exclude(agency=None)
        assert told(name) == there.count() > 0, name


def told(name: str) -> int:
    rows = Delivery.objects.filter(user__email=f"{name}@demo.lapor", channel="app", purpose="reminder")
    return sum(int(found[1]) for row in rows if (found := NUMBER.search(row.body)))


def each_mail_has_left() -> None:
    mails = Delivery.objects.filter(channel="email", purpose="reminder")
    assert set(mails.values_list("status", flat=True)) <= {Fate.HANDED_OVER, Fate.IN_DOUBT, Fate.SENDING}
    shown = Delivery.objects.filter(channel="app", purpose="reminder")
    assert Counter(mails.values_list("user", flat=True)) == Counter(shown.values_list("user", flat=True))
