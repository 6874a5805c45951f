"""The public figures, counted by hand beside them."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction

from lapor.indicators import facts
from lapor.indicators.marking import mark_days
from lapor.indicators.models import DayFacts, StaleDay
from lapor.indicators.summary import Summary, summary
from lapor.reports import closing, disposition, filing, followup, merging, verification
from lapor.reports.models import Event, Report
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code

DAY = timedelta(days=1)
LATER = NOW + 60 * DAY
PERIOD = (date(2018, 8, 1), date(2018, 8, 31))


@pytest.fixture
def world(db: None) -> World:
    return build()


def figures(now: datetime = LATER, **where: object) -> Summary:
    for event in Event.objects.select_related("report"):
        facts.mark_stale(event)
    facts.roll_up(now)
    return summary(start=PERIOD[0], end=PERIOD[1], now=now, **where)  # type: ignore[arg-type]


def answered(world: World, *, after: timedelta) -> Report:
    report = filed().report
    verification.verify(report, by=world.actor("ratna"), now=NOW + DAY)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW + DAY)
    followup.answer(report, by=world.actor("kurnia"), text="Sudah kami bayar.", final=True, now=NOW + after)
    return report


def test_shares_count_what_the_definitions_say(world: World) -> None:
    quick, slow = answered(world, after=2 * DAY), answered(world, after=12 * DAY)
    closing.close(quick, by=holder_of_code(quick), rating=5, now=NOW + 3 * DAY)
    closing.reporter_told(slow, reached=False, now=NOW + 12 * DAY)
    from_timer = filed().report
    archived = filed().report
    verification.archive(
        archived, by=world.actor("ratna"), reason_code="unclear", note="Tidak jelas.", now=NOW
    )
    withdrawn = filed().report
    filing.withdraw(withdrawn, by=holder_of_code(withdrawn), now=NOW)
    found = figures()
    assert found.received == 4  # quick, slow, from_timer, archived
    assert found.per_day == round(4 / 31, 2)
    assert found.followed_up_within_10_days == 0.25
    assert found.verified_within_3_working_days == 0.5
    assert found.followed_up_within_5_working_days == 0.5  # of the two disposed
    assert found.completed_share == round(1 / 3, 4)  # the archived one is left out
    assert found.auto_closed_share == 0.0
    assert found.median_days_to_first_answer == 7.0  # of 2 and 12
    assert from_timer.status == "received"


def test_a_limit_that_has_not_passed_does_not_count_against_anybody(world: World) -> None:
    filed()
    assert figures(NOW + DAY).followed_up_within_10_days is None
    assert figures(NOW + 11 * DAY).followed_up_within_10_days == 0.0


def test_limits_of_a_letter_and_of_what_was_split_off_begin_when_they_are_filed(world: World) -> None:
    """Both count on the day of the first paper; nobody could look at them before they were here."""
    letter = filed(now=NOW, received=NOW - 20 * DAY, channel="letter").report
    late, ratna = NOW + 20 * DAY, world.actor("ratna")
    verification.verify(letter, by=ratna, now=NOW + DAY)
    half = merging.split(letter, by=ratna, title="Guru tidak masuk", text="Guru kelas enam libur.", now=late)
    verification.verify(half, by=ratna, now=late + DAY)
    for report in (letter, half):
        disposition.dispose(report, by=ratna, agency=world.ministry, now=late + DAY)
        followup.answer(
            report, by=world.actor("kurnia"), text="Sudah kami bayar.", final=True, now=late + 2 * DAY
        )
    found = figures(late + 3 * DAY)
    assert (found.received, found.verified_within_3_working_days) == (2, 1.0)
    assert found.followed_up_within_10_days == 0.5
    assert found.median_days_to_first_answer == 12.0  # of 22 and 2


def test_no_report_no_share(world: World) -> None:
    found = figures()
    assert (found.received, found.completed_share, found.median_days_to_first_answer) == (0, None, None)


def test_figures_by_agency_and_region_and_both_agree(world: World) -> None:
    region = world.stranger.region
    assert region is not None
    report = filed(region=region).report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.stranger, now=NOW)
    filed()
    assert figures(agency=world.stranger).received == 1
    assert figures(agency=world.ministry).received == 0
    assert figures(region=region).received == 1
    assert figures(region=region.parent).received == 1
    both = figures(region=region, agency=world.stranger)
    assert both == figures(agency=world.stranger)


def test_of_a_secret_report_no_figure_tells_agency_place_or_topic(world: World) -> None:
    region = world.stranger.region
    report = filed(region=region, secret=True).report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.stranger, now=NOW)
    assert figures().received == 1
    assert [figures(agency=world.stranger).received, figures(region=region).received] == [0, 0]
    filing.change_privacy(report, by=holder_of_code(report), anonymous=False, secret=False, now=NOW)
    assert [figures(agency=world.stranger).received, figures(region=region).received] == [1, 1]


def test_a_summary_is_one_query_however_many_reports(world: World, django_assert_num_queries: object) -> None:
    for _ in range(3):
        filed()
    figures()
    with django_assert_num_queries(3):  # type: ignore[operator]  # cells, their spread, connected
        summary(start=PERIOD[0], end=PERIOD[1], now=LATER)


@pytest.mark.django_db(transaction=True)
def test_two_who_roll_up_at_once_count_every_day_once() -> None:
    build()
    filed()
    facts.mark_young(NOW)
    threads = [threading.Thread(target=_roll_up) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not StaleDay.objects.exists()
    assert DayFacts.objects.get(scope="country").counts["received"] == 1


def _roll_up() -> None:
    facts.roll_up(LATER)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_day_is_not_counted_before_whoever_marked_it_again_has_ended() -> None:
    """Else what that one changes is in no figure, and no mark is left to count it later."""
    build()
    filed()
    mark_days([NOW.date()])
    marked, counted = threading.Event(), threading.Event()
    other = threading.Thread(target=_change, args=(marked, counted))
    other.start()
    assert marked.wait(60)
    facts.roll_up(LATER)
    counted.set()
    other.join()
    facts.roll_up(LATER)
    assert DayFacts.objects.get(scope="country").counts["received"] == 2


def _change(marked: threading.Event, counted: threading.Event) -> None:
    with transaction.atomic():
        filed()
        mark_days([NOW.date()])
        marked.set()
        assert counted.wait(60)
    connection.close()
