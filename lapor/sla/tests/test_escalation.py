"""The ladder: its mornings, counted by hand, and what is said of a bad row."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from lapor.sla.calendar import due
from lapor.sla.datafile import DataFileError
from lapor.sla.escalation import COLUMNS, Audience, Course, Kind, ladder, load, moments
from lapor.sla.rules import Step, rule_by_code
from lapor.sla.zones import WIB, WIT, zone

GOOD = "follow_up,*,up_1,+1,coordinator,raise,Ketentuan,2012-01-01,"


def at(text: str, where: str = "WIB") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone(where))


def mornings(
    code: str, start: str, *, where: str = "WIB", watched: str = "", supervision: bool = False
) -> list[str]:
    rule, here = rule_by_code(code), zone(where)
    end = due(at(start, where), rule, zone=here)
    assert end is not None
    course = Course(at(start, where), end, at(watched or start, where), here)
    stages = ladder(rule.step, supervision=supervision, received=at(start, where))
    return [f"{stage.code} {moment:%m-%d %H}" for stage, moment in moments(stages, rule, course)]


def test_five_days_over_a_weekend() -> None:
    # Wed 29 Aug: 30 (1) 31 (2) 3 (3) 4 (4) 5 (5): half on the third; then 6 (1) 7 10 (3), 11 x, 13 (5)
    assert mornings("follow-up-5", "2018-08-29 09:00") == [
        "half 09-03 08", "day_before 09-04 08", "due 09-05 08", "up_1 09-06 08", "up_2 09-10 08",
        "up_3 09-13 08",
    ]  # fmt: skip


def test_over_lebaran_nobody_is_reminded_on_leave() -> None:
    # Fri 8 (1), 11-20 x, Thu 21 (2), Fri 22 (3); Mon 25
    expected = ["half 06-21 08", "day_before 06-21 08", "due 06-22 08", "up_1 06-25 08"]
    assert mornings("verification-3", "2018-06-07 10:00") == expected


def test_mornings_are_those_of_the_agency() -> None:
    rule = rule_by_code("follow-up-5")
    end = due(at("2018-08-29 09:00", "WIT"), rule, zone=WIT)
    assert end is not None
    start = at("2018-08-29 09:00", "WIT")
    found = moments(
        ladder("follow_up", supervision=None, received=start), rule, Course(start, end, start, WIT)
    )
    assert {moment.utcoffset() for _stage, moment in found} == {start.utcoffset()}


def test_inspection_goes_to_the_inspectorate_as_well() -> None:
    found = ladder("follow_up", supervision=True, received=at("2018-08-29 09:00"))
    assert [(one.audience, one.kind) for one in found if one.code == "inspectorate"] == [
        (Audience.INSPECTORATE, Kind.ALSO)
    ]
    assert "inspectorate" not in str(mornings("follow-up-5", "2018-08-29 09:00"))


def test_what_was_past_when_the_watch_began_is_left_out_and_the_rest_counts_from_then() -> None:
    # due Wed 5 Sep 2018; watched from Wed 24 Oct: 25 (1) 26 29 (3) 30 31 (5)
    expected = ["up_1 10-25 08", "up_2 10-29 08", "up_3 10-31 08"]
    assert mornings("follow-up-5", "2018-08-29 09:00", watched="2018-10-24 11:00") == expected


def test_who_is_to_complete_is_reminded_twice_in_calendar_days() -> None:
    # 1 June 2018 and 30 days: the 15th day is 16 June; the last one Sun 1 July, before it Fri 29
    assert mornings("completion-30", "2018-06-01 10:00") == ["half 06-16 08", "day_before 06-29 08"]


def test_a_pause_moves_the_half_as_well() -> None:
    rule, start = rule_by_code("follow-up-5"), at("2018-07-02 10:00")
    pauses = [(at("2018-07-03 10:00"), at("2018-07-05 10:00"))]  # 3 and 4 lost
    end = due(start, rule, zone=WIB, pauses=pauses)
    assert end is not None
    found = moments(
        ladder("follow_up", supervision=None, received=start),
        rule,
        Course(start, end, start, WIB, pauses=pauses),
    )
    # 5 (1) 6 (2) 9 (3) 10 (4) 11 (5)
    assert [f"{moment:%m-%d}" for _stage, moment in found[:3]] == ["07-09", "07-10", "07-11"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (GOOD.replace("+1", "1"), "when '1' is neither a share"),
        (GOOD.replace("+1", "100%"), "when '100%' is neither a share"),
        (GOOD.replace("coordinator", "boss"), "'boss' is not a valid Audience"),
        (GOOD.replace("raise", "shout"), "'shout' is not a valid Kind"),
        (GOOD.replace("follow_up", "lunch"), "'lunch' is not a valid Step"),
        (GOOD.replace("*", "maybe"), "supervision 'maybe' is none of"),
        (GOOD.replace("up_1", "Up!"), "a code of at most 24 letters"),
        (GOOD.replace("up_1", "up_0"), "stage up_0 stands twice"),
        (GOOD.replace("+1", "-1"), "in the order of time"),
        (GOOD.replace("2012-01-01", "1/1/2012"), "'1/1/2012' is not a date"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, row: str, problem: str) -> None:
    path = tmp_path / "escalation.csv"
    path.write_text("\n".join([",".join(COLUMNS), GOOD.replace("up_1", "up_0"), row]) + "\n")
    with pytest.raises(DataFileError, match=f"escalation.csv, line 3: .*{problem}"):
        load(path)


def test_every_duty_has_a_ladder() -> None:
    duties = set(Step) - {
        Step.QUIET, Step.REOPEN, Step.REOPEN_LAPSED, Step.OBJECTION_WINDOW, Step.RIGHTS, Step.UNDO
    }  # fmt: skip
    now = at("2018-08-29 09:00")
    assert {step for step in Step if ladder(step, supervision=None, received=now)} == duties
