"""Surges: invented series, then reports; one row and one notice for each, however often it is looked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lapor.accounts.models import User
from lapor.indicators import surges, watching
from lapor.indicators.models import Surge, WeekCount
from lapor.notifications.models import Channel, Delivery, Fate, Preference
from lapor.notifications.overseers import tell_of_surges
from lapor.registry.models import Category, Region
from lapor.reports.models import Report
from lapor.reports.tests.world import WIB, World, build
from tests.client import CheckedClient

WEEK = timedelta(days=7)
MONDAY = date(2018, 8, 27)
NIGHT = datetime(2018, 8, 29, 1, 40, tzinfo=WIB)


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.mark.parametrize(
    ("past", "number", "surge"),
    [
        ([0] * 26, 9, False),  # below the least
        ([0] * 26, 10, True),
        ([4] * 26, 10, False),  # happens by chance
        ([4] * 26, 15, True),
        ([40] * 26, 60, False),  # unlikely, but not twice the usual
        ([40] * 26, 90, True),
        ([5] * 20 + [50] * 6, 30, True),  # weeks of a surge do not become the usual
        (list(range(5, 31)), 40, False),  # grows steadily
        ([2, 9, 4, 0, 7, 5, 3, 8, 6, 4, 1, 9, 5], 12, False),  # noise
    ],
)
def test_what_a_surge_is(past: list[int], number: int, surge: bool) -> None:
    assert surges.is_surge(number, surges.usual(past)) is surge


def test_chance_is_the_tail_of_poisson() -> None:
    assert surges.chance(0, 3.0) == 1.0
    assert surges.chance(1, 1.0) == pytest.approx(0.63212, abs=1e-5)
    assert surges.chance(10, 4.0) == pytest.approx(0.00813, abs=1e-5)
    assert surges.chance(5_000, 3_000.0) == pytest.approx(0, abs=1e-9)


def place() -> tuple[Category, Region]:
    category = Category.objects.filter(parent__parent=None, parent__isnull=False, active=True)[0]
    return category, Region.objects.get(code="35.78", valid_to=None)


def come(number: int, day: date) -> None:
    """So many reports of one leaf category in Surabaya on one day."""
    category, region = place()
    at = datetime(day.year, day.month, day.day, 9, tzinfo=WIB)
    Report.objects.bulk_create(
        Report(category=category, region=region, received=at, status="received") for _one in range(number)
    )


def test_one_row_and_one_notice_for_each_surge(world: World) -> None:
    """Province and city both; found on Wednesday, the same on Thursday, and still one in the week after."""
    for back in range(1, 20):
        come(3, MONDAY - back * WEEK)
    come(18, MONDAY)
    karin, pratiwi = (User.objects.get(email=f"{name}@demo.lapor") for name in ("karin", "pratiwi"))
    Preference.objects.create(user=karin, mail="digest")
    assert surges.find_surges(NIGHT) == 2
    assert surges.find_surges(NIGHT + timedelta(days=1)) == 0
    category, region = place()
    found = Surge.objects.get(region=region)
    assert (found.category, found.number, found.week, found.last) == (category.parent, 18, MONDAY, MONDAY)
    assert found.usual == pytest.approx(3)
    assert tell_of_surges(NIGHT) == 2
    assert tell_of_surges(NIGHT) == 0
    told = Delivery.objects.filter(channel=Channel.APP)
    assert {row.user for row in told} == {karin, pratiwi}
    assert "18 laporan dalam sepekan, biasanya 3" in told[0].body
    mails = {row.user: row.status for row in Delivery.objects.filter(channel=Channel.EMAIL, event=None)}
    assert mails == {karin: Fate.HELD, pratiwi: Fate.QUEUED}
    come(25, MONDAY + WEEK)
    assert surges.find_surges(NIGHT + WEEK) == 0
    found.refresh_from_db()
    assert (found.week, found.last, found.number) == (MONDAY, MONDAY + WEEK, 25)
    come(30, MONDAY + 3 * WEEK)
    assert surges.find_surges(NIGHT + 3 * WEEK) == 2  # a quiet week between: another surge
    page = client("karin").get("/kelola/pengawasan/lonjakan/").content.decode()
    assert page.count("<tr><th scope") == 5
    assert client("kurnia").get("/kelola/pengawasan/lonjakan/").status_code == 403


def client(name: str) -> Any:
    made = CheckedClient()
    made.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    return made


def test_without_enough_past_nothing_is_said(world: World) -> None:
    come(3, MONDAY - 4 * WEEK)
    come(40, MONDAY)
    assert surges.find_surges(NIGHT) == 0
    assert WeekCount.objects.filter(week=MONDAY).count() == 2


def test_numbers_of_the_file_are_checked(tmp_path: Any) -> None:
    file = tmp_path / "watching.csv"
    rows = [f"{name},1,x" for name in sorted(watching.NAMES)]
    file.write_text("\n".join(["name,value,meaning", *rows]))
    assert watching.load(file)["surge_least"] == 1
    for bad in ([*rows[:-1], "silent_working_days,x,y"], [*rows, "other,1,y"], rows[:-1]):
        file.write_text("\n".join(["name,value,meaning", *bad]))
        with pytest.raises(ValueError, match=r"watching\.csv"):
            watching.load(file)
