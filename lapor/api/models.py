"""What the API itself remembers: answers given to an `Idempotency-Key`, and webhooks with their messages."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.accounts.models import User
from lapor.accounts.sealing import SealedTextField
from lapor.registry.models import Agency
from lapor.reports.models import Event


class KeptAnswer(models.Model):
    """The answer to one POST, for 24 hours. That of a filing holds the access code, hence sealed."""

    caller_mark = models.CharField(max_length=64)
    key_mark = models.CharField(max_length=64)
    body_mark = models.CharField(max_length=64)
    answer = SealedTextField(blank=True, default="")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["caller_mark", "key_mark"], name="one_answer_per_key"),
        )

    def __str__(self) -> str:
        return f"kept answer {self.pk}"


class Endpoint(models.Model):
    """Where an agency's or a partner's own system wants to be told: a webhook. Its secrets are sealed.

    It belongs to an agency (its coordinators look after it) or to the account of a partner, never to both.
    `leased_until`: a worker is at it; `rest_until`: after a failure, nothing is tried before.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    url = SealedTextField()
    secret = SealedTextField()
    old_secret = SealedTextField(blank=True, default="")
    old_secret_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    # The number of the newest message; a receiver sees by it whether one is missing.
    sequence = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    rest_until = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(agency__isnull=True, user__isnull=False)
                | Q(agency__isnull=False, user__isnull=True),
                name="a_webhook_has_one_owner",
            ),
        )

    def __str__(self) -> str:
        return f"webhook {self.pk}"


class HookFate(models.TextChoices):
    """`dropped`: when its turn came, its owner might no longer see the report."""

    WAITING = "waiting", _("Menunggu dikirim")
    DELIVERED = "delivered", _("Sampai")
    DEAD = "dead", _("Gagal")
    DROPPED = "dropped", _("Tidak dikirim")


def new_ref() -> str:
    """The `webhook-id`: 120 random bits, alike in every try."""
    return f"msg_{secrets.token_hex(15)}"


class HookMessage(models.Model):
    """One event for one webhook (or a ping, of no event). What it says is written when it is sent."""

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="messages")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")
    ref = models.CharField(max_length=40, unique=True, default=new_ref)
    sequence = models.PositiveBigIntegerField()
    status = models.CharField(max_length=9, choices=HookFate.choices, default=HookFate.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # A code of what became of the last try: "200", "503", "timeout", "private_address".
    outcome = models.CharField(max_length=24, blank=True)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    # What has not arrived by then is given up.
    until = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["endpoint", "event"], name="one_message_per_webhook_and_event"),
            models.CheckConstraint(condition=Q(status__in=HookFate.values), name="known_hook_fate"),
        )
        indexes = (
            models.Index(
                fields=["endpoint", "next_at", "id"], condition=Q(status="waiting"), name="hook_messages_due"
            ),
            models.Index(fields=["endpoint", "-id"], name="hook_messages_newest"),
            models.Index(fields=["endpoint", "-id"], condition=Q(status="dead"), name="hook_messages_dead"),
            models.Index(fields=["created_at"], name="hook_messages_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.ref} {self.status}"
