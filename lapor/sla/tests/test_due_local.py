"""Local holidays and a rule changed mid-way, counted by hand, from data files of these tests alone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from lapor.sla import calendar
from lapor.sla.datafile import DATA
from lapor.sla.days_off import load as load_days
from lapor.sla.rules import NoRuleError, Step, load, rule_by_code
from lapor.sla.tests import test_due, test_due_dated
from lapor.sla.tests.test_due_dated import Pauses, moment
from lapor.sla.working_days import WorkingDays
from lapor.sla.zones import zone

HERE = Path(__file__).parent / "data"

LOCAL: list[tuple[str, str, str, str, Pauses, str]] = [
    # Denpasar: Tue 27 city's day, 28 Galungan, 29 Umanis x; Fri 1 (1), Sat 2 made working (2), Mon 4 (3)
    ("2024-02-26 08:00", "WITA", "51.71", "verification-3", [], "2024-03-04"),
    # a village there: the same
    ("2024-02-26 08:00", "WITA", "51.71.01.1001", "verification-3", [], "2024-03-04"),
    # elsewhere on Bali: Tue 27 (1); 28-29 x; Fri 1 (2) Sat 2 (3)
    ("2024-02-26 08:00", "WITA", "51.01", "verification-3", [], "2024-03-02"),
    # Lombok: 27 (1) 28 (2) 29 (3)
    ("2024-02-26 08:00", "WITA", "52.01", "verification-3", [], "2024-02-29"),
    # the country: 29 February too
    ("2024-02-26 08:00", "WIB", "", "verification-3", [], "2024-02-29"),
    # Papua: Mon 5 local x; 6 (1) 7 (2); 8 Isra Mikraj, 9 leave x; Mon 12 (3)
    ("2024-02-02 08:00", "WIT", "91", "verification-3", [], "2024-02-12"),
    # without the local day: 5 (1) 6 (2) 7 (3)
    ("2024-02-02 08:00", "WIT", "92", "verification-3", [], "2024-02-07"),
    # on Bali, paused from Tue 27 to Fri 1: 27 lost, 28-29 x anyway; Fri 1 (1) Sat 2 (2) Mon 4 (3)
    (
        "2024-02-26 08:00",
        "WITA",
        "51.01",
        "verification-3",
        [("2024-02-27 10:00", "2024-03-01 10:00")],
        "2024-03-04",
    ),
    # calendar days know no local day: 27, 28, 29
    ("2024-02-26 08:00", "WITA", "51.71", "undo-3", [], "2024-02-29"),
]

# (received, zone, step, when the clock started, last day); "" where no rule holds any more.
CHANGED: list[tuple[str, str, Step, str, str]] = [
    # the last minute of the old rule: 1 (1) 2 (2) 3 July (3)
    ("2025-06-30 23:59", "WIB", Step.VERIFICATION, "2025-06-30 23:59", "2025-07-03"),
    # the first of the new: 2 (1) 3 July (2)
    ("2025-07-01 00:00", "WIB", Step.VERIFICATION, "2025-07-01 00:00", "2025-07-03"),
    # 1 July in Jayapura, but 30 June in Jakarta: the old rule, 2 (1) 3 (2) 4 (3)
    ("2025-06-30 22:30", "WIT", Step.VERIFICATION, "2025-06-30 22:30", "2025-07-04"),
    # 1-4 (4) 7-11 (9) 14-18 (14)
    ("2025-06-30 10:00", "WIB", Step.RESOLUTION, "2025-06-30 10:00", "2025-07-18"),
    # 2-4 (3) 7-11 (8) 14 15 (10)
    ("2025-07-01 10:00", "WIB", Step.RESOLUTION, "2025-07-01 10:00", "2025-07-15"),
    # received before, forwarded after: the old five, 8-11 (4) Mon 14 (5)
    ("2025-06-30 10:00", "WIB", Step.FOLLOW_UP, "2025-07-07 10:00", "2025-07-14"),
    # received after: the new four, 8 9 10 11
    ("2025-07-01 10:00", "WIB", Step.FOLLOW_UP, "2025-07-07 10:00", "2025-07-11"),
    # ten working days: 15-18 (4) 21-25 (9) Mon 28 (10)
    ("2025-06-30 10:00", "WIB", Step.QUIET, "2025-07-14 10:00", "2025-07-28"),
    # twelve days: Sat 26 July
    ("2025-07-01 10:00", "WIB", Step.QUIET, "2025-07-14 10:00", "2025-07-26"),
    # 31 July is the 31st day, 29 August the 60th
    ("2025-06-30 10:00", "WIB", Step.LEGAL_MAXIMUM, "2025-06-30 10:00", "2025-08-29"),
    # repealed
    ("2025-07-01 10:00", "WIB", Step.LEGAL_MAXIMUM, "2025-07-01 10:00", ""),
]


@pytest.fixture
def local_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The country's days off, and the tests' local ones below them."""
    both = tmp_path / "days_off.csv"
    both.write_text((DATA / "days_off.csv").read_text() + (HERE / "local_days_off.csv").read_text())
    known = WorkingDays(load_days(both))
    monkeypatch.setattr(calendar, "working_days", lambda: known)


def end(last: str, where: str) -> datetime:
    return datetime.fromisoformat(f"{last} 23:59:59").replace(tzinfo=zone(where))


@pytest.mark.parametrize(("start", "where", "region", "code", "pauses", "last"), LOCAL)
def test_due_where_the_region_has_days_of_its_own(
    local_days: None, start: str, where: str, region: str, code: str, pauses: Pauses, last: str
) -> None:
    stood = [(moment(begins), moment(ends) if ends else None) for begins, ends in pauses]
    found = calendar.due(
        moment(start), rule_by_code(code), zone=zone(where), pauses=stood, region=region or None
    )
    assert found == end(last, where)


@pytest.mark.parametrize(("received", "where", "step", "start", "last"), CHANGED)
def test_a_report_keeps_the_rules_of_its_day(
    received: str, where: str, step: Step, start: str, last: str
) -> None:
    book = load(HERE / "rules_changed.csv")
    asked = {"report_class": "complaint", "supervision": False, "received": moment(received)}
    if not last:
        with pytest.raises(NoRuleError):
            book.rule_for(step, **asked)  # type: ignore[arg-type]
        return
    rule = book.rule_for(step, **asked)  # type: ignore[arg-type]
    assert calendar.due(moment(start), rule, zone=zone(where)) == end(last, where)


def test_there_are_enough_cases() -> None:
    dated = [*test_due.CASES, *test_due_dated.CASES, *LOCAL, *CHANGED]
    assert len({str(case) for case in dated}) == len(dated)
    assert len(dated) >= 110
