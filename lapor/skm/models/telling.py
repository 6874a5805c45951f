"""Who was asked to answer after a report, and which unit was reminded of its yearly survey."""

from __future__ import annotations

from django.db import models

from lapor.reports.models import Report
from lapor.skm.models.periods import Period
from lapor.skm.models.units import ServiceUnit


class Invitation(models.Model):
    """The reporter of a closed report may answer once, by a token; one a report.

    `token_mark`: keyed hash of the token, which stands in the message alone. Nothing leads from it to the
    answer: who complained is not to be known by how content they were.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="invitations")
    report = models.OneToOneField(Report, models.PROTECT, related_name="survey_invitation")
    token_mark = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    answered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Reminder(models.Model):
    """A unit without a published survey this year was reminded on one of the days of `data/reminders.csv`."""

    unit = models.ForeignKey(ServiceUnit, models.CASCADE, related_name="reminders")
    day = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["unit", "day"], name="skm_reminded_once"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"
