"""What an act does to a report's clocks. The arithmetic is `lapor.sla`; here are the rows.

Source: the platform's 3 / 5 / 10 working days and PermenPANRB 62/2018 by class (`sla/data/rules.csv`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Min, QuerySet

from lapor.registry.models import Agency
from lapor.registry.queries import zone_of
from lapor.reports import stages
from lapor.reports.models import Deadline, Event, Pause, Report, Telling
from lapor.reports.states import OPEN, Act, Status
from lapor.reports.table import Row
from lapor.sla import calendar
from lapor.sla.escalation import MORNING
from lapor.sla.rules import NoRuleError, Rule, Step, rule_by_code, rule_for
from lapor.sla.zones import NATIONAL

# What officers owe; the other clocks are the reporter's time. Queues sort by the nearest of these.
DUTIES = (
    Step.VERIFICATION,
    Step.FOLLOW_UP,
    Step.RESOLUTION,
    Step.OBJECTION,
    Step.RESPONSE,
    Step.RECOMMENDATION_RESPONSE,
)
# Owed by an agency, each by its own.
OF_AGENCY = (Step.FOLLOW_UP, Step.RESPONSE, Step.RECOMMENDATION_RESPONSE)
# These run on in a pause: the pause is what they measure, or they concern no waiting.
UNPAUSED = (Step.COMPLETION,)
# These count from the first filing, by the report's class, whatever became of it meanwhile.
FROM_FILING = (Step.RESOLUTION, Step.LEGAL_MAXIMUM)


def apply(report: Report, row: Row, event: Event, *, stay: bool = False) -> None:
    """Move the clocks as `row` says, at the time of `event`; then note the nearest due date on the report.

    `stay`: an added agency acted; only its own clock ends, the lead's go on.
    """
    now = event.at
    if stay:
        _of_actor(running(report, *row.meets, *row.stops), event).update(met_at=now)
        note_due(report)
        return
    if row.ends:
        # No end of a report takes the Ombudsman's recommendation away (UU 37/2008).
        _end(running(report).exclude(step=Step.RECOMMENDATION_RESPONSE), now)
        if report.pauses.filter(ended_at=None).update(ended_at=now):
            recompute(report)
    for step in row.meets:
        _of_actor(running(report, step), event).update(met_at=now)
    if row.stops:
        _end(running(report, *row.stops), now)
    if row.resumes:
        _resume(report, now)
    if row.pauses:
        _pause(report, now)
    for step in row.continues:
        _continue(report, step)
    for step in row.starts:
        since = report.received if step in FROM_FILING else now
        start(report, step, at=since, agency=_owner(report, step, event), watched=now)
    note_due(report)


def start(
    report: Report,
    step: Step,
    *,
    at: datetime,
    agency: Agency | None = None,
    watched: datetime | None = None,
) -> Deadline | None:
    """Start a clock anew (one still running for the same step and agency stops). None where no rule holds.

    `watched`: from when anybody is reminded of it (none: from its start).
    """
    stood = _pauses(report, step)
    deadline = plan(report, step, at=at, agency=agency, pauses=stood, watched=watched)
    if deadline is None:
        return None
    _end(running(report, step).filter(agency=agency), at)
    deadline.save()
    if step is Step.QUIET:
        after = report.events.latest("id")
        Telling.objects.create(report=report, after=after, at=at, reached=report.told_at is not None)
    return deadline


def plan(
    report: Report,
    step: Step,
    *,
    at: datetime,
    agency: Agency | None = None,
    pauses: Sequence[tuple[datetime, datetime | None]] = (),
    watched: datetime | None = None,
) -> Deadline | None:
    """The clock that `start` would start, unsaved. None where no rule holds."""
    rule = _rule(report, step)
    if rule is None:
        return None
    due = _due(at, rule, agency or report.agency, pauses)
    deadline = Deadline(report=report, step=step, rule=rule.code, agency=agency, started_at=at, due=due)
    deadline.watched_from = watched or at
    stages.plan(deadline, report, pauses)
    return deadline


def of_import(
    status: str, *, at_agency: bool, received: datetime, now: datetime
) -> list[tuple[Step, datetime]]:
    """What an imported report still owes, and since when.

    Counted from filing where that is what the rule counts from; from the import where the act that starts
    the clock has no known date, so that nothing is late at its first look.
    """
    if status not in OPEN:
        return []
    starts = [(step, received) for step in FROM_FILING]
    if not at_agency:
        starts.append((Step.VERIFICATION, received))
    elif status == Status.ANSWERED:
        starts.append((Step.QUIET, now))
    else:
        starts.append((Step.FOLLOW_UP, now))
    return [*starts, (Step.COMPLETION, now)] if status == Status.POSTPONED else starts


def running(report: Report, *steps: Step) -> QuerySet[Deadline]:
    """The clocks of a report that neither ended nor were met."""
    found = Deadline.objects.filter(report=report, met_at=None, stopped_at=None)
    return found.filter(step__in=steps) if steps else found


def recompute(report: Report, *, restart: tuple[Step, ...] = ()) -> None:
    """Compute the due dates of the running clocks again, from their starts and the pauses.

    For steps in `restart`, which count from filing, the rule is looked up again too: the class has changed.
    """
    pauses = list(report.pauses.values_list("started_at", "ended_at"))
    rows = list(running(report).select_related("agency__region"))
    for deadline in rows:
        step = Step(deadline.step)
        rule = _rule(report, step) if step in restart else rule_by_code(deadline.rule)
        if rule is None:
            deadline.delete()
            continue
        own = [] if step in UNPAUSED else pauses
        deadline.rule = rule.code
        deadline.due = _due(deadline.started_at, rule, deadline.agency or report.agency, own)
        stages.plan(deadline, report, own)
        deadline.save(update_fields=["rule", "due", "next_stage_at"])
    there = {row.step for row in rows}
    for step in restart:
        if step not in there:
            start(report, step, at=report.received, watched=_latest(report))
    note_due(report)


def within(report: Report, step: Step, *, since: datetime, now: datetime) -> bool:
    """Whether `now` is inside the window that `step` opens at `since` (reopening, objection, rights)."""
    rule = _rule(report, step)
    end = _due(since, rule, report.agency, []) if rule else None
    return end is not None and now <= end


def morning_before(report: Report, due: datetime) -> datetime:
    """08:00 of the last working day before the day of `due`, local to the handling agency."""
    local, region = zone(report), _region(report.agency)
    day = due.astimezone(local).date() - calendar.DAY
    while not calendar.is_working_day(day, region):
        day -= calendar.DAY
    return datetime.combine(day, MORNING, local)


def working_day_after(report: Report, moment: datetime) -> datetime:
    """The end of the first working day after the day of `moment`, local to the handling agency."""
    local, region = zone(report), _region(report.agency)
    day = calendar.add_working_days(moment.astimezone(local).date(), 1, region)
    return calendar.end_of_day(day, local)


def note_due(report: Report) -> None:
    """Keep the nearest duty on the report's row, for queues to sort by."""
    report.due = running(report, *DUTIES).aggregate(nearest=Min("due"))["nearest"]
    Report.objects.filter(pk=report.pk).update(due=report.due)


