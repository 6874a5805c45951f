"""Roll-up of the ping-pong ledger: per agency or unit and month, what it got, gave back, and the days lost.

A month of a top agency is counted anew as a whole, with all units below it, from the dispositions of that
month and the events of their reports, in the worker. Counting twice gives the same rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby, islice

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import TruncMonth

from lapor.indicators.facts import day_of
from lapor.indicators.models import ReferralFacts, Return, StaleReferrals
from lapor.registry.models import Agency
from lapor.reports import ledger
from lapor.reports.ledger import Move, Standstill
from lapor.reports.models import Disposition, Event, Pause, Report
from lapor.sla.zones import NATIONAL

CHUNK = 1000


@dataclass
class Tally:
    """The sums of one agency or unit in one month."""

    received: int = 0
    twice: int = 0
    lost: Counter[str] = field(default_factory=Counter)


def mark_moved(event: Event) -> None:
    """A reaction to every transfer: the months in which agencies got this report are to be counted again."""
    held = Disposition.objects.filter(report=event.report_id).values_list("agency_id", "since")
    _mark({(top, month_of(since)) for top, since in held})


def mark_all() -> None:
    """Have everything counted again: after an import, or to build the roll-up anew."""
    _mark_held(Disposition.objects.all(), ReferralFacts.objects.all())


def mark_agencies(tops: Iterable[int]) -> None:
    """Have all months of these top agencies counted again: after a unit was hung from one to another."""
    _mark_held(Disposition.objects.filter(agency__in=tops), ReferralFacts.objects.filter(top__in=tops))


def _mark_held(held: QuerySet[Disposition], counted: QuerySet[ReferralFacts]) -> None:
    """Months in which reports came, and months that were counted once."""
    months = held.annotate(month=TruncMonth("since", tzinfo=NATIONAL)).order_by()
    pairs = {(top, moment.date()) for top, moment in months.values_list("agency_id", "month").distinct()}
    _mark(pairs | set(counted.order_by().values_list("top_id", "month").distinct()))


def month_of(moment: datetime) -> date:
    """The first day of the month, by the clock of Jakarta."""
    return day_of(moment).replace(day=1)


def roll_up(*, most: int = 400) -> int:
    """Count up to `most` stale months again; says how many. Two at once share the work (skip locked)."""
    done = 0
    while done < most and _next_month():
        done += 1
    return done


def count_month(top: Agency, month: date) -> None:
    """Replace the rows of one month of a top agency and all below it."""
    tallies: dict[int, Tally] = defaultdict(Tally)
    returns: list[Return] = []
    reports = _reports_of(top, month)
    while chunk := tuple(islice(reports, CHUNK)):
        _add_up(chunk, top, month, tallies, returns)
    # Of a unit that was hung here from another agency since, what was counted there goes too.
    ReferralFacts.objects.filter(Q(top=top) | Q(agency__in=list(tallies)), month=month).delete()
    Return.objects.filter(Q(top=top, month=month) | Q(event__in=[one.event_id for one in returns])).delete()
    ReferralFacts.objects.bulk_create(
        ReferralFacts(
            agency_id=agency,
            top=top,
            month=month,
            received=one.received,
            returned=one.lost.total(),
            twice=one.twice,
            lost=sum(int(days) * number for days, number in one.lost.items()),
            lost_days=one.lost,
        )
        for agency, one in tallies.items()
    )
    Return.objects.bulk_create(returns, batch_size=CHUNK)


def _mark(pairs: Iterable[tuple[int, date]]) -> None:
    """An insert that meets a row being counted waits for it and then stands anew, so no mark is lost."""
    rows = [StaleReferrals(top_id=top, month=month) for top, month in sorted(pairs)]
    StaleReferrals.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)


@transaction.atomic
def _next_month() -> bool:
    rows = StaleReferrals.objects.select_for_update(skip_locked=True, of=("self",)).select_related("top")
    stale = rows.order_by("-month", "top").first()
    if stale is None:
        return False
    top, month = stale.top, stale.month
    stale.delete()  # before counting: an act meanwhile marks the month again
    count_month(top, month)
    return True


def _reports_of(top: Agency, month: date) -> Iterator[int]:
    start = datetime.combine(month, time(), NATIONAL)
    end = datetime.combine((month + timedelta(days=31)).replace(day=1), time(), NATIONAL)
    held = Disposition.objects.filter(agency=top, since__gte=start, since__lt=end)
    return held.order_by().values_list("report_id", flat=True).distinct().iterator(chunk_size=CHUNK)


def _add_up(
    ids: tuple[int, ...], top: Agency, month: date, tallies: dict[int, Tally], returns: list[Return]
) -> None:
    journeys = dict(_journeys(ids))
    places = ledger.places_of(move for moves in journeys.values() for move in moves)
    stood = _standstills(ids)
    for report, moves in journeys.items():
        for move in _of_month(moves, top, month):
            if not move.back:
                for place in {move.target or top.pk, *([top.pk] if move.arrives else [])}:
                    tallies[place].received += 1
            elif move.source is not None:
                spent = _days_of(move, places, stood.get(report, []))
                one = tallies[move.source]
                one.lost[str(spent)] += 1
                one.twice += move.nth == 2
                returns.append(_return(report, move.source, move, top, month, spent))


def _of_month(moves: Iterable[Move], top: Agency, month: date) -> Iterator[Move]:
    """Those that belong to a hold of this agency that began in this month."""
    for move in moves:
        if move.top == top.pk and month_of(move.at if move.arrives else move.held_since or move.at) == month:
            yield move


def _days_of(move: Move, places: Mapping[int, Agency], stood: list[Standstill]) -> int:
    """An agency answers for all the time since it got the report, a unit for its own."""
    since = move.since if move.from_unit else move.held_since
    return ledger.days(since, move.at, ledger.place_of(move.source, places), stood) or 0


def _return(report: int, source: int, move: Move, top: Agency, month: date, spent: int) -> Return:
    return Return(
        event_id=move.event,
        report_id=report,
        agency_id=source,
        top=top,
        month=month,
        at=move.at,
        days=spent,
        nth=move.nth,
    )


def _journeys(ids: tuple[int, ...]) -> Iterator[tuple[int, list[Move]]]:
    """The moves of each report. Two queries."""
    received = dict(Report.objects.filter(pk__in=ids).values_list("pk", "received"))
    events = ledger.events_of(ids)
    for report, own in groupby(events, key=lambda event: event.report_id):
        yield report, ledger.walk(received[report], own)


def _standstills(ids: tuple[int, ...]) -> dict[int, list[Standstill]]:
    stood: dict[int, list[Standstill]] = defaultdict(list)
    for report, begun, ended in Pause.objects.filter(report__in=ids).values_list(
        "report_id", "started_at", "ended_at"
    ):
        stood[report].append((begun, ended))
    return stood
