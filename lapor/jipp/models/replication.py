"""Who learned from whom: replications, their steps, and what was asked and changed on the way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.accounts.models import User
from lapor.jipp.codes import OPEN_REPLICATIONS, NoteKind, ReplicationStatus
from lapor.jipp.models.innovations import Innovation, InnovationVersion
from lapor.registry.models import Agency


class Replication(models.Model):
    """Another agency takes an innovation over. `version`: what it read when it asked.

    `learned_from`: the replication it was copied from, where that was not the original; so the tree may
    be deeper than one level. `reminded_at`: the last reminder, while a step is overdue.
    """

    innovation = models.ForeignKey(Innovation, models.PROTECT, related_name="replications")
    version = models.ForeignKey(InnovationVersion, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="replications")
    learned_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    status = models.CharField(
        max_length=8, choices=ReplicationStatus.choices, default=ReplicationStatus.ASKED
    )
    request = models.TextField()
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    # Why it was refused or stopped.
    reason = models.TextField(blank=True)
    agreement = models.TextField(blank=True)
    mentor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    started_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    evidence_link = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["innovation", "agency"],
                condition=Q(status__in=sorted(OPEN_REPLICATIONS)),
                name="jipp_one_open_replication",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReplicationStatus.FINISHED) | ~Q(outcome="") & ~Q(evidence=""),
                name="jipp_finished_has_outcome",
            ),
        )
        indexes = (
            models.Index(fields=["innovation", "id"], name="jipp_replications_of"),
            models.Index(fields=["agency", "-id"], name="jipp_replications_by"),
            models.Index(
                fields=["moved_at", "id"],
                condition=Q(status__in=sorted(OPEN_REPLICATIONS)),
                name="jipp_open_replications",
            ),
        )

    def __str__(self) -> str:
        return f"{self.innovation_id} -> {self.agency_id}"


class ReplicationStep(models.Model):
    """One step of an agreed plan; `due` in local days. The default steps are `data/steps.toml`."""

    replication = models.ForeignKey(Replication, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    due = models.DateField()
    done_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["replication", "number"], name="jipp_step_once"),)
        indexes = (models.Index(fields=["due", "id"], condition=Q(done_on=None), name="jipp_steps_waiting"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ReplicationNote(models.Model):
    """A question, its reply, or an adaptation that was made; adaptations are published at the end."""

    replication = models.ForeignKey(Replication, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["replication", "id"], name="jipp_notes_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
