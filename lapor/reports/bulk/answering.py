"""An invented report at its agency: referred, answered, confirmed or met with silence, opened again."""

from __future__ import annotations

from datetime import datetime, timedelta

from lapor.reports.bulk import wording
from lapor.reports.bulk.offices import Pool
from lapor.reports.bulk.plot import UNIT_OF, Drafted, Objected, Over, Plot, Slot
from lapor.reports.states import Act, Closing, MessageKind
from lapor.sla import calendar
from lapor.sla.rules import Step

# What the reporter does with a final answer, where told of it.
REACTIONS = {"silence": 62.0, "confirm": 22.0, "reply": 12.0, "officer": 4.0}
MOST_ANSWERS = 3


def dispose(plot: Plot, lead: Slot) -> None:
    """The report goes to this agency."""
    event = plot.do(Act.DISPOSE, "verifier", agency=lead)
    plot.let_go()
    plot.lead = lead
    plot.hold(lead, lead=True)
    plot.facts.disposed_at = plot.facts.disposed_at or plot.at
    if plot.chance(0.3):
        plot.say(event, MessageKind.DISPOSITION, wording.general("note", plot.draw))


def with_agency(plot: Plot) -> None:
    """From its disposition on."""
    pool = _pool(plot)
    if plot.chance(pool.habit.refers) and plot.lead is Slot.LEAD:
        _refer(plot)
        return
    if plot.chance(0.03):
        _add(plot)
    if pool.units and plot.chance(0.7):
        _to_unit(plot)
    if plot.chance(pool.habit.silent):
        _silence(plot)
    if plot.chance(0.03):
        _postpone(plot)
    if plot.chance(pool.habit.interim):
        _answer(plot, final=False)
    _answered(plot)


def _answered(plot: Plot) -> None:
    """A final answer, and what the reporter says to it."""
    _answer(plot, final=True)
    plot.soon(20)
    plot.tell(reached=plot.reachable)
    fate = plot.pick(REACTIONS) if plot.reachable else "silence"
    answers = sum(said.kind == MessageKind.ANSWER for said in plot.said)
    if fate == "confirm":
        plot.wait(2)
        rating = plot.draw.choices((1, 2, 3, 4, 5), (8, 7, 15, 30, 40))[0]
        plot.facts.rating = rating if plot.chance(0.7) else None
        event = plot.do(Act.CLOSE, "reporter", variant="confirmed")
        if plot.facts.rating:
            event.facts["rating"] = rating
        _afterwards(plot, 0.02)
    elif fate == "reply" and answers < MOST_ANSWERS:
        plot.wait(2)
        _reply(plot)
        _answered(plot)
    elif fate == "officer":
        plot.wait(3)
        event = plot.do(Act.CLOSE, "verifier", variant="by_officer")
        plot.say(event, MessageKind.CLOSING, wording.general("closing", plot.draw))
        _afterwards(plot, 0.1)
    else:
        _close_quiet(plot)
        _afterwards(plot, 0.06)


def _afterwards(plot: Plot, share: float) -> None:
    """Some open it again or object, within thirty days."""
    if not plot.reachable or not plot.chance(share):
        return
    closed = plot.at
    plot.wait(4)
    if plot.at > closed + timedelta(days=29):
        return
    if plot.chance(0.7):
        event = plot.do(Act.REOPEN, "reporter")
        plot.say(event, MessageKind.REOPENING, wording.general("reopening", plot.draw))
        _open_again(plot)
    else:
        _object(plot)
    if plot.ended_at is None:
        _answered(plot)


def _object(plot: Plot) -> None:
    event = plot.do(Act.OBJECT, "reporter")
    plot.say(event, MessageKind.OBJECTION, wording.general("objection", plot.draw))
    inside = plot.unit is not None and plot.facts.closing != Closing.BY_OFFICER
    objection = Objected("coordinator" if inside else "national_supervisor", plot.at)
    plot.objections.append(objection)
    plot.wait(4)
    upheld = plot.chance(0.4)
    event = plot.do(
        Act.DECIDE_OBJECTION,
        "decider",
        seat=plot.lead if inside else None,
        variant="upheld" if upheld else "rejected",
    )
    plot.say(event, MessageKind.DECISION, wording.general("upheld" if upheld else "rejected", plot.draw))
    objection.decided_at, objection.upheld = plot.at, upheld
    if upheld:
        _open_again(plot)


def _open_again(plot: Plot) -> None:
    facts = plot.facts
    facts.closed_at, facts.rating, facts.reopened, facts.closing = None, None, True, ""


def _reply(plot: Plot) -> None:
    event = plot.do(Act.REPLY, "reporter")
    plot.say(event, MessageKind.REPLY, wording.general("reply", plot.draw))


def _close_quiet(plot: Plot) -> None:
    """Silence closes once the quiet days are over, and a working day after the reminder."""
    pool = _pool(plot)
    ends = plot.ends(Step.QUIET)
    reminder = _morning_before(ends, pool)
    if plot.facts.told_at and reminder + timedelta(hours=4) < plot.until:
        plot.facts.reminded_at = reminder
    plot.reach(ends)
    told = plot.facts.told_at is not None
    plot.do(Act.CLOSE_QUIET, "timer", closing=Closing.SILENT if told else Closing.UNCONFIRMED)


