"""The opening of an anonymous reporter's identity: for a reason, for 15 minutes, on record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lapor.accounts.models import User
from lapor.accounts.sealing import SealedTextField
from lapor.audit.models import APPEND_ONLY
from lapor.reports.models.report import Report


class IdentityOpening(models.Model):
    """Who opened whose identity, why, and until when it may be seen."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="openings")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = SealedTextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        triggers: ClassVar = APPEND_ONLY
        indexes = (models.Index(fields=["report", "by", "until"], name="openings_of_report"),)

    def __str__(self) -> str:
        return f"#{self.report_id} opened by {self.by_id}"
