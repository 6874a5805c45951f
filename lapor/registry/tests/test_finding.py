"""Finding regions, agencies and categories by what people and exports write."""

import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from lapor.registry import agencies
from lapor.registry.models import Agency, AgencyKind, Region
from lapor.registry.queries import (
    agencies_page,
    agency_by_code,
    agency_by_name,
    categories_page,
    category_by,
    find_agencies,
    find_categories,
    find_regions,
    keyword_match,
    region_by_code,
    region_by_names,
    regions_page,
    standing_agencies,
    unit_by_name,
    zone_of,
)
from lapor.registry.sample import DIRECTORATE, OFFICE, load_sample

AUGUST_2018 = datetime.date(2018, 8, 28)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sample(db: None) -> None:
    load_sample()


def codes(rows: list[Region] | list[Agency]) -> list[str]:
    return [row.code for row in rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bandung", ["32.04", "32.73"]),
        ("Kota Bandung", ["32.73"]),
        ("kab. bandung", ["32.04"]),
        ("BAND", ["32.04", "32.73"]),
        ("cileunyi kulon", ["32.04.05.2001"]),
        ("desa cileunyi", ["32.04.05.2001"]),
        ("kulon cileunyi jabar", ["32.04.05.2001"]),
        ("dki", ["31", "31.71"]),
        ("jabar", ["32", "32.04", "32.73"]),
        ("ja", ["31", "32", "35", "31.71", "91.03"]),
        ("a", []),
        ("   ", []),
        ("%", []),
        ("__", []),
        ("\0", []),
        ("zzz" * 500, []),
    ],
)
def test_regions_by_typing(typed: str, found: list[str]) -> None:
    got = codes(find_regions(typed))
    assert got[: len(found)] == found or sorted(got) == sorted(found)


def test_regions_by_typing_know_the_past() -> None:
    assert codes(find_regions("merauke")) == ["93.01"]
    assert codes(find_regions("merauke", on=AUGUST_2018)) == ["91.01"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("Jawa Barat", "Bandung"), "32.04"),
        (("Jawa Barat", "Kota Bandung"), "32.73"),
        (("JAWA BARAT", "KAB. BANDUNG", "CILEUNYI", "Cileunyi Kulon"), "32.04.05.2001"),
        (("Jawa Barat", "Bandung", "Kec. Cileunyi", "Entah"), "32.04.05"),
        (("Jawa Barat", "Entah"), "32"),
        (("Daerah Khusus Ibukota Jakarta", ""), "31"),
        (("DKI Jakarta", "Kota Jakarta Pusat"), "31.71"),
        (("", "Kota Surabaya"), "35.78"),
    ],
)
def test_regions_by_the_names_of_an_export(words: tuple[str, ...], code: str) -> None:
    region = region_by_names(*words)
    assert region is not None
    assert region.code == code


def test_unknown_places_lead_nowhere() -> None:
    assert region_by_names("Atlantis") is None
    assert region_by_names("", "", "Cileunyi") is None
    assert region_by_code("99") is None


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pendidikan", "KEMENDIKDASMEN"),
        ("kemenhub", "KEMENHUB"),
        ("bpjs", "BPJS-KESEHATAN"),
        ("bandung", "KAB-BANDUNG"),
        ("kab bandung", "KAB-BANDUNG"),
        (
            "direktorat jenderal guru",
            "KEMENDIKDASMEN-DIREKTORAT-JENDERAL-GURU-TENAGA-KEPENDIDIKAN-DAN-PENDIDIKAN-GURU",
        ),
    ],
)
def test_agencies_by_typing(typed: str, first: str) -> None:
    assert find_agencies(typed)[0].code == first


def test_ended_and_inactive_agencies_are_not_offered() -> None:
    assert find_agencies("kemendikbudristek") == []
    Agency.objects.filter(code="KEMENHUB").update(active=False)
    assert find_agencies("kemenhub") == []
    assert find_agencies("belum dipetakan") == []
    assert codes(find_agencies("bandung", AgencyKind.REGENCY)) == ["KAB-BANDUNG"]


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("Pemerintah Kabupaten Bandung", None, "KAB-BANDUNG"),
        ("Bandung", None, "KAB-BANDUNG"),
        ("Kota Bandung", None, "KOTA-BANDUNG"),
        ("Pemkot Surabaya", None, "KOTA-SURABAYA"),
        ("PEMERINTAH PROVINSI JAWA BARAT", None, "PROV-JABAR"),
        ("KEMENTERIAN PENDIDIKAN DAN KEBUDAYAAN", AUGUST_2018, "KEMENDIKBUD"),
        ("Kementerian Perhubungan (Kemenhub)", None, "KEMENHUB"),
        ("Badan Penyelenggara Jaminan Sosial Kesehatan", None, "BPJS-KESEHATAN"),
        ("Kementerian Sihir", None, None),
        (OFFICE, None, None),
        ("", None, None),
    ],
)
def test_agencies_by_the_name_in_an_export(name: str, on: datetime.date | None, code: str | None) -> None:
    agency = agency_by_name(name, on)
    assert (agency.code if agency else None) == code


