"""Files that people attach: cleaned of metadata before anybody but the national verifier sees them."""

from __future__ import annotations

from django.db import models

from lapor.reports.models.message import Message
from lapor.reports.models.report import Report


class Attachment(models.Model):
    """One file under UPLOADS. Its original name is never kept: names carry names."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="attachments")
    number = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # Storage key below UPLOADS; emptied by redaction, when the file itself is deleted.
    key = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=40)
    # False: could not be cleaned; only the national verifier may open it.
    cleaned = models.BooleanField()
    # Public only when the verifier says so.
    released = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "number"], name="one_attachment_per_number"),
        )

    def __str__(self) -> str:
        return f"#{self.report_id} {self.name}"
