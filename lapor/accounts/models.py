"""Accounts of officers and reporters, their seats, and the protected identity behind a report."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lapor.accounts.roles import Role
from lapor.accounts.sealing import SealedTextField
from lapor.registry.models import Agency


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """One account. Reporters' accounts are not linked to reports by a key: see `docs/privacy.md`."""

    email = models.EmailField(_("alamat surel"), unique=True)
    name = models.CharField(_("nama"), max_length=120, blank=True)
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email


class SeatQuerySet(models.QuerySet["Seat"]):
    def living(self, now: datetime) -> SeatQuerySet:
        """Those that count at this moment: begun, not ended, their holder's account active."""
        return self.filter(living_at(now), user__is_active=True)


def living_at(now: datetime) -> Q:
    """Of a seat: it has begun and not ended."""
    begun = Q(valid_from=None) | Q(valid_from__lte=now)
    return begun & (Q(valid_to=None) | Q(valid_to__gt=now))


class Seat(models.Model):
    """A role somebody holds: nationally, or in an agency and everything below it. Never deleted, only ended.

    `valid_from`: counts from then on (none: always did). `deputy_for`: the seat whose holder this person
    stands in for, from `valid_from` to `valid_to` (pelaksana tugas).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="seats")
    role = models.CharField(max_length=24, choices=Role.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="seats")
    given_at = models.DateTimeField(auto_now_add=True)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_to = models.DateTimeField(null=True, blank=True)
    deputy_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="deputies")

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = (
            # An ended seat may be given again; deputies' seats end by themselves and may follow each other.
            models.UniqueConstraint(
                fields=["user", "role", "agency"],
                condition=Q(valid_to=None),
                nulls_distinct=False,
                name="one_seat_per_role_and_agency",
            ),
            models.CheckConstraint(
                condition=Q(deputy_for=None) | Q(valid_from__isnull=False, valid_to__isnull=False),
                name="deputies_have_dates",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.agency_id or ''}"


class Invitation(models.Model):
    """A seat offered by mail: the link works once, for some days; only its mark is kept.

    The account is made, or found, when the link is used, so that one to a wrong address leaves none.
    """

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=24, choices=Role.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    token_mark = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Used, withdrawn by whoever may, or replaced by a newer one to the same address.
    closed_at = models.DateTimeField(null=True)
    accepted = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["email"], condition=Q(closed_at=None), name="invited_address"),)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Session(AbstractBaseSession):
    """A log-in. Its account stands in a column, so that it can be listed and ended by its owner.

    No address and no device: of officers the name of the browser and no more ("Firefox").
    """

    account_id = models.BigIntegerField(null=True, db_index=True)
    browser = models.CharField(max_length=20, blank=True)
    begun_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Asked by Django of every session model; the store itself stands in `accounts.sessions`."""
        raise NotImplementedError

    def __str__(self) -> str:
        return f"log-in by {self.account_id}"


class ToldBy(models.TextChoices):
    """The reporter's choice of channels."""

    EMAIL = "email", _("Surel saja")
    SMS = "sms", _("SMS saja")
    BOTH = "both", _("Surel dan SMS")


class Identity(models.Model):
    """The person behind one report: sealed, erasable, and never shared between reports.

    Reports of one person are found by `email_mark` / `phone_mark` only, which need the key.
    """

    name = SealedTextField(blank=True, default="")
    email = SealedTextField(blank=True, default="")
    phone = SealedTextField(blank=True, default="")
    email_mark = models.CharField(max_length=64, blank=True, db_index=True)
    phone_mark = models.CharField(max_length=64, blank=True, db_index=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    phone_confirmed_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=2, default="id")
    # By which confirmed contact the person wants to be told; empty: the better one, the other if that fails.
    told_by = models.CharField(max_length=5, choices=ToldBy.choices, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"identity {self.pk}"

    @property
    def reachable(self) -> bool:
        """Whether a message may be sent: only a confirmed contact gets any (besides its code)."""
        return bool(self.email_confirmed_at or self.phone_confirmed_at)


class OneTimeCode(models.Model):
    """A six-digit code sent to a contact of one report; 10 minutes, 5 tries."""

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="codes")
    channel = models.CharField(max_length=5, choices=[("email", "email"), ("sms", "sms")])
    contact_mark = models.CharField(max_length=64, db_index=True)
    code_mark = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code {self.pk}"


class ApiToken(models.Model):
    """A bearer token of an account; only its mark is kept.

    `scopes`: what it is good for, of what the account may (`tokens.Scope`). `sandbox`: whatever is done with
    it is answered as usual and then undone.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    token_mark = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60, blank=True)
    scopes = ArrayField(models.CharField(max_length=8), default=list)
    sandbox = models.BooleanField(default=False)
    # In whole days, and for its successor too; none: one of 24 hours, from the command line.
    days = models.PositiveSmallIntegerField(null=True)
    used_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["user", "-id"], name="tokens_of_account"),
            models.Index(fields=["expires_at"], name="tokens_by_end"),
        )

    def __str__(self) -> str:
        return f"token {self.pk}"


class Tally(models.Model):
    """How often something was tried in a window of time; the subject is a keyed mark; 24 hours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    scope = models.CharField(max_length=32)
    subject = models.CharField(max_length=64)
    window = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scope", "subject", "window"], name="one_tally_per_window"),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.window:%H:%M} {self.count}"


class KeyRotation(models.Model):
    """How far the sealed columns of one table have been brought under the newest identity key."""

    table = models.CharField(max_length=63, unique=True)
    # The sign of the key (`sealing.sign`); with another one the work begins anew.
    key = models.CharField(max_length=9)
    upto = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.table} up to {self.upto}"
