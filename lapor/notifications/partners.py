"""What the owners of programs are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lapor.accounts.models import User
from lapor.notifications.overseers import tell
from lapor.notifications.recipients import by_mail
from lapor.notifications.wording.partners import webhook_words


def tell_of_webhook(people: Iterable[User], host: str, link: str, *, now: datetime) -> None:
    """That a webhook was switched off after a long failure; in the transaction that does it."""
    tell(by_mail(people), lambda: webhook_words(host, link), now)
