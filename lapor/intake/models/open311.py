"""What came in by Open311, as it came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.accounts.models import User
from lapor.accounts.sealing import SealedTextField
from lapor.reports.models import Report


class InboundRequest(models.Model):
    """One POST of a service request, stored before anything is made of it; purged by retention.csv.

    `key_mark`: of the sender's Idempotency-Key or, without one, of the form itself; emptied once it may be
    used again. `token`: the name under which the sender can ask what became of it. `answer`: the access code,
    sealed, for a day. A request that is refused leaves no row: its sender has been told.
    """

    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    key_mark = models.CharField(max_length=64, blank=True)
    body_mark = models.CharField(max_length=64)
    token = models.CharField(max_length=40, unique=True)
    # The form as JSON without the key and without marks of the device.
    form = SealedTextField(blank=True, default="")
    partner = models.BooleanField()
    language = models.CharField(max_length=2)
    received_at = models.DateTimeField(db_index=True)
    filed_at = models.DateTimeField(null=True)
    answer = SealedTextField(blank=True, default="")
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["by", "key_mark"], condition=~Q(key_mark=""), name="one_request_per_key"
            ),
        )
        indexes = (models.Index(fields=["id"], condition=Q(filed_at=None), name="requests_to_file"),)

    def __str__(self) -> str:
        return f"request {self.pk}"
