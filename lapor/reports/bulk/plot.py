"""One invented history: acts by the lifecycle's own table, at moments of their own, without a database.

Agencies and officers stand for what they will be in each copy: a number of `Slot`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from random import Random

from lapor.reports import lifecycle
from lapor.reports.bulk import wording
from lapor.reports.bulk.offices import Pool
from lapor.reports.models import Event
from lapor.reports.states import OPEN, Act, Closing, MessageKind, ReportClass, Status
from lapor.reports.table import Row, To
from lapor.sla import calendar
from lapor.sla.rules import Step, rule_for
from lapor.sla.zones import NATIONAL

# Acts happen between these hours (WIB), so that a copy three hours later falls on the same day everywhere.
OPENS, SHUTS = 5, 17.5
SHIFT = timedelta(hours=3)


class Slot(IntEnum):
    """Who takes part: the lead, the second lead after a referral, one added, and units of the leads."""

    LEAD = 1
    SECOND = 2
    ADDED = 3
    UNIT = 4
    SECOND_UNIT = 5


TOP = {Slot.UNIT: Slot.LEAD, Slot.SECOND_UNIT: Slot.SECOND}
UNIT_OF = {top: unit for unit, top in TOP.items()}


class Over(Exception):
    """The next thing would happen after the present: the history stops here."""


@dataclass
class Hold:
    """A disposition."""

    agency: Slot
    holder: Slot
    lead: bool
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Said:
    """A text that belongs to an event."""

    event: Event
    kind: MessageKind
    text: str


@dataclass(frozen=True)
class Told:
    """When the reporter was told of a final answer, or could not be; `after` this event."""

    after: Event
    at: datetime
    reached: bool


@dataclass
class Drafted:
    event: Event
    text: str
    final: bool
    state: str = "waiting"
    decided_at: datetime | None = None


@dataclass
class Objected:
    level: str
    raised_at: datetime
    decided_at: datetime | None = None
    upheld: bool | None = None


@dataclass
class Facts:
    """Columns of the report's row that acts write."""

    report_class: str = ReportClass.COMPLAINT
    supervision: bool | None = None
    closing: str = ""
    rating: int | None = None
    channel: str = "web"
    anonymous: bool = False
    secret: bool = False
    verified_at: datetime | None = None
    disposed_at: datetime | None = None
    first_answer_at: datetime | None = None
    answered_at: datetime | None = None
    told_at: datetime | None = None
    reminded_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: bool = False
    agency_referrals: int = 0
    unit_referrals: int = 0


@dataclass
class Plot:
    """The history as far as it has come; `at` is its present, `until` that of the whole."""

    number: int
    draw: Random
    pools: dict[Slot, Pool]
    at: datetime
    until: datetime
    # Contacts: "", "email", "phone", "both"; whether confirmed, and so can be told.
    contact: str = ""
    reachable: bool = False
    status: str = ""
    facts: Facts = field(default_factory=Facts)
    events: list[Event] = field(default_factory=list)
    tellings: list[Told] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    drafts: list[Drafted] = field(default_factory=list)
    objections: list[Objected] = field(default_factory=list)
    into: Plot | None = None
    lead: Slot | None = None
    unit: Slot | None = None
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        self.received = self.at
        self.topic = wording.draw_topic(self.draw)
        self.title = self.text = ""

    def chance(self, share: float) -> bool:
        return self.draw.random() < share

    def pick(self, shares: dict[str, float]) -> str:
        return self.draw.choices(list(shares), list(shares.values()))[0]

    def wait(self, days: float, spread: float = 0.7) -> None:
        """So many days in the median pass; Over when that is beyond the present."""
        self.reach(self.at + timedelta(days=days * self.draw.lognormvariate(0, spread)))

    def soon(self, minutes: int = 10) -> None:
        """A few minutes pass."""
        self._to(self.at + timedelta(minutes=1 + self.draw.random() * minutes))

    def reach(self, moment: datetime) -> None:
        """That moment comes, or the next one at which somebody is up."""
        local = moment.astimezone(NATIONAL)
        hour = local.hour + local.minute / 60
        if not OPENS <= hour < SHUTS:
            day = local + timedelta(days=hour >= SHUTS)
            begin = day.replace(hour=OPENS, minute=0, second=0, microsecond=0)
            moment = begin + timedelta(hours=self.draw.random() * (SHUTS - OPENS))
        self._to(moment)

    def _to(self, moment: datetime) -> None:
        if moment + SHIFT > self.until:
            raise Over
        self.at = moment.replace(microsecond=0)

    def do(
        self,
        act: Act,
        who: str,
        *,
        seat: Slot | None = None,
        agency: Slot | None = None,
        variant: str = "",
        stay: bool = False,
        closing: str = "",
        **facts: str | int | bool,
    ) -> Event:
        """One act now. `seat`: where the officer sits who does it; `agency`: whom it concerns."""
        row = self._row(act, variant)
        origin = self.status if row.come_from else ""
        if not stay:
            self.status = self._target(row)
        more = {name: value for name, value in (("variant", row.variant), ("closing", closing)) if value}
        event = Event(
            pk=len(self.events) + 1,
            act=act,
            from_status=origin,
            to_status=self.status,
            at=self.at,
            role=who,
            agency_id=agency or seat,
            facts=facts | more,
        )
        self.events.append(event)
        if self.status != origin and self.status in (Status.CLOSED, Status.ARCHIVED, Status.WITHDRAWN):
            self._end(closing or row.variant)
        elif self.status in OPEN:
            self.ended_at = None
        return event

    def say(self, event: Event, kind: MessageKind, text: str) -> None:
        self.said.append(Said(event, kind, text))

    def tell(self, *, reached: bool) -> None:
        """The reporter was told of the final answer, or nobody could."""
        self.tellings.append(Told(self.events[-1], self.at, reached))
        self.facts.told_at, self.facts.reminded_at = (self.at if reached else None), None

    def hold(self, agency: Slot, *, lead: bool) -> None:
        self.holds.append(Hold(agency, agency, lead, self.at))

    def let_go(self) -> None:
        """Nobody holds the report any more."""
        for one in self.holds:
            one.until = one.until or self.at
        self.lead = self.unit = None

    def ends(self, step: Step) -> datetime:
        """The morning after a clock of this step is over that starts now."""
        pool = self.pools[self.lead] if self.lead else None
        rule = rule_for(
            step,
            report_class=self.facts.report_class,
            supervision=self.facts.supervision,
            received=self.received,
        )
        zone, region = (pool.zone, pool.region) if pool else (NATIONAL, None)
        due = calendar.due(self.at, rule, zone=zone, region=region)
        if due is None:
            raise LookupError(f"{step} does not end")
        return due + timedelta(seconds=1)

    def _end(self, closing: str) -> None:
        self.facts.closed_at = self.ended_at = self.at
        self.facts.closing = closing if self.status == Status.CLOSED else ""
        if self.status == Status.CLOSED and closing not in Closing.values:
            raise ValueError(closing)

    def _row(self, act: Act, variant: str) -> Row:
        for row in lifecycle.TABLE:
            here = not row.come_from or self.status in row.come_from
            if row.act is act and here and variant in ("", row.variant):
                return row
        raise LookupError(f"{act} {variant} from {self.status}")

    def _target(self, row: Row) -> str:
        if row.to in (To.SAME, To.ANY):
            return self.status
        if row.to is To.BEFORE:
            away = Act.MERGE if row.act is Act.UNMERGE else Act.POSTPONE
            return next(event.from_status for event in reversed(self.events) if event.act == away)
        return str(row.to)
