"""Accounts of reporters: made when somebody asks for a code, kept when the code was right, ended on wish."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from lapor.accounts.actors import actor_of
from lapor.accounts.models import ApiToken, Seat, User

UNPROVEN = timedelta(days=1)
ENDED = "akun-dihapus-{pk}@invalid"


@transaction.atomic
def account_for(email: str) -> User | None:
    """The account that a code to this new address opens, without a password; None for an ended one.

    A known and an unknown address are treated alike, so that nobody can find out who has an account.
    """
    address = email.strip().lower()
    user, fresh = User.objects.get_or_create(email=address)
    if fresh:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        EmailAddress.objects.create(user=user, email=address, primary=True, verified=False)
    return user if user.is_active else None


def forget_accounts(now: datetime) -> int:
    """Delete accounts that somebody asked for and nobody proved within a day. Says how many."""
    old = User.objects.filter(created_at__lt=now - UNPROVEN, last_login=None, seats=None, api_tokens=None)
    # Only those that `account_for` made: they alone have an address that waits for its proof.
    asked = old.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX, emailaddress__verified=False)
    unproven = asked.exclude(emailaddress__verified=True)
    number = unproven.count()
    unproven.delete()
    return number


@transaction.atomic
def end_account(user: User) -> None:
    """Take everything personal off an account. The row stays, nameless, for events may point at it."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    ApiToken.objects.filter(user=user).delete()
    user.email, user.name, user.is_active = ENDED.format(pk=user.pk), "", False
    user.set_unusable_password()
    user.save(update_fields=["email", "name", "is_active", "password"])


def at_desk(user: User | AnonymousUser, *, now: datetime) -> bool:
    """Whether this account holds a seat now that has to do with the desk."""
    return isinstance(user, User) and actor_of(user, now=now).at_desk


def has_seat(user: User) -> bool:
    return Seat.objects.filter(user=user).exists()
