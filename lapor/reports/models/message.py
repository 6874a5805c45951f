"""Texts that belong to acts: answers, replies, reasons; drafts; objections; followers and supporters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.accounts.models import User
from lapor.accounts.sealing import SealedTextField
from lapor.registry.models import Agency
from lapor.reports.models.event import Event
from lapor.reports.models.report import Report
from lapor.reports.states import MessageKind


class Message(models.Model):
    """A text written with an act. `public_text` is its masked form, empty for kinds nobody outside reads.

    `uncovered_text`: that form before a verifier closed words in it; empty where none were.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="messages")
    event = models.ForeignKey(Event, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=16, choices=MessageKind.choices)
    text = models.TextField(blank=True)
    public_text = models.TextField(blank=True)
    uncovered_text = models.TextField(blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["report", "id"], name="messages_of_report"),)

    def __str__(self) -> str:
        return f"#{self.report_id} {self.kind}"


class Draft(models.Model):
    """An answer that waits for a superior's approval. Both versions stay: as drafted and as sent.

    `agency`: the top agency whose unit wrote it; nobody else reads it, nor waits for its approval.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        APPROVED = "approved"
        REJECTED = "rejected"
        DROPPED = "dropped"

    report = models.ForeignKey(Report, models.CASCADE, related_name="drafts")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    sent_text = models.TextField(blank=True)
    final = models.BooleanField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "report"], condition=Q(state="waiting"), name="one_waiting_draft_each"
            ),
        )

    def __str__(self) -> str:
        return f"#{self.report_id} draft {self.state}"


class Objection(models.Model):
    """A reporter disputes a closing or an archival; decided one level above the one who decided."""

    class Level(models.TextChoices):
        COORDINATOR = "coordinator"
        NATIONAL_SUPERVISOR = "national_supervisor"
        OMBUDSMAN = "ombudsman"

    report = models.ForeignKey(Report, models.CASCADE, related_name="objections")
    level = models.CharField(max_length=20, choices=Level.choices)
    raised_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report"], condition=Q(decided_at=None), name="one_open_objection_per_report"
            ),
        )
        indexes = (
            models.Index(fields=["level", "raised_at"], condition=Q(decided_at=None), name="to_decide"),
        )

    def __str__(self) -> str:
        return f"#{self.report_id} objection {self.level}"


class Follower(models.Model):
    """Somebody who asked to be told of this report ("Kabari saya"): a confirmed contact, sealed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="followers")
    contact_mark = models.CharField(max_length=64)
    contact = SealedTextField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "contact_mark"], name="followed_once"),)

    def __str__(self) -> str:
        return f"#{self.report_id} follower"


class Support(models.Model):
    """One support ("dukung") per confirmed contact; browsers' ones count apart and without weight."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="supports")
    supporter_mark = models.CharField(max_length=64)
    confirmed = models.BooleanField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "supporter_mark"], name="supported_once"),)

    def __str__(self) -> str:
        return f"#{self.report_id} support"
