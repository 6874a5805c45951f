"""The search of the public list: how well words fit, and what is near."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from lapor.portal.tests.conftest import Make
from lapor.registry.models import Region
from lapor.reports import searching
from lapor.reports.models import Report
from tests.client import CheckedClient

SURABAYA, BANDUNG = "-7.2575,112.7521", "-6.91,107.61"


def titles(client: CheckedClient, **query: str) -> list[str]:
    page = client.get("/laporan/", query)
    assert page.status_code == 200
    return [seen.title for seen, _status in page.context["rows"]]


def test_what_fits_best_comes_first_page_by_page(
    client: CheckedClient, verified: Make, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    verified(title="Jembatan jembatan putus", text="Jembatan desa putus.", now=now - timedelta(days=2))
    for number in range(24):
        at = now - timedelta(minutes=number)
        verified(title=f"Jalan rusak {number:02d}", text="Dekat jembatan.", now=at)
    verified(title="Antrean paspor", now=now)
    query = {"q": "jembatan", "urut": "cocok"}
    first = client.get("/laporan/", query)
    rows = [seen.title for seen, _status in first.context["rows"]]
    assert rows[0] == "Jembatan jembatan putus"
    with django_assert_num_queries(9):  # the newest list's seven, the words, and the thousand ranked
        second = client.get("/laporan/", query | {"lanjut": first.context["page"].next})
    rows += [seen.title for seen, _status in second.context["rows"]]
    assert len(rows) == len(set(rows)) == 25
    assert titles(client, q="jembatan")[0] == "Jalan rusak 00"
    # Without words nothing can fit better; a cursor of the other order leads to the first page.
    assert titles(client, urut="cocok")[0] == "Antrean paspor"
    assert titles(client, q="jembatan", lanjut=first.context["page"].next)[0] == "Jalan rusak 00"


def test_phrases_may_stand_in_a_phones_own_quotation_marks(client: CheckedClient, verified: Make) -> None:
    verified(title="Jalan desa rusak")
    verified(title="Rusak jalan desa")
    assert titles(client, q="“desa rusak”") == titles(client, q='"desa rusak"') == ["Jalan desa rusak"]


def test_only_the_newest_are_ranked(
    client: CheckedClient, verified: Make, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified(title="Jembatan jembatan putus", now=now - timedelta(days=2))
    verified(title="Antrean", text="Antrean dekat jembatan.", now=now)
    monkeypatch.setattr(searching, "RANKED", 1)
    assert titles(client, q="jembatan", urut="cocok") == ["Antrean"]


def test_near_is_by_regency_and_never_by_the_place_itself(
    client: CheckedClient, verified: Make, now: datetime
) -> None:
    """A report's own point takes no part: by asking from many places nobody can find it."""
    surabaya, bandung = (Region.objects.get(code=code) for code in ("35.78", "32.73.01"))
    one = verified(title="Di Surabaya", region=surabaya)
    Report.objects.filter(pk=one.report.pk).update(lat=-6.9, lon=107.6)
    verified(title="Di Bandung", region=bandung)
    verified(title="Rahasia di Surabaya", region=surabaya, secret=True)
    assert titles(client, dekat="-7.26,112.75") == ["Di Surabaya"]
    assert titles(client, dekat="-6.91,107.61") == ["Di Bandung"]
    assert titles(client, dekat="-7.26,112.75", q="bandung") == []
    page = client.get("/laporan/?dekat=-7.26,112.75&status=verified").content.decode()
    assert 'name="dekat" value="-7.26,112.75"' in page
    assert "Kota Surabaya</a>" in page


@pytest.mark.parametrize("given", [SURABAYA, "-7.260001,112.749", "-7.2575, 112.7521"])
def test_a_point_is_rounded_before_anything_else(client: CheckedClient, db: None, given: str) -> None:
    answer = client.get("/laporan/", {"dekat": given, "status": "closed"})
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/laporan/?dekat=-7.26%2C112.75&status=closed",
    )


@pytest.mark.parametrize("given", ["52.52,13.40", "x,y", "nan,inf", "1", "1,2,3", "91.00,500.00"])
def test_where_nothing_is_near_it_says_what_to_do(client: CheckedClient, verified: Make, given: str) -> None:
    verified(title="Di mana saja")
    page = client.get("/laporan/", {"dekat": given})
    assert "Pilih wilayah dari saringan." in page.content.decode()
    assert [seen.title for seen, _status in page.context["rows"]] == ["Di mana saja"]
