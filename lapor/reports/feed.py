"""All events in one stable order that a reader can follow without missing any, however many write at once.

An event's number is drawn before its act is committed, so a reader that remembers a number passes over what
is committed later under a smaller one. Here the order is that of the writing transactions (`Event.tx`), and
only those that are older than every one still running are shown: behind them nothing can appear any more. See
docs/adr/0008.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Func, Q, QuerySet

from lapor.accounts.actors import Actor
from lapor.reports.access import known_of, sight, visible_to
from lapor.reports.history import BESIDE, Moment, moment_of
from lapor.reports.models import Event, Report

# Events looked at in one reading, whoever asks: what an agency may see of them may be few or none.
WINDOW = 2_000


class Settled(Func):
    """The oldest transaction that still runs: all before it are committed or undone."""

    template = "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
    output_field = BigIntegerField()


@dataclass(frozen=True)
class Told:
    """One event as the reader may see it, and the report that it is of."""

    moment: Moment
    report: Report


@dataclass(frozen=True)
class Reading:
    """`last`: the event to go on from (None where the feed is empty); `more`: there is more to read now."""

    items: list[Told]
    last: int | None
    more: bool


class UnknownPlace(ValueError):
    """There is no event of that number to go on from."""


def read(actor: Actor, *, after: int | None, limit: int, now: datetime) -> Reading:
    """The next events in the actor's working scope, oldest first; `after`: the event read last.

    A fixed number of queries over at most WINDOW events. UnknownPlace for a number made up.
    """
    rows = list(_following(after).values_list("pk", "report_id")[:WINDOW])
    mine = set(
        visible_to(actor).filter(pk__in={report for _event, report in rows}).values_list("pk", flat=True)
    )
    chosen = [event for event, report in rows if report in mine][: limit + 1]
    full = len(chosen) > limit
    told = _told(chosen[:limit], actor, now)
    last = chosen[limit - 1] if full else rows[-1][0] if rows else after
    return Reading(told, last, more=full or len(rows) == WINDOW)


def newest() -> int | None:
    """The event after which all that comes is new."""
    return _settled().order_by("-tx", "-id").values_list("pk", flat=True).first()


def _settled() -> QuerySet[Event]:
    return Event.objects.filter(tx__lt=Settled())


def _following(after: int | None) -> QuerySet[Event]:
    events = _settled().exclude(act__in=BESIDE).order_by("tx", "id")
    if after is None:
        return events
    place = Event.objects.filter(pk=after).values_list("tx", flat=True).first()
    if place is None:
        raise UnknownPlace
    return events.filter(Q(tx__gt=place) | Q(tx=place, pk__gt=after), tx__gte=place)


def _told(ids: list[int], actor: Actor, now: datetime) -> list[Told]:
    events = Event.objects.filter(pk__in=ids)
    events = events.select_related("agency", "report__identity", "report__split_from__identity")
    by_id = {event.pk: event for event in events.prefetch_related("messages__attachments")}
    known = known_of([event.report for event in by_id.values()], actor, now=now)
    told = []
    for event in (by_id[number] for number in ids):
        moment = moment_of(event, sight(event.report, actor, now=now, known=known))
        if moment:
            told.append(Told(moment, event.report))
    return told
