"""A message to be, and its row: stored before anything is sent, at most once per event and person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lapor.accounts.sealing import mark
from lapor.notifications.models import Channel, Delivery, Fate, Person, Purpose
from lapor.notifications.wording.words import Words
from lapor.reports.models import Event

_KINDS = {Channel.EMAIL: "email", Channel.SMS: "phone", Channel.APP: "user"}


@dataclass(frozen=True)
class Letter:
    """A message to be: to whom, about what, in which words.

    `user_id`: the officer it is for; a message inside the application has no other address. `unsubscribe`:
    where one POST ends such mail, for mail that somebody has subscribed to.
    """

    purpose: Purpose
    person: Person
    channel: str
    address: str
    words: Words
    report_id: int | None = None
    event: Event | None = None
    expires_at: datetime | None = None
    language: str = "id"
    user_id: int | None = None
    unsubscribe: str = ""


def keep(letter: Letter, status: Fate, *, now: datetime) -> Delivery | None:
    """The row of a letter; None where this person was written to of this event already."""
    if letter.event is None:
        return Delivery.objects.create(**_about(letter), **_rest(letter, status, now))
    found, fresh = Delivery.objects.get_or_create(**_about(letter), defaults=_rest(letter, status, now))
    return found if fresh else None


def keep_all(letters: Iterable[tuple[Letter, Fate, str]], *, now: datetime) -> list[int]:
    """Rows of many letters with their fate and its reason, without those that are there already.

    Says which of them are to be sent. Two queries, however many letters.
    """
    rows = [
        Delivery(**_about(letter), **_rest(letter, status, now), why=why) for letter, status, why in letters
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    fresh = Delivery.objects.filter(ref__in=[row.ref for row in rows], status=Fate.QUEUED)
    return list(fresh.order_by("pk").values_list("pk", flat=True))


def _about(letter: Letter) -> dict[str, object]:
    subject = str(letter.user_id) if letter.channel == Channel.APP else letter.address
    return {
        "event": letter.event,
        "purpose": letter.purpose,
        "person_mark": mark(_KINDS[Channel(letter.channel)], subject),
        "channel": letter.channel,
    }


def _rest(letter: Letter, status: Fate, now: datetime) -> dict[str, object]:
    return {
        "report_id": letter.report_id,
        "person": letter.person,
        "address": letter.address,
        "subject": letter.words.subject,
        "body": letter.words.body,
        "unsubscribe": letter.unsubscribe,
        "language": letter.language,
        "status": status,
        "created_at": now,
        "expires_at": letter.expires_at,
        "user_id": letter.user_id,
    }
