"""Deadlines and pauses: all of it can be computed again from the events."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lapor.audit.models import APPEND_ONLY
from lapor.registry.models import Agency
from lapor.reports.models.event import Event
from lapor.reports.models.report import Report


class Deadline(models.Model):
    """A clock that an act started. It ends by being met (`met_at`) or by being stopped (`stopped_at`)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="deadlines")
    step = models.CharField(max_length=28)
    rule = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    # None while paused.
    due = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    # Its ladder (reports/stages.py): from when anybody is reminded, the last stage reached, the next one.
    watched_from = models.DateTimeField()
    stage = models.CharField(max_length=24, blank=True)
    next_stage_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report", "step", "agency"],
                condition=Q(met_at=None, stopped_at=None),
                nulls_distinct=False,
                name="one_running_clock_per_step",
            ),
        )
        indexes = (
            models.Index(
                fields=["step", "due"], condition=Q(met_at=None, stopped_at=None), name="running_by_due"
            ),
            models.Index(fields=["report"], name="deadlines_of_report"),
            models.Index(
                fields=["next_stage_at"],
                condition=Q(met_at=None, stopped_at=None, next_stage_at__isnull=False),
                name="running_by_next_stage",
            ),
        )

    def __str__(self) -> str:
        return f"#{self.report_id} {self.step}"

    @property
    def running(self) -> bool:
        return self.met_at is None and self.stopped_at is None


class Nudge(models.Model):
    """A stage that a deadline has reached, once: somebody is to be told, or was.

    `passed`: several were reached at once, or the clock ended before anybody was told; nobody is told of it.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="nudges")
    stage = models.CharField(max_length=24)
    audience = models.CharField(max_length=20)
    # Where the audience sits: the unit or agency; none for national seats and the reporter.
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    passed = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["deadline", "stage"], name="a_stage_is_reached_once"),)
        indexes = (
            models.Index(
                fields=["audience", "agency", "id"],
                condition=Q(told_at=None, passed=False),
                name="nudges_to_tell",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.stage}"


class Pause(models.Model):
    """A time in which the clocks stood, waiting for the reporter."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="pauses")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report"], condition=Q(ended_at=None), name="one_open_pause_per_report"
            ),
        )

    def __str__(self) -> str:
        return f"#{self.report_id} {self.started_at:%Y-%m-%d}"


class Telling(models.Model):
    """The reporter was told of a final answer, or every way to do so had failed: the quiet days begin.

    No act of anybody, so no event; kept like one, for with the events it tells every clock there ever was.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="tellings")
    # The report's last event by then: two moments may be the same.
    after = models.ForeignKey(Event, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reached = models.BooleanField()

    class Meta:
        triggers: ClassVar = APPEND_ONLY
        indexes = (models.Index(fields=["report"], name="tellings_of_report"),)

    def __str__(self) -> str:
        return f"#{self.report_id} {self.at:%Y-%m-%d}"
