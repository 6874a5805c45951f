"""One-time codes on their way to the contact that they prove, and to no other."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation

from lapor.accounts.codes import LIFETIME, Channel, issue
from lapor.accounts.models import Identity
from lapor.notifications.delivery import Letter, queue
from lapor.notifications.models import Person, Purpose
from lapor.notifications.wording.codes import code_words


@transaction.atomic
def send_code(identity: Identity, *, channel: Channel, report_id: int | None, now: datetime) -> None:
    """Issue a fresh code for this contact and queue its message.

    Raises accounts.codes.TooManyCodes past three an hour; nothing is sent then.
    """
    code = issue(identity, channel=channel, now=now)
    with translation.override(identity.language):
        words = code_words(code, channel=channel, report_id=report_id)
    address = identity.email if channel == "email" else identity.phone
    letter = Letter(
        Purpose.CODE,
        Person.REPORTER,
        channel,
        address,
        words,
        report_id,
        expires_at=now + LIFETIME,
        language=identity.language,
    )
    queue(letter, now=now)
