"""Every clock of a report counted again from what is on record: its events, and when the reporter was told.

A second way to the rows that `clocks` keeps, without reading them: where the two differ, a row is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from lapor.registry.models import Agency
from lapor.registry.queries import zone_of
from lapor.reports import clocks, lifecycle
from lapor.reports.models import Event, Report, Telling
from lapor.reports.states import OPEN, Act, ReportClass, Status
from lapor.reports.table import Row, To
from lapor.sla import calendar
from lapor.sla.rules import NoRuleError, Rule, Step, rule_by_code, rule_for
from lapor.sla.zones import NATIONAL

# Whoever acts here acts on the clocks of all agencies.
_FOR_ALL = (Act.DISPOSE, Act.DECIDE_OBJECTION, Act.COMPLETE)


@dataclass(frozen=True)
class Place:
    """What of an agency its clocks depend on: the top of its line, its local time, its local holidays."""

    top: int
    zone: ZoneInfo
    region: str | None


@dataclass
class Clock:
    """A deadline as the record tells it; the fields are those of the stored row."""

    step: Step
    rule: str
    agency: int | None
    started_at: datetime
    due: datetime | None = None
    met_at: datetime | None = None
    stopped_at: datetime | None = None

    @property
    def running(self) -> bool:
        return self.met_at is None and self.stopped_at is None


@dataclass
class Counted:
    """All clocks that ever ran, oldest first, and the pauses."""

    clocks: list[Clock] = field(default_factory=list)
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)


def recount(events: Iterable[Event], told: Iterable[Telling], places: Mapping[int, Place]) -> Counted:
    """The clocks that these records of one report make. Pure: no query. `places` by agency id."""
    replay = _Replay(places)
    record: list[Event | Telling] = [*events, *told]
    for one in sorted(record, key=_turn):
        replay.telling(one) if isinstance(one, Telling) else replay.event(one)
    return replay.counted


def recount_of(report: Report) -> Counted:
    """The same for a stored report. Three queries, and one per agency that lies in no region of its own."""
    events = list(report.events.select_related("agency__region").order_by("id"))
    return recount(events, report.tellings.order_by("id"), _places(events))


def _places(events: Sequence[Event]) -> dict[int, Place]:
    agencies = {event.agency for event in events if event.agency}
    tops = {agency.top_id() for agency in agencies} - {agency.pk for agency in agencies}
    agencies |= set(Agency.objects.filter(pk__in=tops).select_related("region"))
    return {
        one.pk: Place(one.top_id(), zone_of(one), one.region.code if one.region else None) for one in agencies
    }


def _turn(one: Event | Telling) -> tuple[int, int]:
    """The order in which things were recorded: moments may coincide."""
    return (one.after_id, one.pk) if isinstance(one, Telling) else (one.pk, 0)


class _Replay:
    """A report as far as its clocks are concerned, taken through its record from the first entry on."""

    def __init__(self, places: Mapping[int, Place]) -> None:
        self.counted = Counted()
        self._places = places
        self._lead: int | None = None
        self._status = ""
        self._class = ""
        self._supervision: bool | None = None
        self._received: datetime | None = None

    def event(self, event: Event) -> None:
        row = _row_of(event)
        self._status = event.to_status
        self._note_class(event)
        if row.act is Act.IMPORT:
            self._imported(event)
        else:
            self._moved(row, event)
        self._note_lead(event)
        if row.act in (Act.VERIFY, Act.CLASSIFY):
            self._sorted_anew()
        self._count_again()

    def telling(self, telling: Telling) -> None:
        self._start(Step.QUIET, telling.at, None)

    def _moved(self, row: Row, event: Event) -> None:
        if _stays(row, event):
            self._meet(row.meets + row.stops, event)
            return
        if row.ends:
            self._stop([c for c in self._running() if c.step is not Step.RECOMMENDATION_RESPONSE], event.at)
            self._resume(event.at)
        self._meet(row.meets, event)
        self._stop(self._running(*row.stops) if row.stops else [], event.at)
        if row.resumes and self._status != Status.POSTPONED:
            self._resume(event.at)
        if row.pauses:
            self._pause(event.at)
        for step in row.continues:
            self._continue(step)
        for step in row.starts:
            since = self._since() if step in clocks.FROM_FILING else event.at
            self._start(step, since, self._owner(step, event))

    def _imported(self, event: Event) -> None:
        self._lead = self._top(event)
        starts = clocks.of_import(
            self._status, at_agency=self._lead is not None, received=self._since(), now=event.at
        )
        if self._status == Status.POSTPONED:
            self._pause(self._since())
        for step, since in starts:
            self._start(step, since, self._owner(step, event))

    def _sorted_anew(self) -> None:
        """The class decides clocks that count from filing: their rule is looked up anew, or they go."""
        for step in clocks.FROM_FILING:
            running, rule = self._running(step), self._rule(step)
            if not running:
                self._start(step, self._since(), None)
            elif rule is None:
                self.counted.clocks = [clock for clock in self.counted.clocks if clock is not running[0]]
            else:
                running[0].rule = rule.code

    def _start(self, step: Step, at: datetime, agency: int | None) -> None:
        rule = self._rule(step)
        if rule is None:
            return
        self._stop([clock for clock in self._running(step) if clock.agency == agency], at)
        clock = Clock(step, rule.code, agency, at)
        clock.due = self._due(clock)
        self.counted.clocks.append(clock)

    def _continue(self, step: Step) -> None:
        last = [clock for clock in self.counted.clocks if clock.step is step and clock.met_at is None]
        if last:
            last[-1].stopped_at = None
        else:
            self._start(step, self._since(), None)

    def _count_again(self) -> None:
        for clock in self._running():
            clock.due = self._due(clock)

    def _due(self, clock: Clock) -> datetime | None:
        place = self._places.get(clock.agency or self._lead or 0)
        return calendar.due(
            clock.started_at,
            rule_by_code(clock.rule),
            zone=place.zone if place else NATIONAL,
            region=place.region if place else None,
            pauses=[] if clock.step in clocks.UNPAUSED else self.counted.pauses,
        )

    def _rule(self, step: Step) -> Rule | None:
        try:
            return rule_for(
                step, report_class=self._class, supervision=self._supervision, received=self._since()
            )
        except NoRuleError:
            return None

    def _running(self, *steps: Step) -> list[Clock]:
        return [c for c in self.counted.clocks if c.running and (not steps or c.step in steps)]

    def _meet(self, steps: tuple[Step, ...], event: Event) -> None:
        mine = None if event.agency_id is None or event.act in _FOR_ALL else self._top(event)
        for clock in self._running(*steps) if steps else []:
            if mine is None or clock.agency == mine:
                clock.met_at = event.at

    def _stop(self, running: list[Clock], at: datetime) -> None:
        for clock in running:
            clock.stopped_at = at

    def _pause(self, at: datetime) -> None:
        if not any(ends is None for _begins, ends in self.counted.pauses):
            self.counted.pauses.append((at, None))

    def _resume(self, at: datetime) -> None:
        self.counted.pauses = [(begins, ends or at) for begins, ends in self.counted.pauses]

    def _note_class(self, event: Event) -> None:
        facts = event.facts
        if "received" in facts:
            self._received = datetime.fromisoformat(facts["received"])
        self._class = facts.get("report_class", self._class)
        self._supervision = facts.get("supervision", self._supervision)
        if event.act != Act.IMPORT and self._class != ReportClass.COMPLAINT:
            self._supervision = None

    def _note_lead(self, event: Event) -> None:
        """With whom the report lies after the act; a report at the national verifier lies with nobody."""
        if event.act == Act.DISPOSE:
            self._lead = self._top(event)
        elif event.act != Act.IMPORT and event.to_status != event.from_status:
            back = event.to_status in (Status.VERIFIED, Status.RECEIVED) and event.act in (
                Act.REFER_BACK,
                Act.REOPEN,
                Act.DECIDE_OBJECTION,
            )
            self._lead = None if back else self._lead

    def _owner(self, step: Step, event: Event) -> int | None:
        if step not in clocks.OF_AGENCY:
            return None
        return self._top(event) if event.act in (Act.DISPOSE, Act.ADD_AGENCY) else self._lead

    def _top(self, event: Event) -> int | None:
        return self._places[event.agency_id].top if event.agency_id else None

    def _since(self) -> datetime:
        if self._received is None:
            raise ValueError("no event says when this report was received")
        return self._received


def _row_of(event: Event) -> Row:
    """The row of the lifecycle's table that this event went by."""
    variant = event.facts.get("variant", "")
    for row in lifecycle.TABLE:
        passed_on = "successor_of" in event.facts  # by the closing of a unit, in whatever state it was
        here = not row.come_from or passed_on or event.from_status in row.come_from
        if row.act == event.act and row.variant == variant and here:
            return row
    raise LookupError(f"event {event.pk}: no row for {event.act} {variant} from {event.from_status}")


def _stays(row: Row, event: Event) -> bool:
    """Whether an added agency acted: the report stayed where its lead has it."""
    moves = row.to not in tuple(To) and row.to in OPEN
    return moves and bool(row.come_from) and event.to_status != row.to
