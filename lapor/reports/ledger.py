"""The ping-pong ledger: where a report was sent, from whom, and how many working days that took.

Computed from events, for an event holds for ever what a disposition's row forgets. `walk` is the one reading
of the journey: the desk's table and the figures of oversight (`indicators.referrals`) both stand on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from lapor.registry.models import Agency
from lapor.reports.access import Sight
from lapor.reports.models import Event, Message, Report
from lapor.reports.rights import Who
from lapor.reports.states import Act, MessageKind, Status
from lapor.sla.calendar import working_days_between
from lapor.sla.zones import NATIONAL

WITH_VERIFIER = frozenset({Status.RECEIVED, Status.VERIFIED})
MOVES = frozenset({Act.DISPOSE, Act.DISPOSE_TO_UNIT, Act.ADD_AGENCY, Act.REFER_BACK})
# From when the report stood still until it went on; None while it still stands.
Standstill = tuple[datetime, datetime | None]


@dataclass(frozen=True)
class Move:
    """One transfer. Places are ids of agencies or units; None is the national verifier.

    `since`: when the report came to `source` (None: it leaves nobody, an agency is added). `held_since`: when
    the agency at the top of that line got it. `back`: bukan wewenang. `lost`: the time at `source` brought
    the report no nearer to an answer, for it came back, or waited to be sent out once more. `nth`: which
    referral of its level this is (units of one agency; leads); 0 for an added agency that leaves.
    """

    event: int
    act: Act
    at: datetime
    source: int | None
    target: int | None
    since: datetime | None = None
    held_since: datetime | None = None
    top: int | None = None
    back: bool = False
    lost: bool = False
    nth: int = 0

    @property
    def arrives(self) -> bool:
        """Whether an agency gets the report with it, from outside."""
        return self.act in (Act.DISPOSE, Act.ADD_AGENCY, Act.IMPORT)

    @property
    def from_unit(self) -> bool:
        return self.back and self.target == self.top


@dataclass(frozen=True)
class Transfer:
    """One line of the ledger as it is shown. `days`: working days at `source`, by the calendar there.

    Empty names stand for the national verifier; `reason` is empty where the reader may not read officers'
    words or they were redacted.
    """

    at: datetime
    act: Act
    source: str
    target: str
    days: int | None
    lost: bool
    back: bool
    reason: str


@dataclass
class _Hold:
    """An agency's time with the report, and where in the agency it lies now."""

    here: int
    since: datetime
    held_since: datetime
    waits: bool = False  # a unit gave it back: it waits to be sent out again
    lead: bool = True
    moves: list[int] = field(default_factory=list)


class _Walk:
    """The journey so far."""

    def __init__(self, received: datetime) -> None:
        self.received = received
        self.moves: list[Move] = []
        self.holds: dict[int, _Hold] = {}
        self.with_verifier: datetime | None = None
        # Referrals by leads (None) and, for each agency, by its units.
        self.referred: Counter[int | None] = Counter()

    def take(self, event: Event) -> None:
        act, at = Act(event.act), event.at
        if act in MOVES and event.agency is not None:
            _STEPS[act](self, event, event.agency.lineage()[0])
        elif act is Act.IMPORT and event.agency is not None:  # since when nobody knows: from its receipt
            here, top = event.agency.pk, event.agency.lineage()[0]
            self.holds[top] = _Hold(here, self.received, self.received)
            self.moves.append(Move(event.pk, act, self.received, None, here, top=top))
        if event.to_status in WITH_VERIFIER and (
            self.with_verifier is None or event.from_status not in WITH_VERIFIER | {Status.POSTPONED}
        ):
            self.with_verifier = at

    def dispose(self, event: Event, top: int) -> None:
        unit = event.facts.get("unit")
        here = unit if isinstance(unit, int) else top
        self._add(event, None, here, since=self.with_verifier, top=top, lost=self.referred[None] > 0)
        self.holds = {top: _Hold(here, event.at, event.at)}
        self.with_verifier = None

    def add(self, event: Event, top: int) -> None:
        lead = next((place for place, hold in self.holds.items() if hold.lead), None)
        self._add(event, lead if event.role == Who.COORDINATOR else None, top, top=top)
        self.holds[top] = _Hold(top, event.at, event.at, lead=False)

    def to_unit(self, event: Event, top: int) -> None:
        hold = self.holds.get(top)
        if hold is None or event.agency is None:
            return
        self._add(event, hold.here, event.agency.pk, since=hold.since, top=top, lost=hold.waits, of=hold)
        hold.here, hold.since, hold.waits = event.agency.pk, event.at, False

    def back(self, event: Event, top: int) -> None:
        hold = self.holds.get(top)
        if hold is None:
            return
        if event.facts.get("variant") == "unit":
            self.referred[top] += 1
            self._back(event, hold.here, top, hold, self.referred[top])
            hold.here, hold.since, hold.waits = top, event.at, True
        elif hold.lead:
            self.referred[None] += 1
            self._leave(event, top, None, hold, self.referred[None])
            self.holds = {}
        else:
            lead = next((place for place, other in self.holds.items() if other.lead), None)
            self._leave(event, top, lead, hold, 0)
            del self.holds[top]

    def _leave(self, event: Event, top: int, target: int | None, hold: _Hold, nth: int) -> None:
        """The agency was the wrong one, so all sending about within it was lost too."""
        for index in hold.moves:
            self.moves[index] = replace(self.moves[index], lost=True)
        self._back(event, top, target, hold, nth)

    def _back(self, event: Event, source: int, target: int | None, hold: _Hold, nth: int) -> None:
        top = source if event.agency is None else event.agency.lineage()[0]
        self._add(event, source, target, since=hold.since, top=top, lost=True, of=hold, back=True, nth=nth)

    def _add(
        self,
        event: Event,
        source: int | None,
        target: int | None,
        *,
        top: int,
        since: datetime | None = None,
        lost: bool = False,
        back: bool = False,
        nth: int = 0,
        of: _Hold | None = None,
    ) -> None:
        if of is not None:
            of.moves.append(len(self.moves))
        held = of.held_since if of else None
        move = Move(event.pk, Act(event.act), event.at, source, target, since, held, top, back, lost, nth)
        self.moves.append(move)


