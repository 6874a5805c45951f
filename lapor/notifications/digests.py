"""One mail a day for officers who want no more: what was to be told since the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.utils import translation

from lapor.accounts.models import User
from lapor.notifications import dates
from lapor.notifications.delivery import queue
from lapor.notifications.letters import Letter
from lapor.notifications.models import Channel, Delivery, Fate, Person, Preference, Purpose
from lapor.notifications.offices import DIGEST
from lapor.notifications.wording.digest import Item, digest_words
from lapor.sla.calendar import is_working_day
from lapor.sla.zones import NATIONAL

HOUR = time(7)
# How many officers one run writes to; the rest waits for the next, five minutes later.
OFFICERS = 200
# How many lines one mail holds; it says how many more there are.
LINES = 100
IN_DIGEST, UNWANTED = "in_digest", "unwanted"


def send_digests(now: datetime) -> int:
    """From 07.00 WIB of each working day: one mail to each officer for whom something waited at that hour.

    Says how many. What comes later in the day waits for the next morning, so that nobody gets a second mail.
    """
    today = now.astimezone(NATIONAL)
    morning = datetime.combine(today.date(), HOUR, NATIONAL)
    if now < morning or not is_working_day(today.date()):
        return 0
    waiting = Delivery.objects.filter(status=Fate.HELD, why=DIGEST, created_at__lt=morning)
    officers = waiting.order_by("user_id").values_list("user_id", flat=True).distinct()[:OFFICERS]
    return sum(_send(user_id, morning, now) for user_id in officers if user_id)


@transaction.atomic
def _send(user_id: int, morning: datetime, now: datetime) -> bool:
    """The rows are locked in order: of two runs at once the second finds nothing left."""
    mine = Delivery.objects.filter(user=user_id, status=Fate.HELD, why=DIGEST, created_at__lt=morning)
    rows = list(mine.select_for_update(of=("self",)).select_related("report__agency__region").order_by("id"))
    if not rows:
        return False
    user = User.objects.get(pk=user_id)
    wanted = user.is_active and _still_wanted(user)
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=Fate.SUPPRESSED, why=IN_DIGEST if wanted else UNWANTED, settled_at=now
    )
    if wanted:
        queue(_letter(user, rows), now=now)
    return wanted


def _still_wanted(user: User) -> bool:
    return not Preference.objects.filter(user=user, mail=Preference.Mail.NEVER).exists()


def _letter(user: User, rows: Sequence[Delivery]) -> Letter:
    with translation.override(user.language):
        words = digest_words([_item(row) for row in rows[:LINES]], more=max(0, len(rows) - LINES))
    return Letter(
        Purpose.DIGEST,
        Person.OFFICER,
        Channel.EMAIL,
        user.email,
        words,
        language=user.language,
        user_id=user.pk,
    )


def _item(row: Delivery) -> Item:
    """With the nearest duty as it stands now: the one of yesterday may have been met or moved."""
    report = row.report
    due = dates.local_day(report, report.due) if report and report.due else None
    return Item(report.pk if report else 0, row.subject, due)
