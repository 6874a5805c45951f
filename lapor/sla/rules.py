"""The limits of the procedure, as rows of `data/rules.csv` with the dates between which each one holds.

A report keeps the rules of the day it was received: a row that starts tomorrow changes no running deadline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from itertools import combinations
from pathlib import Path

from lapor.sla.datafile import DATA, DataFileError, day, rows
from lapor.sla.zones import NATIONAL

ANY = "*"
CLASSES = ("complaint", "aspiration", "information_request")
SUPERVISION: dict[str, bool | None] = {"yes": True, "no": False, ANY: None}
LONGEST = 3660  # days; a longer one is a slip of the keyboard
COLUMNS = (
    "code", "regulation", "report_class", "supervision", "step", "number", "unit",
    "starts", "pauses", "valid_from", "valid_to",
)  # fmt: skip


class Step(StrEnum):
    """What a rule limits. The first group are duties of officers, the second the reporter's time."""

    VERIFICATION = "verification"
    FOLLOW_UP = "follow_up"
    RESOLUTION = "resolution"
    LEGAL_MAXIMUM = "legal_maximum"
    OBJECTION = "objection"
    RESPONSE = "response"
    RECOMMENDATION_RESPONSE = "recommendation_response"

    QUIET = "quiet"
    COMPLETION = "completion"
    REOPEN = "reopen"
    REOPEN_LAPSED = "reopen_lapsed"
    OBJECTION_WINDOW = "objection_window"
    RIGHTS = "rights"
    UNDO = "undo"


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


class NoRuleError(LookupError):
    """No row of the rules covers what was asked; the message says what was asked."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `supervision` None and class "*" mean any; `valid_to` is the last day, None while it holds.

    `starts` and `pauses` name the acts of the lifecycle that start and stop the clock; `reporter_told` is
    the moment at which the reporter is known to have been told of a final answer.
    """

    code: str
    regulation: str
    report_class: str
    supervision: bool | None
    step: Step
    number: int
    unit: Unit
    starts: tuple[str, ...]
    pauses: tuple[str, ...]
    valid_from: date
    valid_to: date | None

    def holds(self, received: date) -> bool:
        return self.valid_from <= received <= (self.valid_to or date.max)

    def covers(self, report_class: str, supervision: bool) -> bool:
        return self.report_class in (ANY, report_class) and self.supervision in (None, supervision)

    @property
    def narrowness(self) -> int:
        """How special the row is: one for a class of its own outweighs one for all."""
        return 2 * (self.report_class != ANY) + (self.supervision is not None)


class RuleBook:
    """The rows of one file, ready to be asked."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        narrow_first = sorted(rules, key=lambda rule: -rule.narrowness)
        self._by_code = {rule.code: rule for rule in narrow_first}
        self._by_step = {step: [rule for rule in narrow_first if rule.step is step] for step in Step}

    def rule_for(
        self, step: Step, *, report_class: str, supervision: bool | None, received: datetime
    ) -> Rule:
        if received.tzinfo is None:
            raise ValueError("received needs a time zone: rules change at midnight WIB")
        on = received.astimezone(NATIONAL).date()
        for rule in self._by_step[step]:
            if rule.holds(on) and rule.covers(report_class, bool(supervision)):
                return rule
        asked = f"class {report_class or '(none)'}, inspection {supervision}, received {on}"
        raise NoRuleError(f"no rule for {step}: {asked}")

    def rule_by_code(self, code: str) -> Rule:
        if code not in self._by_code:
            raise NoRuleError(f"no rule is called {code!r}")
        return self._by_code[code]


def rule_for(step: Step, *, report_class: str, supervision: bool | None, received: datetime) -> Rule:
    """The rule for a step of a report received then (aware; its date is taken in WIB); NoRuleError if none.

    A complaint whose supervision is not yet decided (None) counts as not requiring inspection. A class that
    is none of `CLASSES` (imported, not yet mapped) finds the rules for any class, and has no resolution.
    """
    return book().rule_for(step, report_class=report_class, supervision=supervision, received=received)


def rule_by_code(code: str) -> Rule:
    """The row a stored deadline names, also one that holds no longer; NoRuleError if it was never there."""
    return book().rule_by_code(code)


@cache
def book() -> RuleBook:
    """The rules of this release, read once per process."""
    return load(DATA / "rules.csv")


def load(path: Path) -> RuleBook:
    """Reads and checks a file of rules; DataFileError names file and line of the first fault."""
    read: list[tuple[int, Rule]] = []
    for line, row in rows(path, COLUMNS):
        try:
            read.append((line, _rule(row)))
        except ValueError as error:
            raise DataFileError(path, line, str(error)) from error
    for (first, one), (second, other) in combinations(read, 2):
        if problem := _clash(one, other):
            raise DataFileError(path, second, f"{problem} line {first}")
    return RuleBook(rule for _line, rule in read)


def _rule(row: dict[str, str]) -> Rule:
    rule = Rule(
        code=_word(row["code"], "code"),
        regulation=row["regulation"],
        report_class=_one_of(row["report_class"], (*CLASSES, ANY), "report_class"),
        supervision=SUPERVISION[_one_of(row["supervision"], SUPERVISION, "supervision")],
        step=Step(_one_of(row["step"], list(Step), "step")),
        number=_number(row["number"]),
        unit=Unit(_one_of(row["unit"], list(Unit), "unit")),
        starts=tuple(_word(word, "starts") for word in row["starts"].split()),
        pauses=tuple(_word(word, "pauses") for word in row["pauses"].split()),
        valid_from=day(row["valid_from"]),
        valid_to=day(row["valid_to"]) if row["valid_to"] else None,
    )
    if not rule.regulation or not rule.starts:
        raise ValueError("a rule needs a regulation and at least one act that starts it")
    if rule.valid_to and rule.valid_to < rule.valid_from:
        raise ValueError("valid_to lies before valid_from")
    return rule


def _clash(one: Rule, other: Rule) -> str:
    """Why two rows cannot stand together, or nothing."""
    if one.code == other.code:
        return f"the code {other.code} is already used in"
    same = (one.step, one.report_class, one.supervision) == (
        other.step,
        other.report_class,
        other.supervision,
    )
    if same and (one.holds(other.valid_from) or other.holds(one.valid_from)):
        return "holds at the same time as the rule in"
    return ""


def _one_of(text: str, allowed: Iterable[str], column: str) -> str:
    known = [str(value) for value in allowed]
    if text not in known:
        raise ValueError(f"{column} {text!r} is none of {', '.join(known)}")
    return text


def _word(text: str, column: str) -> str:
    if not re.fullmatch(r"[a-z0-9_-]+", text):
        raise ValueError(f"{column} {text!r} must be lower-case letters, digits, - and _")
    return text


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= LONGEST:
        raise ValueError(f"number {text!r} must be a whole number from 1 to {LONGEST}")
    return int(text)
