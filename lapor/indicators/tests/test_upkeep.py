"""Facts stay true: whatever changes a figure marks its day, and days pass limits by themselves."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from lapor.indicators import document, facts
from lapor.indicators.figures import DEFINITIONS
from lapor.indicators.marking import mark_days
from lapor.indicators.summary import Summary, step_averages, summary
from lapor.reports import closing, disposition, followup, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code

DAY = timedelta(days=1)
DOCS = Path(__file__).parents[3] / "docs" / "indicators.md"


@pytest.fixture
def world(db: None) -> World:
    return build()


def solved(world: World) -> Report:
    """Forwarded on Wednesday, answered on Friday, closed on the Monday after: 1, 2 and 3 working days."""
    report = filed().report
    verification.verify(report, by=world.actor("ratna"), now=NOW + DAY)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW + DAY)
    followup.answer(report, by=world.actor("kurnia"), text="Sudah kami bayar.", final=True, now=NOW + 3 * DAY)
    closing.close(report, by=holder_of_code(report), rating=5, now=NOW + 6 * DAY)
    return report


def test_step_averages_are_working_days_of_at_least_five_reports(world: World) -> None:
    later = NOW + 10 * DAY
    for _each in range(4):
        solved(world)
    facts.mark_young(later)
    facts.roll_up(later)
    assert step_averages(later) is None
    solved(world)
    facts.mark_young(later)
    facts.roll_up(later)
    found = step_averages(later)
    assert found is not None
    assert (found.verification, found.disposition, found.answer, found.completion) == (1.0, 1.0, 2.0, 3.0)
    assert step_averages(NOW + 200 * DAY) is None


def test_reports_of_an_export_have_no_steps_and_no_reopening(world: World) -> None:
    for _each in range(5):
        solved(world)
    Report.objects.update(dated=False)
    facts.mark_young(NOW)
    facts.roll_up(NOW + 10 * DAY)
    found = summary(start=NOW.date(), end=NOW.date(), now=NOW)
    assert (found.completed_share, found.auto_closed_share) == (1.0, 0.0)
    assert (found.reopened_share, found.median_days_to_first_answer) == (None, None)
    assert step_averages(NOW + DAY) is None


def test_a_limit_that_passes_long_after_filing_is_counted(world: World) -> None:
    report = filed().report
    late = NOW + 60 * DAY
    verification.verify(report, by=world.actor("ratna"), now=late)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=late)
    mark_days([NOW.date()])
    facts.roll_up(late)
    assert _figures().followed_up_within_5_working_days is None
    facts.mark_young(late + 10 * DAY)
    facts.roll_up(late + 10 * DAY)
    assert _figures().followed_up_within_5_working_days == 0.0


def test_counting_a_day_asks_as_often_for_many_reports_as_for_one(
    world: World, django_assert_num_queries: object
) -> None:
    for _each in range(5):
        solved(world)
    with django_assert_num_queries(6):  # type: ignore[operator]  # reports; facts: old, new; cells: old, new, month
        facts.count_day(NOW.date(), NOW + 10 * DAY)


def test_the_document_is_written_from_the_definitions() -> None:
    assert DOCS.read_text() == document.page()
    assert all(definition.recipe for definition in DEFINITIONS.values())
    fields = set(Summary.__dataclass_fields__)
    assert fields <= set(DEFINITIONS)


def _figures() -> Summary:
    return summary(start=NOW.date(), end=NOW.date(), now=NOW)