def _morning_before(ends: datetime, pool: Pool) -> datetime:
    day = ends.astimezone(pool.zone).date() - calendar.DAY
    while not calendar.is_working_day(day, pool.region):
        day -= calendar.DAY
    return datetime(day.year, day.month, day.day, 8, tzinfo=pool.zone)


def _answer(plot: Plot, *, final: bool) -> None:
    """By the coordinator, or drafted in the unit and sent by its superior."""
    variant = "final" if final else "interim"
    text = wording.of_topic(plot.topic, "answer" if final else "interim", plot.draw)
    days = _pool(plot).habit.days
    if plot.unit:
        waiting = _draft(plot, text, final=final, days=days)
        plot.wait(0.4)
        event = plot.do(
            Act.APPROVE_DRAFT, "superior", seat=plot.unit, variant=variant, draft=len(plot.drafts)
        )
        waiting.state, waiting.decided_at = "approved", plot.at
    else:
        plot.wait(days)
        event = plot.do(Act.ANSWER, "coordinator", seat=plot.lead, variant=variant)
    plot.say(event, MessageKind.ANSWER if final else MessageKind.INTERIM, text)
    facts = plot.facts
    facts.first_answer_at = facts.first_answer_at or plot.at
    if final:
        facts.answered_at, facts.told_at, facts.reminded_at = plot.at, None, None


def _draft(plot: Plot, text: str, *, final: bool, days: float) -> Drafted:
    """One in ten comes back from the superior once."""
    made = _drafted(plot, text, final, days)
    if plot.chance(0.1):
        plot.wait(0.3)
        event = plot.do(Act.REJECT_DRAFT, "superior", seat=plot.unit, draft=len(plot.drafts))
        plot.say(event, MessageKind.REJECTION, wording.general("rejection", plot.draw))
        made.state, made.decided_at = "rejected", plot.at
        made = _drafted(plot, text, final, days / 4)
    return made


def _drafted(plot: Plot, text: str, final: bool, days: float) -> Drafted:
    plot.wait(days)
    made = Drafted(plot.do(Act.DRAFT, "unit_officer", seat=plot.unit, final=final), text, final)
    plot.drafts.append(made)
    return made


def _refer(plot: Plot) -> None:
    """Bukan wewenang: back to the national verifier, who finds another."""
    plot.wait(3)
    event = plot.do(Act.REFER_BACK, "coordinator", agency=plot.lead, variant="agency")
    plot.say(event, MessageKind.REFERRAL, wording.general("referral", plot.draw))
    plot.facts.agency_referrals += 1
    plot.let_go()
    plot.wait(1)
    dispose(plot, Slot.SECOND)
    with_agency(plot)


def _add(plot: Plot) -> None:
    """A further agency, which answers for itself while the lead works on."""
    plot.wait(0.5)
    plot.do(Act.ADD_AGENCY, "verifier", agency=Slot.ADDED)
    plot.hold(Slot.ADDED, lead=False)
    if plot.chance(0.6):
        plot.wait(2)
        event = plot.do(Act.ANSWER, "coordinator", seat=Slot.ADDED, variant="final", stay=True)
        text = wording.of_topic(plot.topic, "answer", plot.draw)
        plot.say(event, MessageKind.ANSWER, text)
        plot.facts.first_answer_at = plot.facts.first_answer_at or plot.at


def _to_unit(plot: Plot) -> None:
    """Passed on inside; one unit in twenty sends it back to its agency once, and gets it again."""
    for _turn in range(1 + plot.chance(0.05)):
        if plot.unit:
            plot.wait(1)
            event = plot.do(Act.REFER_BACK, "unit_officer", seat=plot.unit, variant="unit")
            plot.say(event, MessageKind.REFERRAL, wording.general("referral", plot.draw))
            plot.facts.unit_referrals += 1
            _held(plot, None)
        plot.wait(0.4)
        unit = UNIT_OF[plot.lead or Slot.LEAD]
        plot.do(Act.DISPOSE_TO_UNIT, "coordinator", seat=plot.lead, agency=unit, lead=True)
        _held(plot, unit)


def _held(plot: Plot, unit: Slot | None) -> None:
    plot.unit = unit
    for hold in plot.holds:
        if hold.lead and hold.until is None:
            hold.holder = unit or hold.agency


def _silence(plot: Plot) -> None:
    """Never answered: now and then an overseer asks, or the reporter gives up."""
    if plot.chance(0.15):
        plot.wait(15)
        event = plot.do(Act.ASK, "overseer")
        plot.say(event, MessageKind.QUESTION, wording.general("question", plot.draw))
        if plot.chance(0.6):
            plot.wait(5)
            event = plot.do(Act.RESPOND, "coordinator", seat=plot.lead)
            plot.say(event, MessageKind.RESPONSE, wording.general("response", plot.draw))
    elif plot.chance(0.5):
        plot.wait(60)
        plot.do(Act.WITHDRAW, "reporter")
    raise Over


def _postpone(plot: Plot) -> None:
    """The agency asks for what is missing; clocks stand until it is there."""
    plot.wait(1)
    event = plot.do(Act.POSTPONE, "coordinator", seat=plot.lead)
    plot.say(event, MessageKind.POSTPONEMENT, wording.general("missing", plot.draw))
    plot.wait(4)
    event = plot.do(Act.COMPLETE, "reporter")
    plot.say(event, MessageKind.COMPLETION, wording.general("completion", plot.draw))


def _pool(plot: Plot) -> Pool:
    return plot.pools[plot.lead or Slot.LEAD]
