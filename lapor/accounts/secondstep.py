"""The second step of officers: without it a seat gives nothing, for a mailbox alone must open no report."""

from __future__ import annotations

from dataclasses import replace

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from lapor.accounts.actors import Actor
from lapor.accounts.models import User


def missing(user: User) -> bool:
    """Whether this officer has yet to set up a second step (TOTP or a key). One query in a real service.

    Who has one is asked for it at each log-in. The demo does without, so that its accounts can be tried.
    """
    return bool(settings.OFFICERS_NEED_SECOND_STEP) and not is_mfa_enabled(user)


def seated(actor: Actor, user: User) -> Actor:
    """The actor as it may act now: an officer without a second step has no seat, by whichever door."""
    return replace(actor, posts=()) if actor.at_desk and missing(user) else actor
