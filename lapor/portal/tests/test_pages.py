"""Pages that everybody may open."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lapor.indicators.facts import roll_up
from lapor.indicators.marking import mark_days
from lapor.portal.tests.conftest import Make
from lapor.registry.models import Category, Region
from lapor.reports import closing, verification
from lapor.reports.models import Publication
from lapor.reports.tests.world import World, filed, holder_of_code
from tests.client import CheckedClient


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Tulis laporan"),
        ("/laporan/", "Belum ada laporan publik"),
        ("/lacak/", "Lacak laporan"),
        ("/tentang/", "Kementerian PAN-RB"),
        ("/bantuan/", "1708"),
        ("/privasi/", "400 hari"),
        ("/masuk/", "Kirim kode"),
        ("/masuk/kode/", "Kirim kode"),
        ("/masuk/lupa-sandi/", "Kirim tautan"),
    ],
)
def test_it_opens(db: None, client: CheckedClient, path: str, words: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert words in response.content.decode()


def test_robots_are_kept_from_what_is_not_public(client: CheckedClient) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /akun/" in text
    # A report may be found; what lies below it not. A star at the end would close the report too.
    assert "Disallow: /laporan/*/*/" in text.splitlines()


def test_the_home_shows_what_was_solved(client: CheckedClient, answered: Make, now: datetime) -> None:
    one = answered(title="Lampu jalan mati dua minggu")
    closing.close(one.report, by=holder_of_code(one.report), rating=5, now=now)
    hidden = answered(title="Perkara yang dirahasiakan", secret=True)
    closing.close(hidden.report, by=holder_of_code(hidden.report), rating=5, now=now)
    page = client.get("/").content.decode()
    assert "Lampu jalan mati dua minggu" in page
    assert "dirahasiakan" not in page


def test_a_redacted_report_is_no_empty_card(
    client: CheckedClient, world: World, answered: Make, now: datetime
) -> None:
    one = answered(title="Lampu jalan mati dua minggu")
    closing.close(one.report, by=holder_of_code(one.report), rating=5, now=now)
    verification.redact(one.report, by=world.actor("ratna"), now=now)
    assert f"/laporan/{one.report.pk}/" not in client.get("/").content.decode()
    assert "Isi laporan ini ditutup" in client.get(f"/laporan/{one.report.pk}/").content.decode()


def test_a_report_without_a_title_is_named_by_its_number(
    client: CheckedClient, world: World, answered: Make, now: datetime
) -> None:
    one = answered()
    Publication.objects.filter(report=one.report).update(title="")
    for page in ("/laporan/", f"/instansi/{world.ministry.slug}/"):
        assert f"Laporan #{one.report.pk}</a>" in client.get(page).content.decode().replace("</strong>", "")
    closing.close(one.report, by=holder_of_code(one.report), rating=5, now=now)
    Publication.objects.filter(report=one.report).update(title="")
    assert f"/laporan/{one.report.pk}/" not in client.get("/").content.decode()


def test_the_home_shows_the_figures_of_the_year(client: CheckedClient, answered: Make, now: datetime) -> None:
    for _each in range(5):  # an average of fewer says nothing
        answered()
    mark_days([timezone.localtime(now).date()])
    roll_up(timezone.now())
    page = client.get("/").content.decode()
    assert f"Tahun {timezone.localtime(now).year} dalam angka" in page
    assert "instansi tersambung" in page
    assert "Rata-rata" in page


def test_the_list_finds_by_indonesian_words(client: CheckedClient, verified: Make) -> None:
    verified(title="Jembatan desa berlubang")
    verified(title="Antrean paspor")
    page = client.get("/laporan/", {"q": "jembatannya lubang"}).content.decode()
    assert "Jembatan desa berlubang" in page
    assert "Antrean paspor" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=disposed", True),
        ("status=closed", False),
        ("kelas=complaint", True),
        ("kelas=aspiration", False),
        ("instansi=KEMENDIKDASMEN", True),
        ("instansi=kota-surabaya", False),
        ("wilayah=35", True),
        ("wilayah=Kota+Bandung", False),
        ("kategori=pendidikan", True),
        ("kategori=sosial", False),
        ("dari=2001-01-01&sampai=2999-01-01", True),
        ("sampai=2001-01-01", False),
        ("sampai=9999-12-31", True),
    ],
)
def test_filters_narrow(client: CheckedClient, disposed: Make, query: str, found: bool) -> None:
    disposed(title="Tunjangan guru", region=region("35.78"), category=category("pendidikan-dasar"))
    page = client.get(f"/laporan/?{query}")
    assert page.status_code == 200
    assert ("Tunjangan guru" in page.content.decode()) is found


@pytest.mark.parametrize(
    "query",
    [
        "status=ngawur",
        "kelas=%00",
        "kategori=tidak-ada",
        "instansi=%F0%9F%98%80",
        "wilayah=%00%00",
        "dari=kemarin",
        "sampai=0000-00-00",
        "q=%00%3A%2A%26%7C",
        "q=" + "x" * 5000,
        "lanjut=ngawur",
        "lanjut=WyJuIiwxLDJd",
        "kategori[]=a&dari=2018-08-28&dari=x",
    ],
)
def test_values_that_cannot_be_break_nothing(client: CheckedClient, verified: Make, query: str) -> None:
    verified()
    assert client.get(f"/laporan/?{query}").status_code == 200


def test_pages_follow_each_other_at_the_same_cost(
    client: CheckedClient, verified: Make, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(45):
        verified(title=f"Laporan nomor {number:03d}", now=now - timedelta(minutes=number))
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get("/laporan/")
    titles: list[str] = []
    while True:
        titles += [seen.title for seen, _status in page.context["rows"]]
        following = page.context["page"].next
        if not following:
            break
        with django_assert_num_queries(LIST_QUERIES):
            page = client.get("/laporan/", {"lanjut": following})
    assert titles == [f"Laporan nomor {number:03d}" for number in range(45)]


def test_secret_and_unverified_reports_are_in_no_list(client: CheckedClient, verified: Make) -> None:
    verified(title="Perkara rahasia", secret=True)
    filed(title="Belum diperiksa")
    page = client.get("/laporan/").content.decode()
    assert "Perkara rahasia" not in page
    assert "Belum diperiksa" not in page


LIST_QUERIES = 7


def region(code: str) -> object:
    return Region.objects.get(code=code)


def category(code: str) -> object:
    return Category.objects.filter(code__contains=code).first()
