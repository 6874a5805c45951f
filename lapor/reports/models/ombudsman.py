"""The Ombudsman's lane: reports that have gone beyond the last level, or that came there otherwise."""

from __future__ import annotations

from django.db import models

from lapor.reports.models.report import Report


class OmbudsmanCase(models.Model):
    """A report that lies with the Ombudsman, once. `number`: how the Ombudsman files it, empty until then.

    `consented_at`: since when the reporter lets name and contact go along; none: they stay here.
    """

    report = models.OneToOneField(Report, models.CASCADE, related_name="ombudsman_case")
    since = models.DateTimeField()
    number = models.CharField(max_length=60, blank=True)
    numbered_at = models.DateTimeField(null=True)
    consented_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"#{self.report_id} {self.number}"
