"""What was done, one row an act; appended, never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.accounts.models import User
from lapor.jipp.codes import JippAct
from lapor.jipp.models.innovations import Innovation, InnovationVersion
from lapor.jipp.models.replication import Replication


class HistoryRow(models.Model):
    """`act` by `by` (none: the timer or the operator) on an innovation, its version or a replication."""

    innovation = models.ForeignKey(Innovation, models.CASCADE, related_name="history")
    version = models.ForeignKey(InnovationVersion, models.CASCADE, null=True, related_name="+")
    replication = models.ForeignKey(Replication, models.CASCADE, null=True, related_name="history")
    act = models.CharField(max_length=9, choices=JippAct.choices)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    # When those whom it concerns were written to; the worker takes the rows that have none.
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["id"], condition=Q(told_at=None), name="jipp_untold"),
            models.Index(fields=["innovation", "id"], name="jipp_history_of"),
            models.Index(fields=["at"], name="jipp_history_at"),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"
