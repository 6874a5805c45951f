"""Files of innovations and of replications, cleaned as those of reports are."""

from __future__ import annotations

from django.db import models

from lapor.jipp.codes import FileKind
from lapor.jipp.models.innovations import Innovation
from lapor.jipp.models.replication import Replication


class Attachment(models.Model):
    """One file under UPLOADS, under a name of our own.

    `released`: everybody may see it; of an innovation since a curator published it, of a replication its
    evidence once that is finished. `replication` empty: the innovation's own file.
    """

    innovation = models.ForeignKey(Innovation, models.CASCADE, related_name="attachments")
    replication = models.ForeignKey(Replication, models.CASCADE, null=True, related_name="attachments")
    kind = models.CharField(max_length=8, choices=FileKind.choices)
    number = models.PositiveSmallIntegerField()
    # What it shows, in words: also for those who do not see pictures.
    caption = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    # Storage key below UPLOADS; emptied where the file was taken away.
    key = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=40)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    released = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["innovation", "number"], name="jipp_file_number"),)

    def __str__(self) -> str:
        return f"{self.innovation_id} {self.name}"
