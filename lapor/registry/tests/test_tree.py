"""The tree of agencies: units made by many at once, subtrees, hanging elsewhere."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from lapor.registry import agencies
from lapor.registry.models import Agency, AgencyKind
from lapor.registry.sample import OFFICE, load_sample

NAME = "Dinas Pekerjaan Umum"


def surabaya() -> Agency:
    return Agency.objects.get(code="KOTA-SURABAYA")


@pytest.mark.django_db(transaction=True)
def test_eight_that_ask_at_once_get_one_unit() -> None:
    load_sample()
    parent = surabaya()

    def ask(number: int) -> int:
        try:
            return agencies.ensure_unit(parent, NAME if number % 2 else NAME.upper()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(ask, range(8)))
    assert made == {Agency.objects.get(parent=parent, name__iexact=NAME).pk}


@pytest.mark.django_db
def test_a_unit_lies_below_its_parent_to_any_depth() -> None:
    load_sample()
    office = Agency.objects.get(name=OFFICE)
    section = agencies.ensure_unit(agencies.ensure_unit(office, "Bidang Jalan"), "Seksi Pemeliharaan")
    assert section.top() == surabaya()
    assert section.lineage()[:2] == [surabaya().pk, office.pk]
    assert set(surabaya().subtree()) >= {surabaya(), office, section}
    assert list(Agency.objects.above(section))[:2] == [surabaya(), office]
    assert office.contains(section)
    assert not section.contains(office)
    assert section.region == surabaya().region
    assert section.kind == AgencyKind.UNIT


@pytest.mark.django_db
def test_names_are_the_same_however_they_are_written() -> None:
    load_sample()
    parent = Agency.objects.get(code="KAB-BANDUNG")
    first = agencies.ensure_unit(parent, "Dinas Kesehatan Kab. Bandung")
    assert agencies.ensure_unit(parent, "dinas  kesehatan kabupaten bandung", 4711) == first
    first.refresh_from_db()
    assert first.lapor_id == 4711
    assert agencies.ensure_unit(surabaya(), "Dinas Kesehatan Kab. Bandung") != first
    with pytest.raises(ValueError, match="needs a name"):
        agencies.ensure_unit(parent, " \0... ")


@pytest.mark.django_db
def test_long_names_get_codes_of_their_own() -> None:
    load_sample()
    long = "Unit Pelaksana Teknis " + "Pengelolaan " * 15
    one, two = agencies.ensure_unit(surabaya(), long + "A"), agencies.ensure_unit(surabaya(), long + "B")
    assert one.code != two.code
    assert one.slug != two.slug


@pytest.mark.django_db
def test_an_unmapped_unit_is_hung_where_it_belongs() -> None:
    load_sample()
    unit = agencies.ensure_unit(agencies.unmapped_root(), "Kecamatan Majalaya")
    below = agencies.ensure_unit(unit, "Seksi Pelayanan")
    assert unit.unmapped
    moved = agencies.rehang(unit, parent=Agency.objects.get(code="KAB-BANDUNG"))
    below.refresh_from_db()
    assert (moved.unmapped, below.unmapped) == (False, False)
    assert below.top().code == "KAB-BANDUNG"
    assert below.region == moved.region
    with pytest.raises(ValueError, match="never below itself"):
        agencies.rehang(moved, parent=below)
    twin = agencies.ensure_unit(agencies.unmapped_root(), "KECAMATAN MAJALAYA")
    with pytest.raises(ValueError, match="already a unit"):
        agencies.rehang(twin, parent=Agency.objects.get(code="KAB-BANDUNG"))


@pytest.mark.django_db
def test_the_database_refuses_an_agency_without_its_path() -> None:
    with pytest.raises(IntegrityError, match="agency_path_own"), transaction.atomic():
        Agency.objects.create(code="X", slug="x", name="X", kind=AgencyKind.UNIT)


@pytest.mark.django_db
def test_the_sample_may_be_loaded_twice() -> None:
    load_sample()
    count = Agency.objects.count()
    load_sample()
    assert Agency.objects.count() == count
