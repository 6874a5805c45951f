"""What operators and other mail servers say later of a message that we handed over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lapor.notifications.delivery import gone, proven
from lapor.notifications.models import Channel, Delivery, Fate

# Kannel's statuses of a delivery report (its user guide, "Delivery reports"): 1 delivered to the phone,
# 2 not delivered, 4 queued at the operator, 8 taken by the operator, 16 refused by the operator.
KANNEL = {
    1: Fate.DELIVERED,
    2: Fate.FAILED,
    4: Fate.HANDED_OVER,
    8: Fate.HANDED_OVER,
    16: Fate.FAILED,
}
# What a report may still change. A message queued for another try counts: its receipt got lost, and it was
# taken all the same. Delivered, failed, bounced and what was never sent stay as they are.
UNSETTLED = (Fate.QUEUED, Fate.SENDING, Fate.IN_DOUBT, Fate.HANDED_OVER)
UNPROVEN = (Fate.QUEUED, Fate.SENDING, Fate.IN_DOUBT)


def note_sms(ref: str, status: int, *, now: datetime) -> bool:
    """One delivery report of Kannel's. False for an unknown name; a status we do not know changes nothing.

    Reports come late, twice and out of order: each is a conditional update, and a final state stands.
    """
    delivery = _named(ref, Channel.SMS)
    if delivery is None:
        return False
    fate = KANNEL.get(status)
    if fate is Fate.HANDED_OVER:
        proven(delivery, fate, now=now, of=UNPROVEN)
    elif fate is Fate.DELIVERED:
        _arrived(delivery, now)
    elif fate is Fate.FAILED:
        _came_to_nothing(delivery, fate, f"dlr_{status}", now)
    return True


def note_bounce(ref: str, *, permanent: bool, why: str, now: datetime) -> bool:
    """A mail server sent our mail back (RFC 3464). False for an unknown name.

    `why`: the status code of the notice (`5.1.1`), never its words. Not `permanent`: it goes on trying, so
    only the reason is noted.
    """
    delivery = _named(ref, Channel.EMAIL)
    if delivery is None:
        return False
    if permanent:
        _came_to_nothing(delivery, Fate.BOUNCED, why, now)
        return True
    proven(delivery, Fate.HANDED_OVER, now=now, of=UNPROVEN)
    Delivery.objects.filter(pk=delivery.pk, status=Fate.HANDED_OVER).update(why=why[:40])
    return True


def _named(ref: str, channel: Channel) -> Delivery | None:
    found = Delivery.objects.select_related("report", "event__report")
    return found.filter(ref=ref, channel=channel, attempts__gt=0).first()


@transaction.atomic
def _arrived(delivery: Delivery, now: datetime) -> None:
    if proven(delivery, Fate.DELIVERED, now=now, of=UNSETTLED):
        Delivery.objects.filter(pk=delivery.pk).update(settled_at=now)


@transaction.atomic
def _came_to_nothing(delivery: Delivery, fate: Fate, why: str, now: datetime) -> None:
    if Delivery.objects.filter(pk=delivery.pk, status__in=UNSETTLED).update(
        status=fate, why=why[:40], settled_at=now
    ):
        gone(delivery, now=now)
