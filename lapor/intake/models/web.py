"""What the web form holds on to: files of a form not sent yet, and for an hour the answer to a sent one."""

from __future__ import annotations

from django.db import models

from lapor.accounts.sealing import SealedTextField
from lapor.reports.models import Report


class Upload(models.Model):
    """A cleaned file of a form that is not sent yet. Purged after a day if it never is.

    `form_mark` is the keyed mark of the form's token: who has the page has the files, nobody else.
    """

    form_mark = models.CharField(max_length=64)
    # Of the bytes as they came: the same file chosen twice, or posted twice at once, is one file.
    source_sha256 = models.CharField(max_length=64)
    # Shown only to the one who chose it, to tell two photos apart; gone once the report is filed.
    name = SealedTextField(blank=True, default="")
    key = models.CharField(max_length=100)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    cleaned = models.BooleanField()
    reason = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["form_mark", "source_sha256"], name="one_upload_per_file"),
        )

    def __str__(self) -> str:
        return f"upload {self.pk}"


class Submission(models.Model):
    """One form, one report: the row that makes a form posted twice, or at once, count once.

    The access code stays sealed for an hour, so that an answer lost on a weak signal can be had again.
    """

    form_mark = models.CharField(max_length=64, unique=True)
    report = models.OneToOneField(Report, models.CASCADE, null=True, related_name="+")
    access_code = SealedTextField(blank=True, default="")
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"submission {self.pk}"
