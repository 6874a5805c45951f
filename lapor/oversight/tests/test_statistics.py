"""`/statistik/`: the same figures as everywhere, with their reasons, whatever is asked."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from lapor.indicators.figures import DEFINITIONS
from lapor.oversight.tests.cast import DAY, PERIOD, answered, count, forwarded
from lapor.reports.tests.world import NOW, World


def page(client: Client, query: str = PERIOD) -> str:
    answer = client.get(f"/statistik/?{query}")
    assert answer.status_code == 200
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def test_the_sentence_comes_first_then_figures_with_their_definitions(world: World, client: Client) -> None:
    for after in (2, 2, 2, 20):
        answered(world, after=after)
    count()
    shown = page(client)
    assert "Masuk 4 laporan; instansi menjawab 75,0\xa0% dalam 5 hari kerja." in shown
    assert shown.count("Bagaimana dihitung?") == len(DEFINITIONS)
    assert str(DEFINITIONS["completed_share"].sentence) in shown
    assert "<svg" in shown


def test_where_nothing_counts_there_is_a_reason(world: World, client: Client) -> None:
    forwarded(world)
    count(NOW + 2 * DAY)
    shown = page(client)
    assert "belum ada data" in shown
    assert "Batas waktunya belum lewat" in shown
    assert "Belum ada laporan yang ditutup" in shown


def test_few_reports_of_one_place_are_not_taken_apart(world: World, client: Client) -> None:
    for _each in range(4):
        answered(world)
    count()
    shown = page(client, f"{PERIOD}&instansi={world.ministry.slug}")
    assert "kurang dari 5" in shown
    assert "100,0" not in shown
    answered(world)
    count()
    assert "100,0" in page(client, f"{PERIOD}&instansi={world.ministry.slug}")


def test_a_region_and_both_together(world: World, client: Client) -> None:
    region = world.stranger.region
    assert region is not None
    for _each in range(5):
        forwarded(world, agency=world.stranger, region=region)
    count()
    both = "wilayah=35&instansi=KOTA-SURABAYA"
    for query in ("wilayah=35.78", "wilayah=Kota Surabaya", "wilayah=35", both):
        assert "Masuk 5 laporan" in page(client, f"{PERIOD}&{query}"), query
    assert "Belum ada laporan yang masuk" in page(client, f"{PERIOD}&wilayah=51")


@pytest.mark.parametrize(
    "query",
    [
        "dari=kemarin",
        "dari=0001-01-01&sampai=9999-12-31",
        "dari=2018-08-31&sampai=2018-08-01",
        "dari=2099-01-01",
        "sampai=2001-01-01",
        "instansi=tidak-ada&wilayah=99.99",
        "instansi=%00&wilayah=%00",
        "instansi=" + "x" * 3000,
        "dari=2000-01-01&sampai=2100-12-31",
        "wilayah=%F0%9F%98%80&dari[]=1",
    ],
)
def test_bad_input_is_named_and_never_breaks(world: World, client: Client, query: str) -> None:
    page(client, query)


def test_a_wrong_period_is_said_at_its_field(world: World, client: Client) -> None:
    shown = page(client, "dari=2018-08-31&sampai=2018-08-01")
    assert "Tanggal akhir mendahului tanggal awal." in shown
    assert 'value="2018-08-31"' in shown


def test_queries_do_not_grow(world: World, client: Client, django_assert_num_queries: object) -> None:
    answered(world)
    count()
    page(client)
    cache.clear()
    for _each in range(3):
        answered(world, now=NOW + DAY)
    count()
    with django_assert_num_queries(4):  # type: ignore[operator]  # cells, their spread, connected, openings
        page(client)
