"""An officer's own list inside the application."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from lapor.notifications.models import Channel, Delivery, Preference

# Nobody counts further; the badge says "99+".
COUNTED = 100


def notices(user_id: int) -> QuerySet[Delivery]:
    """What this officer was told, for a list by key (`-id`); words are decrypted row by row."""
    return _own(user_id).select_related("event").defer("address", "body")


def unseen(user_id: int) -> int:
    """How many are new, at most COUNTED: bounded, whatever has piled up. One query."""
    return _own(user_id).filter(seen_at=None)[:COUNTED].count()


def see_all(user_id: int, *, upto: int, now: datetime) -> int:
    """Mark as seen what the officer had before the eyes: nothing newer than the notice `upto`."""
    return _own(user_id).filter(seen_at=None, pk__lte=upto).update(seen_at=now)


def see_report(user_id: int, report_id: int, *, now: datetime) -> None:
    """Whoever opens a report has seen the notices of it."""
    _own(user_id).filter(seen_at=None, report=report_id).update(seen_at=now)


def wish_of(user_id: int) -> str:
    """How this officer wants mails: one of Preference.Mail."""
    found = Preference.objects.filter(user=user_id).values_list("mail", flat=True).first()
    return found or Preference.Mail.AT_ONCE


def choose_mail(user_id: int, *, mail: str) -> None:
    """Holds from the next notice on. What waits for a digest still goes with it, unless no mail is wanted."""
    Preference.objects.update_or_create(user_id=user_id, defaults={"mail": Preference.Mail(mail)})


def _own(user_id: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(user=user_id, channel=Channel.APP)
