"""Histories as rows: each is a mold, copied many times a few minutes apart. Clocks are those of `recounting`.

Counted once for a mold, due dates hold for all its copies: these fall on the same days, at agencies of the
same zone and calendar.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from lapor.registry.models import Agency
from lapor.reports import clocks, stages
from lapor.reports.bulk.lives import live
from lapor.reports.bulk.offices import Pool
from lapor.reports.bulk.plot import OPENS, SHIFT, SHUTS, TOP, Plot, Slot
from lapor.reports.lifecycle import BESIDE
from lapor.reports.masking import mask
from lapor.reports.models import Deadline, Event, Report, Telling
from lapor.reports.recounting import Clock, Counted, Place, recount
from lapor.reports.states import OPEN, PUBLIC_MESSAGES, Act
from lapor.sla.escalation import Audience
from lapor.sla.rules import Step
from lapor.sla.zones import NATIONAL

# Merged reports look this far back for one of the same matter.
NEIGHBOURS = 400
# Fewer on Saturdays and Sundays, more on Mondays.
_WEEK = (1.25, 1.15, 1.1, 1.05, 1.0, 0.65, 0.6)


@dataclass
class Rows:
    """What is copied into the temporary tables, by table."""

    tables: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)

    def add(self, table: str, *values: Any) -> None:
        self.tables.setdefault(table, []).append(values)


def plots(
    number: int, pools: Sequence[Pool], *, begin: date, until: datetime, backlog: float, seed: int
) -> Iterator[Plot]:
    """So many histories, filed in the order of time between `begin` and `until`."""
    draw = Random(seed)  # noqa: S311 - invented reports need no secret chance
    around: deque[Plot] = deque(maxlen=NEIGHBOURS)
    weights = [pool.weight for pool in pools]
    for place, moment in enumerate(_moments(number, begin, until, draw), start=1):
        plot = Plot(place, draw, _slots(pools, weights, draw), moment, until)
        live(plot, backlog=backlog, others=around)
        around.append(plot)
        yield plot


def _moments(number: int, begin: date, until: datetime, draw: Random) -> list[datetime]:
    """More in later years, fewer at week-ends, by day only; none so late that a copy would lie ahead."""
    last = (until - SHIFT).astimezone(NATIONAL)
    days = [begin + timedelta(days=one) for one in range((last.date() - begin).days + 1)]
    growth = [(1 + place / len(days)) * _WEEK[day.weekday()] for place, day in enumerate(days)]
    found = []
    for day in draw.choices(days, growth, k=number):
        hour = OPENS + draw.betavariate(2, 2.4) * (SHUTS - OPENS)
        start = datetime(day.year, day.month, day.day, tzinfo=NATIONAL)
        found.append(min(start + timedelta(seconds=int(hour * 3600)), last).replace(microsecond=0))
    return sorted(found)


def _slots(pools: Sequence[Pool], weights: Sequence[float], draw: Random) -> dict[Slot, Pool]:
    """Three pools apart, so that no agency meets itself; all alike where there is one pool only."""
    chosen: list[Pool] = []
    for _tries in range(20):
        pool = draw.choices(pools, weights)[0]
        if pool not in chosen:
            chosen.append(pool)
        if len(chosen) == 3:
            break
    lead, second, added = (chosen * 3)[:3]
    return {
        Slot.LEAD: lead,
        Slot.SECOND: second,
        Slot.ADDED: added,
        Slot.UNIT: lead,
        Slot.SECOND_UNIT: second,
    }


def write(plot: Plot, rows: Rows, *, copies: int, categories: Mapping[int, Sequence[int]]) -> None:
    """All rows of one history."""
    counted = _counted(plot)
    _escalate(plot, rows, counted)
    deadlines = [_deadline(plot, clock, counted) for clock in counted.clocks]
    for place, deadline in enumerate(deadlines, start=1):
        _write_deadline(plot, rows, place, deadline)
    for event in plot.events:
        _write_event(plot, rows, event)
    for said in plot.said:
        public = mask(said.text).text if said.kind in PUBLIC_MESSAGES else ""
        rows.add("message", plot.number, said.event.pk, said.kind, said.text, public)
    for told in plot.tellings:
        rows.add("telling", plot.number, told.after.pk, told.at, told.reached)
    for begins, ends in counted.pauses:
        rows.add("pause", plot.number, begins, ends)
    for hold in plot.holds:
        rows.add("disposition", plot.number, hold.agency, hold.holder, hold.lead, hold.since, hold.until)
    for place, draft in enumerate(plot.drafts, start=1):
        sent = draft.text if draft.state == "approved" else ""
        seat, at = Slot(draft.event.agency_id or Slot.UNIT), draft.event.at
        rows.add(
            "draft",
            plot.number,
            place,
            TOP[seat],
            seat,
            draft.text,
            sent,
            draft.final,
            draft.state,
            at,
            draft.decided_at,
        )
    for one in plot.objections:
        rows.add("objection", plot.number, one.level, one.raised_at, one.decided_at, one.upheld)
    _write_report(plot, rows, copies, deadlines, plot.draw.choice(categories[plot.topic.number]))


def _write_report(plot: Plot, rows: Rows, copies: int, deadlines: Sequence[Deadline], category: int) -> None:
    facts = plot.facts
    dues = [one.due for one in deadlines if one.running and one.due and one.step in clocks.DUTIES]
    rows.add(
        "mold",
        plot.number,
        copies,
        plot.pools[Slot.LEAD].number,
        plot.pools[Slot.SECOND].number,
        plot.pools[Slot.ADDED].number,
        plot.received,
        plot.status,
        sum(event.act not in BESIDE for event in plot.events),
        plot.into.number if plot.into else None,
        plot.lead,
        plot.unit,
        None if plot.chance(0.1) else category,
        min(dues, default=None),
        plot.contact,
        plot.reachable,
        plot.title,
        plot.text,
        mask(plot.title).text,
        mask(plot.text).text,
        len(plot.events),
        len(deadlines),
        len(plot.drafts),
        *vars(facts).values(),
    )


def _write_event(plot: Plot, rows: Rows, event: Event) -> None:
    slot = Slot(event.agency_id) if event.agency_id else None
    seat = TOP.get(slot, slot) if event.role == "coordinator" and slot else slot
    by_agency = event.role in ("coordinator", "superior", "unit_officer", "decider")
    rows.add(
        "event",
        plot.number,
        event.pk,
        event.act,
        event.from_status,
        event.to_status,
        event.at,
        event.role,
        slot,
        seat if by_agency else None,
        event.facts,
    )


def _write_deadline(plot: Plot, rows: Rows, place: int, deadline: Deadline) -> None:
    rows.add(
        "deadline",
        plot.number,
        place,
        deadline.step,
        deadline.rule,
        deadline.agency_id,
        deadline.started_at,
        deadline.due,
        deadline.met_at,
        deadline.stopped_at,
        deadline.watched_from,
        deadline.stage,
        deadline.next_stage_at,
    )


def _counted(plot: Plot) -> Counted:
    places = {
        int(slot): Place(int(TOP.get(slot, slot)), pool.zone, pool.region)
        for slot, pool in plot.pools.items()
    }
    told = [
        Telling(pk=place, after_id=one.after.pk, at=one.at, reached=one.reached)
        for place, one in enumerate(plot.tellings, start=1)
    ]
    return recount(plot.events, told, places)


def _deadline(plot: Plot, clock: Clock, counted: Counted) -> Deadline:
    """As of the present nobody has been reminded: a running clock is watched from then on, as if imported."""
    sample = plot.pools[Slot(clock.agency)].sample if clock.agency else None
    deadline = Deadline(
        step=clock.step,
        rule=clock.rule,
        started_at=clock.started_at,
        due=clock.due,
        met_at=clock.met_at,
        stopped_at=clock.stopped_at,
        watched_from=clock.started_at,
    )
    deadline.agency = sample
    if clock.running:
        deadline.watched_from = max(clock.started_at, plot.until)
        stands = Report(received=plot.received, supervision=plot.facts.supervision, agency=_lead(plot))
        stages.plan(deadline, stands, [] if clock.step in clocks.UNPAUSED else counted.pauses)
    if clock.step is Step.LEGAL_MAXIMUM and any(event.act == Act.ESCALATE for event in plot.events):
        deadline.stage, deadline.next_stage_at = Audience.OMBUDSMAN, None
    deadline.agency_id = clock.agency
    return deadline


def _lead(plot: Plot) -> Agency | None:
    return plot.pools[plot.lead].sample if plot.lead else None


def _escalate(plot: Plot, rows: Rows, counted: Counted) -> None:
    """What is open beyond the legal maximum of Perpres 76/2013 has come to the Ombudsman's lane."""
    steps = [one.step for one in counted.clocks]
    clock = counted.clocks[steps.index(Step.LEGAL_MAXIMUM)] if Step.LEGAL_MAXIMUM in steps else None
    if clock is None or clock.due is None:
        return
    after = clock.due.astimezone(NATIONAL) + timedelta(days=5)
    at = after.replace(hour=OPENS + 3, minute=plot.draw.randrange(60), second=0)
    if at + SHIFT > min(clock.stopped_at or plot.until, plot.until):
        return
    before = [event for event in plot.events if event.at <= at]
    status = before[-1].to_status
    if status not in OPEN:  # it had ended by then, and was opened again later
        return
    event = Event(act=Act.ESCALATE, from_status=status, to_status=status, at=at, role="timer")
    event.facts = {"step": Step.LEGAL_MAXIMUM, "stage": "ombudsman", "audience": Audience.OMBUDSMAN}
    plot.events.insert(len(before), event)
    for number, one in enumerate(plot.events, start=1):
        one.pk = number
    rows.add("case", plot.number, at)
    place = steps.index(Step.LEGAL_MAXIMUM) + 1
    rows.add("nudge", plot.number, place, "ombudsman", Audience.OMBUDSMAN, at)
