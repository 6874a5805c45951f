"""Gatherings and who comes, questions about innovations, policy texts and what people say to them."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q

from lapor.accounts.models import User
from lapor.accounts.sealing import SealedTextField
from lapor.jipp.exchange.codes import (
    CommentStatus,
    GatheringStatus,
    PolicyKind,
    PolicyStatus,
    QuestionStatus,
)
from lapor.jipp.models.hubs import Hub
from lapor.jipp.models.innovations import Innovation


def new_ref() -> str:
    """128 random bits: what a participant's link is signed over."""
    return secrets.token_hex(16)


class Gathering(models.Model):
    """An event of a hub, or of the country (`hub` empty). `taken`: seats given, never above `capacity`."""

    slug = models.SlugField(max_length=120, unique=True)
    hub = models.ForeignKey(Hub, models.PROTECT, null=True, related_name="gatherings")
    title = models.CharField(max_length=150)
    about = models.TextField()
    place = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=9, choices=GatheringStatus.choices, default=GatheringStatus.DRAFT)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    # Grows with each change of what a calendar keeps (RFC 5545, 3.8.7.4).
    edits = models.PositiveIntegerField(default=0)
    # When participants were reminded; once.
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="jipp_seats_not_above_capacity"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="jipp_gathering_ends_after"),
        )
        indexes = (
            models.Index(fields=["starts_at", "id"], name="jipp_gatherings"),
            models.Index(
                fields=["starts_at"],
                condition=Q(status=GatheringStatus.OPEN, reminded_at=None),
                name="jipp_gatherings_to_remind",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """A seat at a gathering, of whoever owns the address. Deleted when given back, and some time after it."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="participants")
    ref = models.CharField(max_length=32, unique=True, default=new_ref)
    name = SealedTextField(blank=True, default="")
    address = SealedTextField()
    address_mark = models.CharField(max_length=64)
    language = models.CharField(max_length=2, default="id")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["gathering", "address_mark"], name="jipp_participant_once"),
        )
        indexes = (
            models.Index(fields=["created_at"], condition=Q(confirmed_at=None), name="jipp_unconfirmed"),
            models.Index(fields=["gathering", "id"], name="jipp_participants_of"),
        )

    def __str__(self) -> str:
        return f"participant {self.pk}"


class Question(models.Model):
    """What somebody asks about an innovation; public together with its answer."""

    innovation = models.ForeignKey(Innovation, models.CASCADE, related_name="questions")
    name = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    status = models.CharField(max_length=8, choices=QuestionStatus.choices, default=QuestionStatus.WAITING)
    answer = models.TextField(blank=True)
    # Why it is not shown, for those who look after the innovation.
    reason = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(status=QuestionStatus.ANSWERED) | ~Q(answer=""), name="jipp_answered_has_answer"
            ),
        )
        indexes = (
            models.Index(
                fields=["innovation", "-id"],
                condition=Q(status=QuestionStatus.ANSWERED),
                name="jipp_answers_of",
            ),
            models.Index(fields=["id"], condition=Q(status=QuestionStatus.WAITING), name="jipp_questions"),
        )

    def __str__(self) -> str:
        return f"question {self.pk}"


class Policy(models.Model):
    """A policy note, or a text that people may comment on from `opens_on` to `closes_on`."""

    slug = models.SlugField(max_length=120, unique=True)
    hub = models.ForeignKey(Hub, models.PROTECT, null=True, related_name="policies")
    kind = models.CharField(max_length=12, choices=PolicyKind.choices)
    title = models.CharField(max_length=150)
    text = models.TextField()
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    status = models.CharField(max_length=9, choices=PolicyStatus.choices, default=PolicyStatus.DRAFT)
    conclusion = models.TextField(blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=PolicyKind.NOTE, opens_on=None, closes_on=None)
                | Q(kind=PolicyKind.CONSULTATION, closes_on__gte=F("opens_on")),
                name="jipp_consultation_has_days",
            ),
        )
        indexes = (models.Index(fields=["-created_at", "-id"], name="jipp_policies"),)

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """What somebody says in a consultation; `member`: by an account with a seat in the network.

    `reply`: the published answer to this point.
    """

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="comments")
    name = models.CharField(max_length=120, blank=True)
    member = models.BooleanField(default=False)
    text = models.TextField()
    status = models.CharField(max_length=7, choices=CommentStatus.choices, default=CommentStatus.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    reply = models.TextField(blank=True)
    said_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reply="") | Q(status=CommentStatus.SHOWN), name="jipp_replies_to_what_is_shown"
            ),
        )
        indexes = (models.Index(fields=["policy", "id"], name="jipp_comments_of"),)

    def __str__(self) -> str:
        return f"comment {self.pk}"
