"""Each act of a history through its real verb, in the order of time; timers by the schedule's own code.

Nobody is told: what the acts enqueue is taken out of the queue in the transaction that put it there, one for
each simulated day. Reporters count as told where a confirmed contact could have been.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import connection, transaction

from lapor.indicators import facts
from lapor.indicators.marking import mark_days
from lapor.notifications.quiet import close_quiet, lapse
from lapor.operate.simulating import verbs
from lapor.operate.simulating.stage import Stage
from lapor.registry.models import Agency
from lapor.reports import closing
from lapor.reports.bulk import molds
from lapor.reports.bulk.plot import Plot, Slot, Told
from lapor.reports.escalating import advance_due
from lapor.reports.models import Deadline, Event, Nudge, Report
from lapor.reports.refusals import Refusal
from lapor.reports.states import Status
from lapor.sla.rules import Step
from lapor.sla.zones import NATIONAL

# When the timers run on each simulated day: after the days have ended everywhere, and when offices open.
NIGHT, MORNING = time(1, 10), time(8, 5)
AHEAD = timedelta(days=16)
_TAKEN_BACK = """
    DELETE FROM procrastinate_jobs WHERE status = 'todo' AND id > %s
        AND task_name = 'lapor.reactions.follow'
"""


@dataclass
class Played:
    """One history on its way: its report once filed, where it lies, and whether it goes on."""

    plot: Plot
    places: dict[Slot, Agency]
    report: Report | None = None
    goes_on: bool = True


@dataclass(order=True)
class Turn:
    at: datetime
    number: int
    order: int
    step: Event | Told = field(compare=False)
    played: Played = field(compare=False)


class Simulation:
    """`per_day` reports on each of `days` days from `begin` on. The same seed plays the same."""

    def __init__(
        self, stage: Stage, *, begin: date, days: int, per_day: int, seed: int, now: datetime
    ) -> None:
        self.stage = stage
        self.begin, self.days, self._now = begin, days, now
        end = datetime.combine(begin + timedelta(days=days), time(), NATIONAL)
        self.until = min(end, now)
        self._draw = Random(seed)  # noqa: S311 - invented reports
        self._plots = molds.plots(
            days * per_day, stage.pools, begin=begin, until=self.until, backlog=0.0, seed=seed
        )
        self._turns: list[Turn] = []
        self._played: dict[int, Played] = {}
        self.tally: Counter[str] = Counter()

    def play(self, progress: Callable[[date], object]) -> Counter[str]:
        """Day after day; says how often each act was done, `refused` among them."""
        coming = next(self._plots, None)
        for place in range(self.days):
            day = self.begin + timedelta(days=place)
            with transaction.atomic():
                newest = _newest_job()
                coming = self._day(day, coming)
                with connection.cursor() as cursor:
                    cursor.execute(_TAKEN_BACK, [newest])
            progress(day)
        mark_days({self.begin + timedelta(days=place) for place in range(self.days)})
        while facts.roll_up(self._now):
            pass
        return self.tally

    def _day(self, day: date, coming: Plot | None) -> Plot | None:
        """All of one day, and who comes on a later one."""
        midnight = datetime.combine(day + timedelta(days=1), time(), NATIONAL)
        while coming and coming.received < midnight:
            self._enter(coming)
            coming = next(self._plots, None)
        for moment in (NIGHT, MORNING):
            at = datetime.combine(day, moment, NATIONAL)
            self._until(at)
            self._timers(min(at, self.until))
        self._until(midnight)
        return coming

    def _until(self, moment: datetime) -> None:
        while self._turns and self._turns[0].at < moment:
            turn = heapq.heappop(self._turns)
            self._step(turn.played, turn.step)

    def _enter(self, plot: Plot) -> None:
        played = Played(plot, self.stage.places(plot, self._draw))
        self._played[plot.number] = played
        self._played.pop(plot.number - 2 * molds.NEIGHBOURS, None)
        for order, (at, step) in enumerate(_steps(plot)):
            heapq.heappush(self._turns, Turn(at, plot.number, order, step, played))

    def _step(self, played: Played, step: Event | Told) -> None:
        """An act that is refused ends the script; the report goes on by the clock alone."""
        if not played.goes_on:
            return
        name = step.act if isinstance(step, Event) else "told"
        try:
            with transaction.atomic():
                self._do(played, step)
        except Refusal:
            played.goes_on = False
            name = "refused"
        self.tally[name] += 1

    def _do(self, played: Played, step: Event | Told) -> None:
        if played.report is None:
            played.report = verbs.file(played.plot, played.places, self._draw)
            return
        report = played.report
        report.refresh_from_db()
        if isinstance(step, Told):
            closing.reporter_told(report, reached=step.reached, now=step.at)
            return
        other = self._played.get(played.plot.into.number) if played.plot.into else None
        by = self.stage.actor(step, report, played.places)
        scene = verbs.Scene(report, played.plot, step, by, played.places, other.report if other else None)
        verbs.perform(scene)

    def _timers(self, now: datetime) -> None:
        """What the schedule does at that moment, without the letters."""
        for step in (lapse, close_quiet, advance_due):
            while done := step(now):
                self.tally[step.__name__] += done
        for deadline in Deadline.objects.filter(
            step=Step.QUIET,
            due__lt=now + AHEAD,
            met_at=None,
            stopped_at=None,
            report__status=Status.ANSWERED,
            report__reminded_at=None,
        ).select_related("report"):
            self.tally["reminded"] += closing.remind_quiet(deadline.report, now=now)
        Nudge.objects.filter(told_at=None, passed=False).update(told_at=now)


def _steps(plot: Plot) -> Iterator[tuple[datetime, Event | Told]]:
    """What people do, in order; the timers do their part by themselves."""
    told = {id(one.after): one for one in plot.tellings}
    for event in plot.events:
        if event.role != "timer":
            yield event.at, event
        if id(event) in told:
            yield told[id(event)].at, told[id(event)]


def _newest_job() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])
