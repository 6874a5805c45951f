"""How LAPOR's words become codes: the rows of `data/import_rules.csv`, which a clerk may edit.

`written` may end in "*" (any rest). The first row of a code is also how an export writes it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from lapor.registry import names
from lapor.reports.states import Channel, Closing, ReportClass, Status

FILE = Path(__file__).parent.parent / "data" / "import_rules.csv"
SUPERVISION = {"": None, "yes": True, "no": False}
_SUPERVISION_WORD = {None: "", True: ":yes", False: ":no"}


class RulesError(Exception):
    """A row of the rules cannot be used; the message names file and line."""


@dataclass(frozen=True)
class Rule:
    """One row; `label` is `written` as one word, fit for an event's facts."""

    kind: str
    written: str
    code: str

    @property
    def label(self) -> str:
        return names.plain(self.written).replace(" ", "-")


def find(kind: str, written: str) -> Rule | None:
    """The rule for a word of an export, or for a code as this service writes it; None for unknown words."""
    return _find(kind, names.plain(written))


def class_of(rule: Rule) -> tuple[str, bool | None]:
    """Class and supervision that a rule of kind "class" stands for."""
    code, _, supervision = rule.code.partition(":")
    return code, SUPERVISION[supervision]


def status_of(rule: Rule) -> tuple[Status, str]:
    """Status and kind of closing that a rule of kind "status" stands for."""
    code, _, closing = rule.code.partition(":")
    return Status(code), closing


def class_label(report_class: str, supervision: bool | None) -> str:
    """How LAPOR writes a class."""
    return _label("class", report_class + _SUPERVISION_WORD[supervision])


def status_label(status: str, closing: str, label: str = "") -> str:
    """How LAPOR writes a status: as the import found it (`label`) while that still says the same."""
    code = f"{status}:{closing}" if closing else status
    kept = find("status", label) if label else None
    return kept.written if kept and kept.code == code else _label("status", code)


def channel_label(code: str) -> str:
    """How LAPOR writes a channel; another program's own word stays as it is."""
    return "" if code == Channel.IMPORT else _label("channel", code) or code


@cache
def book() -> tuple[Rule, ...]:
    """All rows, read and checked once per process."""
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return tuple(_checked(reader.line_num, row) for row in reader)


def _checked(line: int, row: dict[str, str]) -> Rule:
    rule = Rule(row["kind"], row["written"], row["code"])
    code, _, more = rule.code.partition(":")
    known = {
        "class": code in ReportClass.values and more in SUPERVISION,
        "status": code in Status.values and (more in Closing.values if code == Status.CLOSED else not more),
        "channel": bool(code),
        "type": code in ("anonymous", "secret", "open"),
    }
    if not known.get(rule.kind):
        raise RulesError(f"{FILE.name} line {line}: {rule.kind},{rule.written},{rule.code} is no rule")
    return rule


@lru_cache(maxsize=4096)
def _find(kind: str, plain: str) -> Rule | None:
    for rule in book():
        own = names.plain(rule.written)
        begins = rule.written.endswith("*") and plain.startswith(f"{own} ")
        if rule.kind == kind and (begins or plain == own):
            return rule
    # This service's own codes need no row.
    return next((rule for rule in book() if rule.kind == kind and names.plain(rule.code) == plain), None)


@cache
def _label(kind: str, code: str) -> str:
    return next((rule.written for rule in book() if (rule.kind, rule.code) == (kind, code)), "")
