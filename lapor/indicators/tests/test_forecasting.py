"""What similar reports took: the interval, how often it was right, and silence where little is known."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from lapor.indicators import forecasting
from lapor.indicators.models import Forecast
from lapor.registry.models import Category
from lapor.reports import disposition, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, WIB, World, build, filed
from lapor.sla import calendar

DAY = timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def category(world: World) -> Category:
    return Category.objects.order_by("pk")[0]


def took(world: World, of: Category, days: list[int], **more: object) -> None:
    """Reports closed that many working days after filing, the first one longest ago; all before NOW."""
    for number, working in enumerate(days):
        received = datetime(2017, 9, 4, 9, tzinfo=WIB) + number * DAY
        closed = calendar.end_of_day(calendar.add_working_days(received.date(), working), WIB)
        facts: dict[str, object] = {
            "status": "closed", "closing": "confirmed", "received": received, "closed_at": closed,
            "agency": world.ministry, "category": of,
        }  # fmt: skip
        Report.objects.create(**(facts | more))


def test_percentiles_by_hand() -> None:
    # of eleven the second (index 1) and the tenth (index 9)
    assert forecasting.interval([9, 1, 5, 3, 7, 2, 8, 4, 6, 10, 99]) == (2, 10)
    # of twelve: index 1.1 down to 1, 9.9 up to 10
    assert forecasting.interval(list(range(12))) == (1, 10)


def test_the_newest_fifth_judges() -> None:
    # eight of 4 give the interval 4-4; of the two newest one was right
    assert forecasting.hit_rate([4] * 8 + [4, 9]) == 0.5


def test_thirty_cases_make_a_forecast_and_fewer_none(world: World, category: Category) -> None:
    took(world, category, [4, 5, 6, 7, 8, 9] * 4 + [5] * 5)
    assert forecasting.refresh(NOW) == 0
    took(world, category, [5])
    assert forecasting.refresh(NOW) == 1
    made = Forecast.objects.get()
    assert (made.cases, made.low, made.high) == (30, 4, 9)
    assert made.hit_rate == 1.0


def test_only_solved_and_dated_ones_of_two_years_count(world: World, category: Category) -> None:
    for more in (
        {"closing": "unconfirmed"}, {"closing": "silent"}, {"dated": False}, {"status": "archived"},
        {"category": None}, {"agency": None},
    ):  # fmt: skip
        took(world, category, [5] * 30, **more)
    assert forecasting.refresh(NOW) == 0
    took(world, category, [5] * 30)
    assert forecasting.refresh(NOW) == 1
    assert forecasting.refresh(NOW + 700 * DAY) == 0
    assert not Forecast.objects.exists()


def test_the_page_says_it_where_the_agency_may_be_known(
    world: World, category: Category, client: Client
) -> None:
    took(world, category, [4, 5, 6, 7, 8, 9] * 6)
    forecasting.refresh(NOW)
    for secret in (False, True):
        report = filed(secret=secret).report
        ratna = world.actor("ratna")
        verification.verify(report, by=ratna, category=category, supervision=False, now=NOW)
        disposition.dispose(report, by=ratna, agency=world.ministry, now=NOW)
        page = client.get(f"/laporan/{report.pk}/").content.decode()
        assert ("selesai dalam 4 sampai 9 hari kerja. Perkiraan ini tepat untuk" in page) is not secret


def test_a_guess_that_is_mostly_wrong_is_not_shown(world: World, category: Category) -> None:
    took(world, category, [4] * 30 + [20] * 10)
    forecasting.refresh(NOW)
    report = Report(agency=world.ministry, category=category)
    # of the first 32 two took 20 days: the interval is 4-4, and none of the last eight lies in it
    assert Forecast.objects.get().hit_rate == 0
    assert forecasting.forecast_for(report) is None
