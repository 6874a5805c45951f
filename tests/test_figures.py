"""The public figures through every door: one definition, one answer; kept up by acts and by the clock."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.test import Client

from lapor import reactions, schedule
from lapor.indicators import facts
from lapor.indicators.marking import mark_days
from lapor.indicators.models import DayFacts, StaleDay
from lapor.indicators.summary import summary
from lapor.operate.cli import main
from lapor.oversight.tests.cast import DAY, LATER, PERIOD, answered, count
from lapor.reports.models import Event
from lapor.reports.states import Act
from lapor.reports.tests.world import NOW, World, build, filed
from lapor.ui.numbers import figure, share


@pytest.fixture
def world(db: None) -> World:
    return build()


def test_page_command_and_summary_agree(
    world: World, client: Client, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for after in (2, 3, 20):
        answered(world, after=after)
    answered(world, close=False)
    filed(now=NOW)
    count()
    found = summary(start=date(2018, 8, 1), end=date(2018, 8, 31), now=LATER)
    monkeypatch.setattr("lapor.operate.cli._settle_django", lambda: None)
    assert main(["stats", "--from", "2018-08-01", "--to", "2018-08-31", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == found.as_dict()
    shown = re.sub(r"[ \n]+", " ", client.get(f"/statistik/?{PERIOD}").content.decode())
    for name, value in found.as_dict().items():
        if isinstance(value, float) and name.endswith(("share", "days")) and "median" not in name:
            assert f"<dd>{share(value)}</dd>" in shown, name
    assert f"<dd>{figure(found.median_days_to_first_answer)}</dd>" in shown
    assert f"<dd>{figure(found.received)}</dd>" in shown


def test_the_api_says_the_same(world: World, client: Client) -> None:
    answered(world)
    count()
    found = summary(start=date(2018, 8, 1), end=date(2018, 8, 31), now=LATER, agency=world.ministry)
    code = world.ministry.code
    answer = client.get(f"/api/v1/statistics/summary?from=2018-08-01&to=2018-08-31&agency={code}")
    assert answer.json() == found.as_dict()


def test_the_command_refuses_what_it_does_not_know(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lapor.operate.cli._settle_django", lambda: None)
    assert main(["stats", "--agency", "TIDAK-ADA"]) == 1
    assert main(["stats", "--from", "2018-09-01", "--to", "2018-08-01"]) == 1
    assert "TIDAK-ADA" in capsys.readouterr().err
    assert main(["stats", "--from", "2018-08-01", "--to", "2018-08-31", "--region", "35.78"]) == 0
    assert "laporan masuk" in capsys.readouterr().out


def test_each_act_that_moves_a_report_marks_its_day(world: World) -> None:
    moving = {
        Act.FILE, Act.VERIFY, Act.CLASSIFY, Act.DISPOSE, Act.LAPSE, Act.ARCHIVE, Act.REFER_BACK,
        Act.APPROVE_DRAFT, Act.ANSWER, Act.CLOSE, Act.CLOSE_QUIET, Act.REOPEN, Act.DECIDE_OBJECTION,
        Act.WITHDRAW, Act.MERGE, Act.UNMERGE, Act.CHANGE_PRIVACY, Act.IMPORT,
        # No figure changes, but what open data says of the report.
        Act.DISPOSE_TO_UNIT, Act.ADD_AGENCY, Act.POSTPONE, Act.COMPLETE, Act.REPLY, Act.OBJECT, Act.RECOMMEND,
    }  # fmt: skip
    assert moving == {act for act, then in reactions.REACTIONS.items() if facts.mark_stale in then}
    answered(world)
    for event in Event.objects.select_related("report"):
        facts.mark_stale(event)
        facts.mark_stale(event)
    assert list(StaleDay.objects.values_list("day", flat=True)) == [NOW.date()]


def test_the_clock_counts_what_was_marked_and_what_is_young(world: World) -> None:
    filed()
    mark_days([NOW.date()])
    assert schedule.count_facts(NOW) == 1
    assert schedule.count_facts(NOW) == 0
    assert DayFacts.objects.get(scope="country").counts["received"] == 1
    schedule.count_young_facts(NOW + 20 * DAY)
    assert DayFacts.objects.get(scope="country").counts["followed_up_10_counted"] == 1
