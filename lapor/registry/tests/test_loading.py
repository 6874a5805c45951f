"""The real data files: their counts, their past, and that loading twice changes nothing."""

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from lapor.registry.loading import Loaded, Tally, load_all
from lapor.registry.models import Agency, AgencyKind, Category, Region, RegionLevel
from lapor.registry.queries import find_agencies, find_regions, region_by_names, standing_agencies

AUGUST_2018 = datetime.date(2018, 8, 28)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Loaded]:
    """The whole registry once for this module, taken back behind it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_all()
        transaction.set_rollback(True)


def counts(on: datetime.date | None = None) -> list[int]:
    rows = Region.objects.standing(on)
    return [rows.filter(level=level).count() for level in RegionLevel]


def test_the_regions_of_today_are_complete(loaded: Loaded) -> None:
    assert counts() == [38, 416, 98, 7285, 83762]


def test_the_regions_of_2018_are_complete(loaded: Loaded) -> None:
    assert counts(AUGUST_2018) == [34, 416, 98, 7201, 83436]


def test_ministries_of_both_cabinets(loaded: Loaded) -> None:
    ministries = Agency.objects.filter(kind=AgencyKind.MINISTRY)
    assert ministries.standing().count() == 48
    assert ministries.standing(AUGUST_2018).count() == 34
    assert ministries.standing(datetime.date(2024, 10, 20)).count() == 34


def test_institutions_and_local_governments(loaded: Loaded) -> None:
    today = standing_agencies(datetime.date(2025, 6, 1))
    kinds = [today.filter(kind=kind).count() for kind in AgencyKind.values]
    assert kinds == [48, 50, 38, 416, 98, 0]
    assert not Agency.objects.exclude(connected_since=None).exists()


def test_every_local_government_has_its_region(loaded: Loaded) -> None:
    local = Agency.objects.filter(kind__in=[AgencyKind.PROVINCE, AgencyKind.REGENCY, AgencyKind.CITY])
    assert not local.filter(region=None).exists()
    assert not [a for a in local.select_related("region") if a.region and a.region.level != a.kind]


def test_categories(loaded: Loaded) -> None:
    assert Category.objects.filter(parent=None).count() == 38
    assert Category.objects.exclude(lapor_id=None).count() == 225
    assert loaded.categories.read == loaded.categories.created == Category.objects.count()


def test_a_second_loading_changes_nothing(loaded: Loaded) -> None:
    again = load_all()
    for tally in (again.regions, again.agencies, again.keywords, again.categories):
        assert tally == Tally(read=tally.read)


def test_ended_regions_lead_to_their_successors(loaded: Loaded) -> None:
    merauke = region_by_names("Papua", "Merauke", on=AUGUST_2018)
    assert merauke is not None
    assert (merauke.code, merauke.timezone) == ("91.01", "Asia/Jayapura")
    assert merauke.successor is not None
    assert merauke.successor.code == "93.01"
    assert merauke.valid_to == datetime.date(2022, 7, 25)
    lost = Region.objects.exclude(valid_to=None).filter(successor=None)
    assert lost.count() < 0.03 * Region.objects.exclude(valid_to=None).count()


def test_successors_of_agencies_end_at_one_that_stands(loaded: Loaded) -> None:
    for agency in Agency.objects.exclude(valid_to=None).select_related("successor__successor"):
        assert agency.successor is not None
        assert agency.successor.valid_from <= (agency.valid_to or agency.valid_from)


def test_typing_over_all_regions(loaded: Loaded) -> None:
    assert [region.name for region in find_regions("jawa", limit=3)] == [
        "Jawa Barat",
        "Jawa Tengah",
        "Jawa Timur",
    ]
    assert find_regions("jabar")[0].name == "Jawa Barat"
    (village,) = find_regions("cileunyi kulon bandung")
    assert (village.code, village.level) == ("32.04.05.2001", RegionLevel.VILLAGE)
    assert {region.code for region in find_regions("bandung", limit=2)} == {"32.04", "32.73"}
    assert find_agencies("kesehatan")[0].code == "KEMENKES"


@pytest.mark.parametrize("typed", ["suk", "sukamaju bekasi", "jabar"])
def test_typing_is_answered_from_an_index(loaded: Loaded, typed: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        find_regions(typed)
    with connection.cursor() as cursor:
        for query in captured:
            cursor.execute("EXPLAIN " + query["sql"])
            plan = " ".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on registry_region  (" not in plan
            assert "region_name" in plan or "region_search" in plan
