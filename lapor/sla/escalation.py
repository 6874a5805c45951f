"""The ladder: who is reminded of a limit and when, and whom it goes up to when missed, as rows of data.

`data/escalation.csv`, in the order of time within a step. `when` is a share of the limit ("50%") or working
days before (-1), on (0) and after (+1) its last day. A report keeps the ladder of the day it was received.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from lapor.sla import calendar
from lapor.sla.calendar import Pause
from lapor.sla.datafile import DATA, DataFileError, day, rows
from lapor.sla.rules import SUPERVISION, Rule, Step
from lapor.sla.zones import NATIONAL

COLUMNS = ("step", "supervision", "stage", "when", "audience", "kind", "source", "valid_from", "valid_to")
# When people are reminded: not at midnight.
MORNING = time(8)
_WHEN = re.compile(r"([1-9]\d?)%|(0|[+-][1-9]\d?)")


class Audience(StrEnum):
    """Whom a stage is for. `HOLDER`: whoever owes the step now; `REPORTER`: who is asked to complete."""

    HOLDER = "holder"
    COORDINATOR = "coordinator"
    LEADERSHIP = "leadership"
    INSPECTORATE = "inspectorate"
    NATIONAL_SUPERVISOR = "national_supervisor"
    OMBUDSMAN = "ombudsman"
    REPORTER = "reporter"


# These sit at an agency: while a report lies with none they are left out.
AT_AGENCY = frozenset({Audience.COORDINATOR, Audience.LEADERSHIP, Audience.INSPECTORATE})


class Kind(StrEnum):
    """`REMIND` and `RAISE` (up a level) make one line: when several are reached at once the last one counts.

    `ALSO` goes up beside that line and is never passed over.
    """

    REMIND = "remind"
    RAISE = "raise"
    ALSO = "also"


@dataclass(frozen=True, slots=True)
class Stage:
    """One row. Either `share` (percent of the limit) or `days` (working days from its last day) is set."""

    step: Step
    supervision: bool | None
    code: str
    share: int | None
    days: int | None
    audience: Audience
    kind: Kind
    source: str
    valid_from: date
    valid_to: date | None

    def holds(self, step: str, supervision: bool, received: date) -> bool:
        on = self.valid_from <= received <= (self.valid_to or date.max)
        return on and self.step == step and self.supervision in (None, supervision)


@dataclass(frozen=True, slots=True)
class Course:
    """A running clock as its ladder sees it. `watched`: before then nobody is reminded (an import)."""

    start: datetime
    due: datetime
    watched: datetime
    zone: ZoneInfo
    region: str | None = None
    pauses: Sequence[Pause] = ()


def ladder(step: str, *, supervision: bool | None, received: datetime) -> list[Stage]:
    """The stages of a step for a report received then (its date in WIB), in order of time."""
    on = received.astimezone(NATIONAL).date()
    return [stage for stage in shipped() if stage.holds(step, bool(supervision), on)]


def moments(stages: Iterable[Stage], rule: Rule, course: Course) -> list[tuple[Stage, datetime]]:
    """Each stage with its morning (08:00 local); stages before the watch began are left out. Pure.

    What comes after the last day counts from it, or from the day the watch began if that is later.
    """
    found = ((stage, _moment(stage, rule, course)) for stage in stages)
    return [(stage, at) for stage, at in found if at is not None and at > course.watched]


def _moment(stage: Stage, rule: Rule, course: Course) -> datetime | None:
    last = course.due.astimezone(course.zone).date()
    if stage.share is not None:
        part = replace(rule, number=-(-rule.number * stage.share // 100))
        half = calendar.due(course.start, part, zone=course.zone, pauses=course.pauses, region=course.region)
        return _morning(half.date(), course.zone) if half else None
    days = stage.days or 0
    if days > 0:
        last = max(last, course.watched.astimezone(course.zone).date())
        return _morning(calendar.add_working_days(last, days, course.region), course.zone)
    for _each in range(-days):
        last -= calendar.DAY
        while not calendar.is_working_day(last, course.region):
            last -= calendar.DAY
    return _morning(last, course.zone)


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, zone)


@cache
def shipped() -> tuple[Stage, ...]:
    """The ladder of this release, read once per process."""
    return load(DATA / "escalation.csv")


def load(path: Path) -> tuple[Stage, ...]:
    """Reads and checks a file of stages; DataFileError names file and line of the first fault."""
    read: list[Stage] = []
    for line, row in rows(path, COLUMNS):
        try:
            stage = _stage(row)
        except (ValueError, KeyError) as error:
            raise DataFileError(path, line, str(error)) from error
        _fits(stage, read, path, line)
        read.append(stage)
    return tuple(read)


def _fits(stage: Stage, above: list[Stage], path: Path, line: int) -> None:
    same = [one for one in above if one.step is stage.step and one.valid_from == stage.valid_from]
    if any(one.code == stage.code and one.supervision == stage.supervision for one in same):
        raise DataFileError(path, line, f"stage {stage.code} stands twice")
    if same and _place(same[-1]) > _place(stage):
        raise DataFileError(path, line, "the stages of a step must stand in the order of time")


def _place(stage: Stage) -> tuple[int, int]:
    return (0, stage.share) if stage.share is not None else (1, stage.days or 0)


def _stage(row: dict[str, str]) -> Stage:
    when = _WHEN.fullmatch(row["when"])
    if not when:
        raise ValueError(f"when {row['when']!r} is neither a share like 50% nor days like -1, 0 or +3")
    if row["supervision"] not in SUPERVISION:
        raise ValueError(f"supervision {row['supervision']!r} is none of {', '.join(SUPERVISION)}")
    if not re.fullmatch(r"[a-z0-9_]{1,24}", row["stage"]) or not row["source"]:
        raise ValueError("a stage needs a code of at most 24 letters and the source that sets it")
    return Stage(
        step=Step(row["step"]),
        supervision=SUPERVISION[row["supervision"]],
        code=row["stage"],
        share=int(when[1]) if when[1] else None,
        days=int(when[2]) if when[2] else None,
        audience=Audience(row["audience"]),
        kind=Kind(row["kind"]),
        source=row["source"],
        valid_from=day(row["valid_from"]),
        valid_to=day(row["valid_to"]) if row["valid_to"] else None,
    )
