"""Stores a batch of reports in one transaction: safe beside another import, cheap to repeat after a crash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.db import IntegrityError, connection, transaction

from lapor.accounts.models import Identity
from lapor.reports.importing.making import Made
from lapor.reports.models import (
    Deadline,
    Disposition,
    Event,
    Message,
    Pause,
    Publication,
    Report,
    TextVersion,
)
from lapor.sla.zones import NATIONAL

# Imports take turns, batch by batch.
_TURN = 0x1A903
_TRIES = 3

Stored = Callable[[set[date]], None]


def known(ids: Sequence[int]) -> set[int]:
    """Which of these tracking ids are taken already."""
    return set(Report.objects.filter(pk__in=ids).values_list("pk", flat=True))


def store(batch: Sequence[Made], stored: Stored) -> int:
    """Store those that are not there yet; says how many. `stored` gets their days, inside the transaction.

    A report filed meanwhile under one of these ids makes the whole batch start anew.
    """
    for _ in range(_TRIES - 1):
        try:
            return _store(batch, stored)
        except IntegrityError:
            continue
    return _store(batch, stored)


@transaction.atomic
def _store(batch: Sequence[Made], stored: Stored) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
    taken = known([made.report.pk for made in batch])
    new = [made for made in batch if made.report.pk not in taken]
    if not new:
        return 0
    named = [(made.report, made.identity) for made in new if made.identity]
    Identity.objects.bulk_create([identity for _report, identity in named])
    for report, identity in named:
        report.identity = identity
    Report.objects.bulk_create([made.report for made in new])
    Event.objects.bulk_create([made.event for made in new])
    TextVersion.objects.bulk_create([version for made in new for version in made.versions])
    Disposition.objects.bulk_create([made.disposition for made in new if made.disposition])
    Publication.objects.bulk_create([made.publication for made in new if made.publication])
    _store_words(new)
    stored({made.report.received.astimezone(NATIONAL).date() for made in new})
    return len(new)


def _store_words(new: Sequence[Made]) -> None:
    messages = [made.message for made in new if made.message]
    for message in messages:
        message.event_id = message.event.pk
    Message.objects.bulk_create(messages)
    Deadline.objects.bulk_create([deadline for made in new for deadline in made.deadlines])
    Pause.objects.bulk_create([made.pause for made in new if made.pause])
