"""Django's own mail (allauth's log-in codes, say) goes the way of all messages: a row, then a gateway."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation

from lapor.notifications.delivery import Letter, queue
from lapor.notifications.models import Channel, Person, Purpose
from lapor.notifications.wording.words import Words


class Backend(BaseEmailBackend):
    """settings.EMAIL_BACKEND. Only the text is kept; one row per recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
        for message in email_messages:
            words = Words(str(message.subject), str(message.body))
            for address in message.recipients():
                letter = Letter(
                    Purpose.ACCOUNT, Person.ACCOUNT, Channel.EMAIL, address, words, language=language
                )
                queue(letter, now=timezone.now())
        return len(email_messages)
