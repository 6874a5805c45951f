"""Reporters who say nothing: reminded, then closed; who does not complete is withdrawn. Never before told.

Steps of `lapor/schedule.py`: bounded per run, idempotent, and safe when two run at once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from lapor.accounts.actors import TIMER
from lapor.notifications import announcing
from lapor.reports import clocks, closing, verification
from lapor.reports.models import Deadline, Nudge, Report
from lapor.reports.refusals import Refusal, WrongState
from lapor.reports.states import Status
from lapor.sla.rules import Step

# How many rows one step handles in one run; the rest waits for the next run.
BATCH = 500
# The reminder goes one working day before the end; no row of holidays is longer than this.
AHEAD = timedelta(days=16)
# Who was reminded has a working day: those reminded since are not even looked at.
SINCE = timedelta(days=1)


def lapse(now: datetime) -> int:
    """Postponed reports that nobody completed in time are withdrawn (UU 25/2009: 30 days).

    Not before the reporter's last reminder has been told, and a working day has passed since.
    """
    over = _over(Step.COMPLETION, Status.POSTPONED, now).exclude(next_stage_at__lte=now)
    fresh = Q(told_at=None, passed=False) | Q(told_at__gt=now - SINCE)
    over = over.exclude(Exists(Nudge.objects.filter(fresh, deadline=OuterRef("pk"))))
    return _each(over, lambda deadline: _lapse(deadline, now))


def remind_quiet(now: datetime) -> int:
    """Reporters who were told of an answer are reminded once before the report is closed."""
    soon = Deadline.objects.filter(
        step=Step.QUIET,
        due__lt=now + AHEAD,
        met_at=None,
        stopped_at=None,
        report__status=Status.ANSWERED,
        report__told_at__isnull=False,
        report__reminded_at=None,
    )
    rows = soon.select_related("report").order_by("due")[:BATCH]
    return sum(_remind(deadline.report, now) for deadline in rows)


def close_quiet(now: datetime) -> int:
    """Answered reports whose reporter has kept silent for the rule's days are closed."""
    told = Q(report__told_at__isnull=False)
    over = _over(Step.QUIET, Status.ANSWERED, now).exclude(told, report__reminded_at=None)
    over = over.exclude(told, report__reminded_at__gt=now - SINCE)
    return _each(over, lambda deadline: closing.close_quiet(deadline.report, by=TIMER, now=now))


@transaction.atomic
def _remind(report: Report, now: datetime) -> bool:
    """Noted and queued in one transaction: two schedules at once remind once."""
    if not closing.remind_quiet(report, now=now):
        return False
    announcing.remind_quiet(report, now=now)
    return True


def _over(step: Step, status: Status, now: datetime) -> QuerySet[Deadline]:
    """Running clocks of `step` that are over, of reports in `status`."""
    return Deadline.objects.filter(
        step=step, due__lt=now, met_at=None, stopped_at=None, report__status=status
    )


def _lapse(deadline: Deadline, now: datetime) -> None:
    last = deadline.nudges.exclude(told_at=None).order_by("-told_at").first()
    if last and last.told_at and now <= clocks.working_day_after(deadline.report, last.told_at):
        raise WrongState
    verification.lapse(deadline.report, by=TIMER, now=now)


def _each(over: QuerySet[Deadline], act: Callable[[Deadline], object]) -> int:
    """Do `act` on the reports of these clocks; one changed meanwhile is left."""
    done = 0
    for deadline in over.select_related("report").order_by("due")[:BATCH]:
        try:
            act(deadline)
        except Refusal:
            continue
        done += 1
    return done
