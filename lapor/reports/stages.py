"""Where a deadline stands on its ladder (`sla/data/escalation.csv`), and when the next stage is reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lapor.registry.queries import zone_of
from lapor.reports.models import Deadline, Report
from lapor.sla.calendar import Pause
from lapor.sla.escalation import AT_AGENCY, Course, Stage, ladder, moments
from lapor.sla.rules import NoRuleError, rule_by_code
from lapor.sla.zones import NATIONAL


def stages_of(
    deadline: Deadline, report: Report, pauses: Sequence[Pause] = ()
) -> list[tuple[Stage, datetime]]:
    """All stages of this clock, each with its morning; none while it stands still. No query for a top agency.

    `pauses`: those that this clock heeds.
    """
    if deadline.due is None:
        return []
    try:
        rule = rule_by_code(deadline.rule)
    except NoRuleError:
        return []
    agency = deadline.agency or report.agency
    stages = ladder(deadline.step, supervision=report.supervision, received=report.received)
    course = Course(
        start=deadline.started_at,
        due=deadline.due,
        watched=deadline.watched_from,
        zone=zone_of(agency) if agency else NATIONAL,
        region=agency.region.code if agency and agency.region else None,
        pauses=pauses,
    )
    return moments([one for one in stages if agency or one.audience not in AT_AGENCY], rule, course)


def ahead(deadline: Deadline, stages: Sequence[tuple[Stage, datetime]]) -> list[tuple[Stage, datetime]]:
    """Those after the last one reached: each stage once, whatever moves the clock later."""
    codes = [stage.code for stage, _at in stages]
    behind = codes.index(deadline.stage) + 1 if deadline.stage in codes else 0
    return list(stages[behind:])


def plan(deadline: Deadline, report: Report, pauses: Sequence[Pause] = ()) -> None:
    """Note on the (unsaved) row when its next stage is reached."""
    coming = ahead(deadline, stages_of(deadline, report, pauses))
    deadline.next_stage_at = min((at for _stage, at in coming), default=None)