def zone(report: Report) -> ZoneInfo:
    """Local time of the handling agency; WIB before disposition."""
    return zone_of(report.agency) if report.agency else NATIONAL


def _rule(report: Report, step: Step) -> Rule | None:
    try:
        return rule_for(
            step, report_class=report.report_class, supervision=report.supervision, received=report.received
        )
    except NoRuleError:
        return None


def _due(
    at: datetime, rule: Rule, agency: Agency | None, pauses: Sequence[tuple[datetime, datetime | None]]
) -> datetime | None:
    local = zone_of(agency) if agency else NATIONAL
    return calendar.due(at, rule, zone=local, pauses=pauses, region=_region(agency))


def _latest(report: Report) -> datetime:
    return report.events.latest("id").at


def _pauses(report: Report, step: Step) -> list[tuple[datetime, datetime | None]]:
    return [] if step in UNPAUSED else list(report.pauses.values_list("started_at", "ended_at"))


def _region(agency: Agency | None) -> str | None:
    """Whose local holidays count."""
    return agency.region.code if agency and agency.region else None


def _owner(report: Report, step: Step, event: Event) -> Agency | None:
    if step not in OF_AGENCY:
        return None
    return event.agency if event.act in (Act.DISPOSE, Act.ADD_AGENCY) else report.agency


def _of_actor(deadlines: QuerySet[Deadline], event: Event) -> QuerySet[Deadline]:
    """Of clocks that agencies own, those of the agency that acted; of the others, all."""
    if event.agency is None or event.act in (Act.DISPOSE, Act.DECIDE_OBJECTION, Act.COMPLETE):
        return deadlines
    return deadlines.filter(agency_id=event.agency.lineage()[0])


def _end(deadlines: QuerySet[Deadline], now: datetime) -> None:
    deadlines.update(stopped_at=now)


def _continue(report: Report, step: Step) -> None:
    """The clock that ended with the report runs on from where it began.

    Of a report that was imported when it had ended there is none: it counts from filing like any other.
    """
    last = report.deadlines.filter(step=step, met_at=None).order_by("-id").first()
    if last is None:
        start(report, step, at=report.received, watched=_latest(report))
    elif last.stopped_at:
        last.stopped_at = None
        last.save(update_fields=["stopped_at"])
        recompute(report)


def _pause(report: Report, now: datetime) -> None:
    if not report.pauses.filter(ended_at=None).exists():
        Pause.objects.create(report=report, started_at=now)
    recompute(report)


def _resume(report: Report, now: datetime) -> None:
    if report.status == Status.POSTPONED:  # unmerged into a pause that goes on
        return
    report.pauses.filter(ended_at=None).update(ended_at=now)
    recompute(report)
