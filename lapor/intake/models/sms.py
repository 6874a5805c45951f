"""Messages to 1708 as they came, the questions we asked back, and the numbers that are kept out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.accounts.models import User
from lapor.accounts.sealing import SealedTextField
from lapor.reports.models import Report


class Fate(models.TextChoices):
    """What became of a message. `waiting`: slowed down, worked on by the clock, its answer sent later."""

    RECEIVED = "received", _("Diterima")
    ANSWERED = "answered", _("Dijawab")
    WAITING = "waiting", _("Menunggu giliran")
    SET_ASIDE = "set_aside", _("Disisihkan")


class Aside(models.TextChoices):
    """Why a message was set aside: it is kept, counted and can be looked at, but nothing is done with it."""

    BLOCKED = "blocked", _("Nomor diblokir")
    NOT_A_PHONE = "not_a_phone", _("Pengirim bukan nomor ponsel")
    AUTO_REPLY = "auto_reply", _("Jawaban otomatis")
    LOOP = "loop", _("Pesan berulang-ulang")


class InboundSms(models.Model):
    """One SMS, stored before anything is made of it. Purged after the days of retention.csv.

    The same message again (by the gateway's id, or by number and text within the half hour) adds to
    `repeats` and no row. The answer holds an access code where a report was filed: blanked after a day.
    """

    # The gateway's own name for it; a random one where the gateway gave none.
    gateway_id = models.CharField(max_length=64, unique=True)
    # Of the number in E.164; of a sender that is no phone number, as it came.
    sender = SealedTextField(blank=True, default="")
    sender_mark = models.CharField(max_length=64)
    recipient = models.CharField(max_length=20, blank=True)
    text = SealedTextField(blank=True, default="")
    text_mark = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    fate = models.CharField(max_length=9, choices=Fate.choices, default=Fate.RECEIVED)
    why = models.CharField(max_length=11, choices=Aside.choices, blank=True)
    # What the grammar made of it (the name of its class in small letters): for counting.
    intent = models.CharField(max_length=16, blank=True)
    repeats = models.PositiveIntegerField(default=0)
    answer = SealedTextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["sender_mark", "-received_at"], name="sms_of_sender"),
            models.Index(fields=["received_at"], name="sms_by_age"),
            models.Index(fields=["id"], condition=Q(fate__in=("received", "waiting")), name="sms_to_work_on"),
            models.Index(fields=["-id"], condition=Q(fate="set_aside"), name="sms_set_aside"),
        )

    def __str__(self) -> str:
        return f"sms {self.pk} {self.fate}"


class SmsQuestion(models.Model):
    """What we asked a number back and still wait for: at most one at a time.

    `join`: whether `message` belongs to `report` or is a new one; `place`: where it happened. Run out
    unanswered, a `join` files its message as a report of its own, so that nothing is lost.
    """

    class Kind(models.TextChoices):
        JOIN = "join", "join"
        PLACE = "place", "place"

    sender_mark = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    message = models.ForeignKey(InboundSms, models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} about #{self.report_id}"


class SmsBlock(models.Model):
    """A number kept out until a day, for a reason; ended early by `lifted_at`. Its messages are kept."""

    sender_mark = models.CharField(max_length=64)
    # The last digits, so that the list can be read.
    hint = models.CharField(max_length=8)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["sender_mark"], condition=Q(lifted_at=None), name="one_living_block_per_number"
            ),
        )

    def __str__(self) -> str:
        return f"block …{self.hint}"