_STEPS = {
    Act.DISPOSE: _Walk.dispose,
    Act.ADD_AGENCY: _Walk.add,
    Act.DISPOSE_TO_UNIT: _Walk.to_unit,
    Act.REFER_BACK: _Walk.back,
}


def walk(received: datetime, events: Iterable[Event]) -> list[Move]:
    """The transfers of one report, oldest first, from its events in order with their agencies. No query."""
    journey = _Walk(received)
    for event in events:
        journey.take(event)
    return journey.moves


def transfers(report: Report, seen: Sight) -> list[Transfer]:
    """The ledger of one report as far as this sight covers it. Four queries, none where places are hidden."""
    if not seen.place:
        return []
    moves = walk(report.received, events_of([report.pk]))
    places = places_of(moves)
    stood = list(report.pauses.values_list("started_at", "ended_at"))
    reasons = _reasons(moves) if seen.office else {}
    return [
        Transfer(
            at=move.at,
            act=move.act,
            source=_name(move.source, places),
            target=_name(move.target, places),
            days=days(move.since, move.at, place_of(move.source, places), stood),
            lost=move.lost,
            back=move.back,
            reason=reasons.get(move.event, ""),
        )
        for move in moves
    ]


def events_of(reports: Iterable[int]) -> QuerySet[Event]:
    """The events that `walk` reads, report by report, in order."""
    events = Event.objects.filter(report__in=reports, act__in=(*MOVES, *_ARRIVALS))
    return events.select_related("agency").order_by("report", "id")


def places_of(moves: Iterable[Move]) -> dict[int, Agency]:
    """The agencies and units of these moves and the agencies above them, with their regions. One query."""
    ids = {place for move in moves for place in (move.source, move.target, move.top) if place}
    return Agency.objects.select_related("region").in_bulk(ids) if ids else {}


def place_of(place: int | None, places: Mapping[int, Agency]) -> Agency | None:
    """The agency whose calendar counts: a unit without a region of its own has that of the top one."""
    found = places.get(place) if place else None
    return found if found is None or found.region else places.get(found.top_id(), found)


def days(
    since: datetime | None, until: datetime, place: Agency | None, stood: Sequence[Standstill] = ()
) -> int | None:
    """Working days from `since` to `until` at that place, less those in which the report stood still."""
    if since is None:
        return None
    region = place.region if place else None
    zone = ZoneInfo(region.timezone) if region else NATIONAL

    def between(a: datetime, b: datetime) -> int:
        return max(0, working_days_between(_day(a, zone), _day(b, zone), region.code if region else None))

    still = sum(between(max(since, begun), min(until, ended or until)) for begun, ended in stood)
    return max(0, between(since, until) - still)


_ARRIVALS = (
    Act.FILE,
    Act.IMPORT,
    Act.REOPEN,
    Act.DECIDE_OBJECTION,
    Act.UNMERGE,
)


def _reasons(moves: Sequence[Move]) -> dict[int, str]:
    said = Message.objects.filter(event__in=[move.event for move in moves if move.back])
    return dict(said.filter(kind=MessageKind.REFERRAL).values_list("event_id", "text"))


def _name(place: int | None, places: Mapping[int, Agency]) -> str:
    found = places.get(place) if place else None
    return found.name if found else ""


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
