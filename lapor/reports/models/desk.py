"""What officers keep beside the procedure: who in person works on a report, who watches it, notes among them.

None of it is an act of the lifecycle: it moves no clock, and no reporter and no public page sees it.
"""

from __future__ import annotations

from django.db import models

from lapor.accounts.models import User
from lapor.registry.models import Agency
from lapor.reports.models.report import Report


class Handling(models.Model):
    """The officer who in person works on a report, one for each office that has it.

    `agency`: the top agency of that office; none for the national verifiers.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="handlings")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report", "agency"], nulls_distinct=False, name="one_handler_per_office"
            ),
        )
        indexes = (models.Index(fields=["user", "report"], name="handled_by"),)

    def __str__(self) -> str:
        return f"#{self.report_id} with {self.user_id}"


class Watch(models.Model):
    """An officer who wants to see how a report goes on, whoever works on it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="watches")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "report"], name="watched_once"),)

    def __str__(self) -> str:
        return f"#{self.report_id} watched by {self.user_id}"


class Note(models.Model):
    """An internal note: read by the office that wrote it and by the national verifiers, redactable.

    `agency`: the top agency of that office; none for a note of national officers, which agencies do not read.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="notes")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    mentions = models.ManyToManyField(User, related_name="+")
    created_at = models.DateTimeField()
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["report", "id"], name="notes_of_report"),)

    def __str__(self) -> str:
        return f"#{self.report_id} note"
