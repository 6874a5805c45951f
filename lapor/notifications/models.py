"""Messages out: one row per message with its fate."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.accounts.models import User
from lapor.accounts.sealing import SealedTextField
from lapor.reports.models import Event, Report


class Channel(models.TextChoices):
    EMAIL = "email", _("Surel")
    SMS = "sms", "SMS"
    APP = "app", _("Di dalam aplikasi")


class Person(models.TextChoices):
    """In which capacity somebody is told."""

    REPORTER = "reporter", _("Pelapor")
    OFFICER = "officer", _("Petugas")
    FOLLOWER = "follower", _("Pengikut")
    ACCOUNT = "account", _("Pemilik akun")
    READER = "reader", _("Pelanggan kabar")


class Purpose(models.TextChoices):
    NOTICE = "notice", _("Pemberitahuan")
    REMINDER = "reminder", _("Pengingat")
    CODE = "code", _("Kode")
    ACCOUNT = "account", _("Akun")
    DIGEST = "digest", _("Ringkasan")
    REPLY = "reply", _("Balasan")
    ALERT = "alert", _("Kabar langganan")


class Fate(models.TextChoices):
    """`held`: goes when another channel fails, or with the next digest (`why`).

    `in_doubt`: a worker died handing it over; not sent again. `bounced`: handed over, and sent back.
    """

    QUEUED = "queued", _("Menunggu dikirim")
    HELD = "held", _("Cadangan")
    SENDING = "sending", _("Sedang dikirim")
    HANDED_OVER = "handed_over", _("Diserahkan ke penyedia")
    DELIVERED = "delivered", _("Sampai")
    FAILED = "failed", _("Gagal")
    BOUNCED = "bounced", _("Dikembalikan")
    IN_DOUBT = "in_doubt", _("Tidak pasti")
    SUPPRESSED = "suppressed", _("Tidak dikirim")


def new_ref() -> str:
    """128 random bits: names a message to gateways, which report back by it."""
    return secrets.token_hex(16)


class Delivery(models.Model):
    """One message to one contact. Address and words are sealed, and blanked after the days of retention.csv.

    `why`: a code of what went wrong, never the gateway's own words (they repeat addresses).
    """

    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="deliveries")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="deliveries")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    person = models.CharField(max_length=8, choices=Person.choices)
    person_mark = models.CharField(max_length=64)
    # The officer it is for, so that it stands in the officer's own list; reporters are never tied by a key.
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="deliveries")
    seen_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    address = SealedTextField(blank=True, default="")
    subject = SealedTextField(blank=True, default="")
    body = SealedTextField(blank=True, default="")
    # Where one tap ends such mail (RFC 8058): it opens somebody's subscription, so it is sealed as well.
    unsubscribe = SealedTextField(blank=True, default="")
    # In which the words are: a mail's HTML says so to readers aloud.
    language = models.CharField(max_length=2, default="id")
    ref = models.CharField(max_length=32, unique=True, default=new_ref)
    status = models.CharField(max_length=11, choices=Fate.choices, default=Fate.QUEUED)
    why = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The message whose failure lets this one go: the same words by the person's other channel.
    instead_of = models.OneToOneField("self", models.SET_NULL, null=True, related_name="spare")
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    # When the operator or the other mail server said what became of it.
    settled_at = models.DateTimeField(null=True)
    # Past this moment sending makes no sense (a code that has run out).
    expires_at = models.DateTimeField(null=True)
    blanked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            # Never twice for one event and person; codes and account mail have no event and are free of it.
            models.UniqueConstraint(
                fields=["event", "purpose", "person_mark", "channel"], name="told_once_per_event_and_person"
            ),
            models.CheckConstraint(condition=Q(status__in=Fate.values), name="known_fate"),
        )
        indexes = (
            models.Index(fields=["report", "id"], name="deliveries_of_report"),
            models.Index(fields=["user", "-id"], condition=Q(channel="app"), name="deliveries_in_app"),
            models.Index(
                fields=["user", "id"], condition=Q(channel="app", seen_at=None), name="deliveries_unseen"
            ),
            models.Index(
                fields=["user", "id"], condition=Q(status="held", why="digest"), name="deliveries_to_digest"
            ),
            models.Index(fields=["created_at"], condition=Q(blanked_at=None), name="deliveries_to_blank"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk} {self.status}"


class Preference(models.Model):
    """How an officer wants to be told by mail; the list inside the application holds everything anyway."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("Segera")
        DIGEST = "digest", _("Ringkasan harian")
        NEVER = "never", _("Tidak lewat surel")

    user = models.OneToOneField(User, models.CASCADE, related_name="preference")
    mail = models.CharField(max_length=7, choices=Mail.choices, default=Mail.AT_ONCE)

    def __str__(self) -> str:
        return f"{self.user_id} {self.mail}"


class Alert(models.Model):
    """A public search of whose new reports somebody is told by mail, once its link has proven the address.

    Address and search are sealed: what somebody watches says much of a person. Ending deletes the row.
    """

    class Every(models.TextChoices):
        DAY = "day", _("Setiap hari")
        WEEK = "week", _("Setiap minggu, hari Senin")

    # Names the alert in links, signed (`alerts.token_of`).
    ref = models.CharField(max_length=32, unique=True, default=new_ref)
    address = SealedTextField()
    address_mark = models.CharField(max_length=64)
    # Codes as in the address of the public list, as JSON.
    search = SealedTextField()
    search_mark = models.CharField(max_length=64)
    every = models.CharField(max_length=4, choices=Every.choices, default=Every.DAY)
    language = models.CharField(max_length=2, default="id")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # What became public up to here has been told, or was there before; `next_at`: the next look, if any.
    told_until = models.DateTimeField(null=True)
    # Where the last digest began: what did not arrive is told again.
    told_from = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    last = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="+")
    # How many mails in a row did not arrive.
    lost = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["address_mark", "search_mark"], name="one_alert_per_address_and_search"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(told_until__isnull=False, next_at__isnull=False),
                name="a_confirmed_alert_is_due_some_day",
            ),
        )
        indexes = (
            models.Index(fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="alerts_due"),
            models.Index(fields=["created_at"], condition=Q(confirmed_at=None), name="alerts_unconfirmed"),
        )

    def __str__(self) -> str:
        return f"{self.ref} {self.every}"