def test_lapors_own_number_wins_over_the_name() -> None:
    agency = agency_by_name("Kabupaten Bandung Raya", lapor_id=12938)
    assert agency is not None
    assert agency.code == "KAB-BANDUNG"


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("KAB. NGANJUK jalan rusak", "KAB-NGANJUK", "jalan rusak"),
        ("kab nganjuk: jalan rusak", "KAB-NGANJUK", "jalan rusak"),
        ("Kab.Nganjuk  jalan", "KAB-NGANJUK", "jalan"),
        ("nganjuk jalan", "KAB-NGANJUK", "jalan"),
        ("Kumham paspor lama", "KEMENKUM", "paspor lama"),
        ("pemkot surabaya", "KOTA-SURABAYA", ""),
        ("Kota Bandung banjir", "KOTA-BANDUNG", "banjir"),
    ],
)
def test_a_keyword_opens_a_message(text: str, code: str, rest: str) -> None:
    match = keyword_match(text)
    assert match is not None
    assert (match[0].code, match[1]) == (code, rest)


@pytest.mark.parametrize(
    "text", ["siang pak mau lapor", "", "...", "nganjukan", "bandung banjir", "\U0001f600"]
)
def test_other_messages_have_no_keyword(text: str) -> None:
    assert keyword_match(text) is None


def test_categories() -> None:
    road = category_by(928)
    assert road is not None
    assert (road.name, road.code) == ("Infrastruktur jalan", "pekerjaan-umum/infrastruktur-jalan")
    assert category_by(None, "JALAN  BERLUBANG") == category_by(1397) == find_categories("berlubang")[0]
    assert category_by(999_999, "Entah") is None
    assert category_by() is None


def test_local_time_of_an_agency() -> None:
    zones = {code: str(zone_of(Agency.objects.get(code=code))) for code in ("KEMENHUB", "KAB-JAYAPURA")}
    assert zones == {"KEMENHUB": "Asia/Jakarta", "KAB-JAYAPURA": "Asia/Jayapura"}
    unit = agencies.ensure_unit(Agency.objects.get(code="KAB-JAYAPURA"), "Dinas Kesehatan")
    assert str(zone_of(unit)) == "Asia/Jayapura"
    directorate = Agency.objects.get(name=DIRECTORATE)
    assert str(zone_of(directorate)) == "Asia/Jakarta"


def test_the_agencies_of_a_day() -> None:
    then, now = standing_agencies(AUGUST_2018), standing_agencies(datetime.date(2025, 6, 1))
    assert then.filter(code="KEMENDIKBUD").exists()
    assert not then.filter(code="KEMENDIKDASMEN").exists()
    assert now.filter(code="KEMENDIKDASMEN").exists()
    assert not now.filter(kind=AgencyKind.UNIT).exists()


def test_pages_walk_through_every_row_once() -> None:
    seen, after = [], None
    while True:
        page = agencies_page(after=after, limit=4)
        seen += codes(page.items)
        if (after := page.next) is None:
            break
    assert seen[0] == "KEMENKUM"
    assert len(seen) == len(set(seen)) == Agency.objects.standing().filter(unmapped=False).count()
    assert codes(regions_page(level="province", limit=2, after="31").items) == ["32", "35"]
    assert categories_page(limit=3).next


def test_query_counts(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        assert [str(region.parent) for region in find_regions("bandung")]
    with django_assert_num_queries(1):
        assert [str(agency.parent) for agency in find_agencies("guru")]
    with django_assert_num_queries(1):
        assert [str(agency.region) for agency in agencies_page().items]
    with django_assert_num_queries(1):
        assert [str(region.parent) for region in regions_page().items]
    with django_assert_num_queries(1):
        assert keyword_match("kab nganjuk jalan")
    with django_assert_num_queries(1):
        assert agency_by_name("Kota Bandung")
    surabaya = agency_by_code("kota-surabaya")
    assert surabaya is not None
    with django_assert_num_queries(1):
        assert unit_by_name(surabaya, OFFICE.upper())
    with django_assert_num_queries(0):
        zone_of(surabaya)
