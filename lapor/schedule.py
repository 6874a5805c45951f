"""What happens by the clock: the only list. `tick` does at once all that is due at a moment.

Each step is bounded per run, idempotent, and safe when two run at once: the verbs lock the report.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from lapor.accounts import limits
from lapor.accounts.actors import TIMER
from lapor.reports import closing, verification
from lapor.reports.models import Deadline, Report
from lapor.reports.refusals import Refusal
from lapor.reports.states import Status
from lapor.sla.rules import Step

# How many rows one step handles in one run; the rest waits for the next run.
BATCH = 500


def lapse(now: datetime) -> int:
    """Postponed reports that nobody completed in time are withdrawn (UU 25/2009: 30 days)."""
    return _each(
        Step.COMPLETION, Status.POSTPONED, now, lambda report: verification.lapse(report, by=TIMER, now=now)
    )


def close_quiet(now: datetime) -> int:
    """Answered reports whose reporter has kept silent for the rule's days are closed."""
    return _each(
        Step.QUIET, Status.ANSWERED, now, lambda report: closing.close_quiet(report, by=TIMER, now=now)
    )


def forget_tallies(now: datetime) -> int:
    """Keyed marks behind limits live 24 hours."""
    return limits.purge(now=now)


STEPS: tuple[Callable[[datetime], int], ...] = (lapse, close_quiet, forget_tallies)


def tick(now: datetime) -> list[tuple[str, int]]:
    """Run every step as of `now`; says what was done as (step, number)."""
    return [(step.__name__, step(now)) for step in STEPS]


@app.periodic(cron="*/5 * * * *")
@app.task(name="lapor.schedule.run", queueing_lock="schedule", pass_context=False)
def run(timestamp: int) -> None:
    """The worker's own tick, every five minutes."""
    tick(timezone.now())


def _each(step: Step, status: Status, now: datetime, act: Callable[[Report], object]) -> int:
    """Do `act` on reports in `status` whose clock of `step` has run out; one changed meanwhile is left."""
    over = Deadline.objects.filter(
        step=step, due__lt=now, met_at=None, stopped_at=None, report__status=status
    )
    done = 0
    for deadline in over.select_related("report").order_by("due")[:BATCH]:
        try:
            act(deadline.report)
        except Refusal:
            continue
        done += 1
    return done
