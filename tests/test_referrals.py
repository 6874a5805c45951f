"""Oversight of "bukan wewenang": figures per agency and unit from the roll-up, and the reports behind."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.accounts.models import User
from lapor.indicators import referrals
from lapor.indicators.models import ReferralFacts, Return
from lapor.reactions import follow
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency
from lapor.reports import disposition, verification
from lapor.reports.models import Event, Report
from lapor.reports.tests.world import NOW, World, build, filed
from tests.client import CheckedClient

DAY = timedelta(days=1)
PAGE = "/kelola/pengawasan/rujukan/"
PERIOD = "?dari=2018-08&sampai=2018-09"


@pytest.fixture
def world(db: None) -> World:
    return build()


def client(name: str) -> CheckedClient:
    made = CheckedClient()
    made.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    return made


def disposed(world: World) -> Report:
    report = filed(title="Jalan berlubang").report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    return report


@pytest.fixture
def pingpong(world: World) -> Report:
    """The unit gave it back after one day, the ministry after three, Surabaya after two more; one stays."""
    report, ratna, kurnia = disposed(world), world.actor("ratna"), world.actor("kurnia")
    disposition.dispose_to_unit(report, by=kurnia, unit=world.unit, now=NOW + DAY)
    disposition.refer_back(report, by=world.actor("budi"), reason="Bukan kami.", now=NOW + 2 * DAY)
    disposition.refer_back(report, by=kurnia, reason="Urusan kota.", now=NOW + 3 * DAY)
    disposition.dispose(report, by=ratna, agency=world.stranger, now=NOW + 3 * DAY)
    disposition.refer_back(report, by=world.actor("tono"), reason="Bukan kota.", now=NOW + 7 * DAY)
    disposed(world)
    _follow_all()
    return report


def _follow_all() -> None:
    """What the worker does after the acts."""
    for event in Event.objects.order_by("id"):
        follow.func(event.pk)
    referrals.roll_up()


def _table(name: str, query: str = PERIOD) -> dict[str, list[str]]:
    """The csv by agency: received, returned, share, twice, days lost, median."""
    answer = client(name).get(f"{PAGE}unduhan/{query}")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return {row[1]: row[2:] for row in list(csv.reader(text.splitlines()))[1:]}


def test_the_figures_of_agencies_and_units(world: World, pingpong: Report) -> None:
    ministry, unit, city = world.ministry.name, world.unit.name, world.stranger.name
    found = _table("pratiwi")
    assert found == {
        ministry: ["2", "1", "0.5000", "0", "3", "3"],
        city: ["1", "1", "1.0000", "1", "2", "2"],
    }
    assert _table("ratna", f"{PERIOD}&instansi={world.ministry.pk}")[unit] == [
        "1", "1", "1.0000", "0", "1", "1"
    ]  # fmt: skip
    assert set(_table("kurnia")) == set(_table("lilis")) == {ministry, unit}
    assert set(_table("tono")) == {city}
    assert _table("karin", "?dari=2018-10&sampai=2018-12") == {}
    page = client("yusuf").get(PAGE + PERIOD).content.decode()
    assert page.index(ministry) < page.index(city)
    assert "50,0\N{NO-BREAK SPACE}%" in page


def test_a_row_leads_to_its_reports_in_scope(world: World, pingpong: Report) -> None:
    behind = f"{PAGE}{world.ministry.pk}/{PERIOD}"
    page = client("pratiwi").get(behind).content.decode()
    assert f"/kelola/laporan/{pingpong.pk}/" in page
    assert "3 hari kerja hilang" in page
    # The ministry does not have it any more; its coordinator sees the count, and no report.
    own = client("kurnia").get(behind)
    assert own.status_code == 200
    assert str(pingpong.pk) not in own.content.decode()
    assert client("kurnia").get(f"{PAGE}{world.stranger.pk}/{PERIOD}").status_code == 404
    assert client("kurnia").get(f"{PAGE}{PERIOD}&instansi={world.stranger.pk}").status_code == 404
    assert client("budi").get(PAGE).status_code == 403


def test_a_roll_up_counted_twice_or_built_anew_is_the_same(world: World, pingpong: Report) -> None:
    before = _rows()
    ReferralFacts.objects.all().delete()
    Return.objects.all().delete()
    referrals.mark_all()
    assert referrals.roll_up() == 2
    assert _rows() == before
    _follow_all()
    assert _rows() == before
    assert referrals.roll_up() == 0


def test_a_unit_hung_elsewhere_takes_its_figures_along(world: World, pingpong: Report) -> None:
    report, kurnia = disposed(world), world.actor("kurnia")
    disposition.dispose_to_unit(report, by=kurnia, unit=world.unit, now=NOW + DAY)
    disposition.refer_back(report, by=world.actor("budi"), reason="Bukan kami.", now=NOW + 2 * DAY)
    disposition.dispose_to_unit(report, by=kurnia, unit=world.unit, now=NOW + 3 * DAY)
    _follow_all()
    address = f"/kelola/pemetaan/{world.unit.pk}/induk/"
    Agency.objects.filter(pk=world.unit.pk).update(unmapped=True)
    given = {f"u{world.unit.pk}-parent": world.stranger.name}
    assert client("ratna").post(address, given).status_code == 302
    referrals.roll_up()
    assert referrals.roll_up() == 0
    assert set(_table("kurnia")) == {world.ministry.name}


def _rows() -> list[Any]:
    facts = ReferralFacts.objects.order_by("agency", "month")
    sums = facts.values_list("agency", "top", "month", "received", "returned", "twice", "lost", "lost_days")
    return [*sums, *Return.objects.order_by("event").values_list()]


def test_pages_and_queries_do_not_grow_with_agencies(world: World, pingpong: Report) -> None:
    counts = [_queries("pratiwi", PAGE + PERIOD), _queries("kurnia", PAGE + PERIOD)]
    for number in range(30):
        unit = ensure_unit(world.ministry, f"Seksi {number}")
        ReferralFacts.objects.create(
            agency=unit, top=world.ministry, month=NOW.date().replace(day=1), received=40, returned=number
        )
    assert [_queries("pratiwi", PAGE + PERIOD), _queries("kurnia", PAGE + PERIOD)] == counts
    assert max(counts) < 20
    first = client("kurnia").get(PAGE + PERIOD).content.decode()
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client("kurnia").get(PAGE + older).content.decode()
    assert [text.count("Seksi ") for text in (first, second)] == [25, 5]
    assert world.ministry.name in second
    assert len(_table("kurnia")) == 32
    assert client("kurnia").get(f"{PAGE}?lanjut=bukan-kunci").status_code == 404


def _queries(name: str, address: str) -> int:
    made = client(name)
    with CaptureQueriesContext(connection) as queries:
        assert made.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("wrong", ["dari=kemarin", "dari=2018-13", "dari=2018-09&sampai=2018-08", "dari=%00"])
def test_a_wrong_month_is_said_and_another_agency_number_is_not_found(world: World, wrong: str) -> None:
    page = client("karin").get(f"{PAGE}?{wrong}")
    assert page.status_code == 200
    assert "error-summary" in page.content.decode() or "data-focus" in page.content.decode()
    for odd in ("0x1", "9" * 30, "abc", "99999999"):
        assert client("karin").get(f"{PAGE}?instansi={odd}").status_code == 404


def test_a_name_in_the_file_is_no_formula(world: World, pingpong: Report) -> None:
    Agency.objects.filter(pk=world.stranger.pk).update(name="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in _table("pratiwi")
