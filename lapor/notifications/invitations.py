"""The invitation of an officer on its way by mail."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation

from lapor.accounts.models import Invitation
from lapor.notifications.delivery import Letter, queue
from lapor.notifications.models import Channel, Person, Purpose
from lapor.notifications.wording.invitation import invitation_words


def send_invitation(invitation: Invitation, token: str, *, now: datetime) -> None:
    """Queue the mail with the link, in the caller's transaction. Only this mail holds the token."""
    with translation.override(settings.LANGUAGE_CODE):
        words = invitation_words(invitation, f"{settings.BASE_URL}/undangan/{token}/")
    letter = Letter(
        Purpose.ACCOUNT,
        Person.ACCOUNT,
        Channel.EMAIL,
        invitation.email,
        words,
        expires_at=invitation.expires_at,
    )
    queue(letter, now=now)
