"""Which reports are under a priority programme: rows that a rule or an officer wrote."""

from __future__ import annotations

from django.db import models

from lapor.accounts.models import User
from lapor.reports.models.report import Report


class Tag(models.Model):
    """A report under a programme of `data/programmes.csv`, by its code. `by`: the officer; none: its rule.

    `off`: an officer took the report out; the row stays, so that the rule does not put it in again.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="tags", db_index=False)
    programme = models.CharField(max_length=40)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    since = models.DateTimeField()
    off = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "programme"], name="tagged_once"),)
        indexes = (
            models.Index(
                fields=["programme", "-report"], condition=models.Q(off=False), name="tagged_newest"
            ),
        )

    def __str__(self) -> str:
        return f"#{self.report_id} {self.programme}"
