"""Words and addresses of messages are blanked when their time is over; that a message was sent stays."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from lapor.notifications.models import Delivery, Fate, Person

UNSENT = (Fate.QUEUED, Fate.SENDING, Fate.HELD)


def forget_words(*, before: datetime, now: datetime, limit: int) -> int:
    """Blank messages made before then, and all messages to a reporter whose identity was erased.

    The mark of the person goes too; the row's own random name takes its place, since marks tell rows apart.
    """
    erased = Q(report__identity__erased_at__isnull=False)
    erased |= Q(report__split_from__identity__erased_at__isnull=False)
    over = Delivery.objects.filter(blanked_at=None).filter(
        Q(created_at__lt=before) | Q(erased, person=Person.REPORTER)
    )
    ids = list(over.order_by("pk").values_list("pk", flat=True)[:limit])
    Delivery.objects.filter(pk__in=ids, status__in=UNSENT).update(status=Fate.SUPPRESSED, why="forgotten")
    return Delivery.objects.filter(pk__in=ids).update(
        address="", subject="", body="", unsubscribe="", person_mark=F("ref"), blanked_at=now
    )
