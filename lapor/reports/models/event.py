"""Events: a report's history, append-only, of codes, ids, times and hashes only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from lapor.accounts.models import User
from lapor.audit.models import APPEND_ONLY
from lapor.registry.models import Agency
from lapor.reports.models.report import Report
from lapor.reports.states import Act, Status


class WritingTransaction(models.Func):
    """The number of the transaction that writes the row (of the outermost one)."""

    template = "(pg_current_xact_id()::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class Event(models.Model):
    """One act. Texts stand in rows that `redact` may blank, identities in rows that erasure deletes."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="events")
    act = models.CharField(max_length=20, choices=Act.choices)
    from_status = models.CharField(max_length=12, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=12, choices=Status.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # In which capacity: one of lifecycle.Who.
    role = models.CharField(max_length=24)
    # Where the actor sat, or whom the act concerns (disposition, referral).
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    # The order of the feed (reports/feed.py).
    tx = models.BigIntegerField(db_default=WritingTransaction(), editable=False)

    class Meta:
        triggers: ClassVar = APPEND_ONLY
        indexes = (
            models.Index(fields=["tx", "id"], name="event_by_transaction"),
            models.Index(fields=["report", "id"], name="event_of_report"),
            models.Index(fields=["at"], name="event_by_time"),
        )

    def __str__(self) -> str:
        return f"#{self.report_id} {self.act}"


class Reaction(models.Model):
    """A consequence of an event that has been carried out: once per event and reaction."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="reactions")
    name = models.CharField(max_length=60)
    done_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event", "name"], name="one_reaction_per_event"),)

    def __str__(self) -> str:
        return f"{self.event_id} {self.name}"
