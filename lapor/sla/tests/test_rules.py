"""Which rule holds for which report, and what is said of a bad row."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lapor.sla.datafile import DATA, DataFileError
from lapor.sla.rules import (
    COLUMNS,
    NoRuleError,
    RuleBook,
    Step,
    Unit,
    load,
    rule_by_code,
    rule_for,
)
from lapor.sla.zones import WIB

RECEIVED = datetime(2018, 6, 7, 9, tzinfo=WIB)
GOOD = "a,Perpres,*,*,quiet,10,working_days,answer,postpone,2012-01-01,"


def book(tmp_path: Path, *rows: str) -> RuleBook:
    path = tmp_path / "rules.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n")
    return load(path)


@pytest.mark.parametrize(
    ("step", "report_class", "supervision", "number", "unit"),
    [
        (Step.VERIFICATION, "complaint", None, 3, "working_days"),
        (Step.FOLLOW_UP, "aspiration", None, 5, "working_days"),
        (Step.RESOLUTION, "complaint", None, 14, "working_days"),
        (Step.RESOLUTION, "complaint", False, 14, "working_days"),
        (Step.RESOLUTION, "complaint", True, 60, "working_days"),
        (Step.RESOLUTION, "aspiration", None, 5, "working_days"),
        (Step.RESOLUTION, "information_request", True, 5, "working_days"),
        (Step.LEGAL_MAXIMUM, "complaint", True, 60, "calendar_days"),
        (Step.QUIET, "complaint", None, 10, "working_days"),
        (Step.COMPLETION, "complaint", None, 30, "calendar_days"),
        (Step.OBJECTION, "complaint", None, 5, "working_days"),
        (Step.RESPONSE, "complaint", None, 5, "working_days"),
        (Step.RECOMMENDATION_RESPONSE, "complaint", None, 14, "working_days"),
        (Step.REOPEN, "complaint", None, 30, "calendar_days"),
        (Step.REOPEN_LAPSED, "complaint", None, 365, "calendar_days"),
        (Step.OBJECTION_WINDOW, "complaint", None, 30, "calendar_days"),
        (Step.RIGHTS, "complaint", None, 180, "calendar_days"),
        (Step.UNDO, "complaint", None, 3, "calendar_days"),
        (Step.VERIFICATION, "", None, 3, "working_days"),  # imported without a class
    ],
)
def test_the_limits_of_the_procedure(
    step: Step, report_class: str, supervision: bool | None, number: int, unit: str
) -> None:
    rule = rule_for(step, report_class=report_class, supervision=supervision, received=RECEIVED)
    assert (rule.number, rule.unit) == (number, Unit(unit))
    assert rule_by_code(rule.code) is rule


def test_without_a_rule_the_error_says_what_was_asked() -> None:
    before = datetime(2011, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 WIB
    with pytest.raises(
        NoRuleError, match="verification: class complaint, inspection None, received 2011-12-31"
    ):
        rule_for(Step.VERIFICATION, report_class="complaint", supervision=None, received=before)
    assert rule_for(
        Step.VERIFICATION,
        report_class="complaint",
        supervision=None,
        received=before.replace(hour=17),  # 1 January, 00:59 WIB
    )
    with pytest.raises(NoRuleError, match=r"resolution: class \(none\)"):
        rule_for(Step.RESOLUTION, report_class="", supervision=None, received=RECEIVED)
    with pytest.raises(NoRuleError, match="'no-such'"):
        rule_by_code("no-such")
    with pytest.raises(ValueError, match="time zone"):
        rule_for(Step.QUIET, report_class="", supervision=None, received=RECEIVED.replace(tzinfo=None))


def test_a_changed_rule_holds_for_reports_received_from_then_on(tmp_path: Path) -> None:
    rules = book(
        tmp_path,
        "old,Perpres,*,*,quiet,10,working_days,answer,postpone,2012-01-01,2018-06-30",
        "new,Perpres,*,*,quiet,7,working_days,answer,postpone,2018-07-01,",
    )

    def code(received: datetime) -> str:
        return rules.rule_for(Step.QUIET, report_class="complaint", supervision=None, received=received).code

    assert code(datetime(2018, 6, 30, 23, 59, tzinfo=WIB)) == "old"
    assert code(datetime(2018, 6, 30, 17, 0, tzinfo=UTC)) == "new"  # midnight WIB
    assert rules.rule_by_code("old").number == 10


def test_the_narrower_rule_outweighs_the_general_one(tmp_path: Path) -> None:
    narrow = GOOD.replace("a,Perpres,*,*", "b,Perpres,complaint,yes").replace(",10,", ",20,")
    rules = book(tmp_path, GOOD, narrow)
    numbers = [
        rules.rule_for(Step.QUIET, report_class="complaint", supervision=flag, received=RECEIVED).number
        for flag in (True, False, None)
    ]
    assert numbers == [20, 10, 10]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (GOOD.replace("quiet", "silence"), "step 'silence' is none of"),
        (GOOD.replace(",10,", ",0,"), "number '0' must be a whole number"),
        (GOOD.replace(",10,", ",ten,"), "number 'ten' must be a whole number"),
        (GOOD.replace("working_days", "weeks"), "unit 'weeks' is none of"),
        (GOOD.replace("*,*", "pengaduan,*"), "report_class 'pengaduan' is none of"),
        (GOOD.replace("*,*", "*,maybe"), "supervision 'maybe' is none of"),
        (GOOD.replace("2012-01-01", "1/1/2012"), "'1/1/2012' is not a date"),
        (GOOD.replace("Perpres", ""), "needs a regulation"),
        (GOOD.replace("answer", "Answer!"), "starts 'Answer!' must be"),
        (GOOD + "2011-12-31", "valid_to lies before valid_from"),
        (GOOD + ",", "12 cells, expected 11"),
        (GOOD.replace("a,", "z,", 1), "already used in line 2"),
        (GOOD.replace("2012", "2020"), "holds at the same time as the rule in line 2"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, row: str, problem: str) -> None:
    first = GOOD.replace("a,", "z,", 1) if "already" in problem or "same time" in problem else None
    rows = [first, row] if first else [row]
    with pytest.raises(DataFileError, match=f"rules.csv, line {len(rows) + 1}: .*{problem}"):
        book(tmp_path, *rows)


def test_the_shipped_file_has_a_rule_for_every_step() -> None:
    shipped = load(DATA / "rules.csv")
    for step in Step:
        assert shipped.rule_for(step, report_class="complaint", supervision=None, received=RECEIVED).starts
