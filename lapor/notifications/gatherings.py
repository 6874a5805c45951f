"""Seats at gatherings by mail: asked for, proven by a link, reminded of, given back, called off.

Consent of UU 27/2022, article 20: given by the link in a mail to the address itself, taken back by one tap.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import translation

from lapor.accounts.actors import Actor
from lapor.accounts.limits import count
from lapor.jipp.exchange import gatherings
from lapor.jipp.exchange.codes import GatheringStatus
from lapor.jipp.models import Gathering, Participant
from lapor.notifications.delivery import Letter, post, queue
from lapor.notifications.models import Channel, Fate, Person, Purpose
from lapor.notifications.wording.gathering import cancelled_words, moved_words, reminder_words, seat_words
from lapor.notifications.wording.words import Words
from lapor.reports.retention import kept_until

# One network address may stand for a whole office; one mailbox is one person's.
PER_CLIENT, HOUR = 60, timedelta(hours=1)
PER_ADDRESS, DAY = 5, timedelta(days=1)
# How long before it begins participants are reminded.
AHEAD = timedelta(hours=24)
# Gatherings a run reminds of; letters made at once.
BATCH, CHUNK = 20, 500


class TooOften(Exception):
    """Too many were asked for from here within the hour, or for this address within the day."""


def register(row: Gathering, address: str, *, name: str, client: str, language: str, now: datetime) -> None:
    """A seat for the owner of `address` (lower case), who is asked by mail. TooOften past the limits;
    WrongState where there is no seat.

    The same for a known and an unknown address, so that nobody learns who comes: where all seats are taken
    both are refused, and whoever has one gets its link all the same.
    """
    asked = count("gathering-client", client, window=HOUR, now=now)
    if asked > PER_CLIENT or count("gathering-address", address, window=DAY, now=now) > PER_ADDRESS:
        raise TooOften
    full = gatherings.is_full(row, now=now)
    with transaction.atomic():
        person, _fresh = gatherings.take_seat(row, address=address, name=name, language=language, now=now)
        with translation.override(language):
            words = seat_words(row, link_of(person), known=person.confirmed_at is not None)
        queue(_letter(person, Purpose.NOTICE, words, until=row.ends_at), now=now)
    if full:
        raise gatherings.no_seat()


def call_off(row: Gathering, *, by: Actor, now: datetime) -> Gathering:
    """Call it off and tell everybody who had confirmed, in one transaction."""
    with transaction.atomic():
        gone = gatherings.cancel_gathering(row, by=by, now=now)
        post(_apologies(gone), now=now)
    return gone


def change(row: Gathering, what: gatherings.Invitation, *, by: Actor, now: datetime) -> Gathering:
    """Change it; where day, hour or place is another, who had confirmed is told, in one transaction."""
    with transaction.atomic():
        before = Gathering.objects.select_for_update(of=("self",)).get(pk=row.pk)
        changed = gatherings.change_gathering(before, what, by=by, now=now)
        if changed.status == GatheringStatus.OPEN and _where(changed) != _where(before):
            post(_moves(changed), now=now)
    return changed


def mind_gatherings(now: datetime) -> int:
    """What the clock asks of gatherings: reminders, and seats that nobody confirmed."""
    return remind_participants(now) + free_seats(now)


def remind_participants(now: datetime) -> int:
    """Gatherings that begin within a day, each reminded of once; says how many. Safe when two run at once."""
    due = Gathering.objects.filter(
        status=GatheringStatus.OPEN, reminded_at=None, starts_at__gt=now, starts_at__lte=now + AHEAD
    )
    return sum(_remind(row, now) for row in list(due.order_by("starts_at", "pk")[:BATCH]))


def free_seats(now: datetime) -> int:
    """Seats that nobody confirmed within two days."""
    return gatherings.free_unconfirmed(now=now, limit=CHUNK)


def forget_participants(now: datetime) -> int:
    """Who came to gatherings that are over."""
    before = kept_until("gathering_participant", now=now)
    return gatherings.forget_participants(before=before, limit=20_000)


def token_of(person: Participant) -> str:
    """What stands in links: who holds a mail of ours may confirm and give back this seat, nothing else."""
    return _signer().sign(person.ref)


def by_token(token: str) -> Participant | None:
    """None where the seat was given back; LookupError where the token is none of ours."""
    try:
        ref = _signer().unsign(token)
    except BadSignature as error:
        raise LookupError(token) from error
    return Participant.objects.filter(ref=ref).select_related("gathering__hub").first()


def link_of(person: Participant) -> str:
    return f"{settings.BASE_URL}/inovasi/kegiatan/pendaftaran/{token_of(person)}/"


def _remind(row: Gathering, now: datetime) -> int:
    with transaction.atomic():
        if not Gathering.objects.filter(pk=row.pk, reminded_at=None).update(reminded_at=now):
            return 0
        post(_reminders(row), now=now)
    return 1


def _reminders(row: Gathering) -> Iterator[tuple[Letter, Fate, str]]:
    for person in _confirmed(row):
        with translation.override(person.language):
            words = reminder_words(row, link_of(person))
        yield _letter(person, Purpose.REMINDER, words, until=row.starts_at), Fate.QUEUED, ""


def _where(row: Gathering) -> tuple[object, ...]:
    return row.starts_at, row.ends_at, row.place


def _moves(row: Gathering) -> Iterator[tuple[Letter, Fate, str]]:
    for person in _confirmed(row):
        with translation.override(person.language):
            words = moved_words(row, link_of(person))
        yield _letter(person, Purpose.NOTICE, words, until=row.ends_at), Fate.QUEUED, ""


def _apologies(row: Gathering) -> Iterator[tuple[Letter, Fate, str]]:
    for person in _confirmed(row):
        with translation.override(person.language):
            words = cancelled_words(row)
        yield _letter(person, Purpose.NOTICE, words, until=row.ends_at), Fate.QUEUED, ""


def _confirmed(row: Gathering) -> Iterator[Participant]:
    living = Participant.objects.filter(gathering=row, confirmed_at__isnull=False)
    return living.order_by("pk").iterator(chunk_size=CHUNK)


def _letter(person: Participant, purpose: Purpose, words: Words, *, until: datetime) -> Letter:
    return Letter(
        purpose,
        Person.READER,
        Channel.EMAIL,
        person.address,
        words,
        language=person.language,
        expires_at=until,
    )


def _signer() -> Signer:
    return Signer(salt="lapor.gathering")
