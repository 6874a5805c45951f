"""Calls of a competition, the proposals in them, who scores, and the scores."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from lapor.accounts.models import User
from lapor.jipp.competition.codes import CallStatus, Conflict, EvaluatorStatus, Method
from lapor.jipp.models.hubs import Hub
from lapor.jipp.models.innovations import Innovation, InnovationVersion

# A mark where the evaluator sits in any unit of the innovation's agency (the path's first part),
# mentors a replication, wrote or proposed it: refused whoever writes it. A conflict that is known already is
# held by the check below, and is never taken back.
NO_MARKS_IN_CONFLICT = """
IF TG_OP = 'UPDATE' THEN
    IF OLD.conflict <> '' AND NEW.conflict = '' THEN
        RAISE EXCEPTION 'a conflict of interest is never taken back' USING ERRCODE = 'check_violation';
    END IF;
END IF;
IF NEW.marks IS NOT NULL AND EXISTS (
    SELECT 1 FROM jipp_evaluator e
    JOIN jipp_proposal p ON p.id = NEW.proposal_id
    JOIN jipp_innovation i ON i.id = p.innovation_id
    JOIN registry_agency own ON own.id = i.agency_id
    WHERE e.id = NEW.evaluator_id AND (
        EXISTS (
            SELECT 1 FROM accounts_seat s JOIN registry_agency a ON a.id = s.agency_id
            WHERE s.user_id = e.user_id AND (s.valid_to IS NULL OR s.valid_to > now())
            AND split_part(a.path, '/', 2) = split_part(own.path, '/', 2)
        )
        OR EXISTS (SELECT 1 FROM jipp_replication r WHERE r.innovation_id = i.id AND r.mentor_id = e.user_id)
        OR p.by_id = e.user_id
        OR EXISTS (
            SELECT 1 FROM jipp_innovationversion v
            WHERE v.innovation_id = i.id AND e.user_id IN (v.written_by_id, v.submitted_by_id)
        )
    )
) THEN
    RAISE EXCEPTION 'a conflict of interest forbids this score' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Call(models.Model):
    """One competition: of a hub's members, or of the country (`hub` empty).

    `opens_on`..`closes_on`: days in which proposals come; `scored_by`: the last day of scoring. `months`: how
    long an innovation must have run on the first day. `criteria`: as `competition.criteria.kept` has them.
    `enough`, `method`: see `competition.scoring`; `least`: scores that each proposal needs. `results`: the
    published file, word for word.
    """

    slug = models.SlugField(max_length=120, unique=True)
    hub = models.ForeignKey(Hub, models.PROTECT, null=True, related_name="calls")
    title = models.CharField(max_length=150)
    about = models.TextField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    scored_by = models.DateField()
    months = models.PositiveSmallIntegerField(default=12)
    criteria = models.JSONField()
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.MEAN_SHIFT)
    enough = models.PositiveSmallIntegerField(default=5)
    least = models.PositiveSmallIntegerField(default=2)
    shortlist = models.PositiveSmallIntegerField(default=10)
    status = models.CharField(max_length=9, choices=CallStatus.choices, default=CallStatus.DRAFT)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    results = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on"), scored_by__gte=F("closes_on")),
                name="jipp_call_days_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(status=CallStatus.PUBLISHED) | ~Q(results=""), name="jipp_published_has_results"
            ),
        )
        indexes = (
            models.Index(fields=["-opens_on", "-id"], name="jipp_calls_newest"),
            models.Index(fields=["hub", "-opens_on", "-id"], name="jipp_calls_of_hub"),
        )

    def __str__(self) -> str:
        return self.title


class Proposal(models.Model):
    """A published profile in a call: the version as it was then, and what the count made of it.

    `title`, `agency_name`: as they were when it was proposed. `score`, `rank`: none before the count.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    innovation = models.ForeignKey(Innovation, models.PROTECT, related_name="proposals")
    version = models.ForeignKey(InnovationVersion, models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    agency_name = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    shortlisted = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["call", "innovation"], name="jipp_proposed_once"),
            models.UniqueConstraint(fields=["call", "number"], name="jipp_proposal_number"),
        )
        indexes = (models.Index(fields=["call", "rank", "number"], name="jipp_ranking"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Evaluator(models.Model):
    """Somebody asked to score a call; `pseudonym`: drawn at the count, the only name in public."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="evaluators")
    user = models.ForeignKey(User, models.PROTECT, related_name="evaluations")
    status = models.CharField(max_length=8, choices=EvaluatorStatus.choices, default=EvaluatorStatus.INVITED)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    pseudonym = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["call", "user"], name="jipp_evaluator_once"),
            models.UniqueConstraint(fields=["call", "pseudonym"], name="jipp_pseudonym_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} for {self.call_id}"


class ScoreSheet(models.Model):
    """One evaluator and one proposal: either a conflict, or marks, or nothing yet. Never both: by a check.

    `marks`: criterion code -> 0 to 100.
    """

    evaluator = models.ForeignKey(Evaluator, models.PROTECT, related_name="sheets")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="sheets")
    conflict = models.CharField(max_length=8, choices=Conflict.choices, blank=True)
    conflict_note = models.CharField(max_length=500, blank=True)
    marks = models.JSONField(null=True)
    remark = models.TextField(blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["evaluator", "proposal"], name="jipp_sheet_once"),
            models.CheckConstraint(
                condition=Q(conflict="") | Q(marks__isnull=True), name="jipp_no_marks_in_conflict"
            ),
        )
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="no_marks_in_conflict",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=NO_MARKS_IN_CONFLICT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluator_id} on {self.proposal_id}"
