"""`/instansi/`: found, followed to its heirs, and judged in one sentence."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lapor.indicators.dimensions import Dim
from lapor.indicators.models import MonthCell
from lapor.indicators.sums import Sums
from lapor.oversight.agency_page import sentence
from lapor.oversight.tests.cast import answered, count, forwarded
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency, AgencyKind
from lapor.reports.models import Message
from lapor.reports.tests.world import World, filed


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def test_top_agencies_by_kind_and_units_only_in_a_search(world: World, client: Client) -> None:
    shown = text(client, "/instansi/")
    assert shown.index("Kementerian Perhubungan") < shown.index("Kota Surabaya")
    assert world.unit.name not in shown
    assert world.unit.name in text(client, "/instansi/?q=guru+pendidikan+dasar")
    assert "Kementerian Perhubungan" not in text(client, "/instansi/?jenis=city")


def test_what_ended_is_reachable_and_names_its_heir(world: World, client: Client) -> None:
    old = Agency.objects.get(code="KEMENDIKBUD")
    assert f"/instansi/{old.slug}/" not in text(client, "/instansi/")
    assert f"/instansi/{old.slug}/" in text(client, "/instansi/?lama=ya")
    shown = text(client, f"/instansi/{old.slug}/")
    assert "Instansi ini berakhir pada" in shown
    assert f"/lapor/?instansi={world.ministry.slug}" in shown
    assert old.successor is not None
    assert old.name in text(client, f"/instansi/{old.successor.slug}/")


@pytest.mark.parametrize(
    "query", ["q=%00", "jenis=apa", "lanjut=bukan-kursor", "q=" + "a" * 500, "lama=9", "q=%25_%27"]
)
def test_bad_input_shows_the_list(world: World, client: Client, query: str) -> None:
    text(client, f"/instansi/?{query}")


def test_every_agency_has_a_page_and_no_other(world: World, client: Client) -> None:
    for slug in Agency.objects.values_list("slug", flat=True):
        text(client, f"/instansi/{slug}/")
    assert client.get("/instansi/tidak-ada/").status_code == 404


def test_the_page_says_it_in_one_sentence_and_links_on(world: World, client: Client) -> None:
    start = timezone.now() - timedelta(days=40)
    for after in (2, 2, 2, 2, 25):
        report = answered(world, now=start, after=after)
    count(timezone.now())
    Agency.objects.filter(pk=world.ministry.pk).update(connected_since=start.date(), connected_invented=True)
    shown = text(client, f"/instansi/{world.ministry.slug}/")
    assert "Menjawab 4 dari 5 laporan dalam 5 hari kerja." in shown
    assert "(tanggal contoh)" in shown
    assert f"/laporan/{report.pk}/" in shown
    assert f"/laporan/?instansi={world.ministry.slug}" in shown
    assert f'href="/lapor/?instansi={world.ministry.slug}"' in shown
    assert "Jumlah laporan menurut hari kerja sampai dijawab" in shown
    assert world.unit.name in shown


def test_nothing_of_a_secret_or_unverified_report(world: World, client: Client) -> None:
    answered(world, secret=True, title="Isi yang rahasia", now=timezone.now() - timedelta(days=20))
    filed(title="Belum diperiksa", now=timezone.now())
    count(timezone.now())
    shown = text(client, f"/instansi/{world.ministry.slug}/")
    assert "Isi yang rahasia" not in shown
    assert "Belum diperiksa" not in shown
    assert "kurang dari 5" not in shown  # not even that there is a secret one
    assert "Laporan publik yang masuk" not in shown  # the curve would count the secret one


def test_what_waits_what_is_late_and_what_was_praised(world: World, client: Client) -> None:
    now = timezone.now()
    path = f"/instansi/{world.ministry.slug}/"
    assert "Tidak ada laporan publik yang menunggu" in text(client, path)
    forwarded(world, now=now - timedelta(days=2))
    forwarded(world, now=now - timedelta(days=3), secret=True)
    shown = text(client, path)
    assert "1 laporan publik menunggu jawaban instansi ini." in shown
    assert "Tidak ada laporan publik yang lewat batas" in shown
    assert "Jawaban yang dinilai baik" not in shown
    forwarded(world, now=now - timedelta(days=90))
    good = answered(world, now=now - timedelta(days=20))
    answered(world, now=now - timedelta(days=20), secret=True, title="Isi rahasia")
    shown = text(client, path)
    assert "1 laporan publik lewat batas hari ini" in shown
    assert "2 laporan publik menunggu" in shown
    praised = shown[shown.index("Jawaban yang dinilai baik") : shown.index("Laporan terbaru")]
    assert f"/laporan/{good.pk}/" in praised
    assert praised.count("Sudah kami bayar.") == praised.count("Nilai 5 dari 5") == 1
    assert "Isi rahasia" not in shown
    Message.objects.filter(report=good).update(redacted_at=now, text="", public_text="")
    assert "Jawaban yang dinilai baik" not in text(client, path)


def test_compared_with_its_kind_in_words_a_picture_and_a_table(world: World, client: Client) -> None:
    Agency.objects.filter(parent=None, valid_to=None).update(kind=AgencyKind.MINISTRY)
    for agency in Agency.objects.filter(parent=None, valid_to=None):
        met = 95 if agency == world.ministry else 30
        facts = {"followed_up_5_counted": 100, "followed_up_5_met": met}
        month = timezone.localdate().replace(day=1)
        MonthCell.objects.create(month=month, dims=Dim.AGENCY, a=agency.pk, **facts)
    shown = text(client, f"/instansi/{world.ministry.slug}/")
    assert "Termasuk seperempat yang paling sering tepat waktu" in shown
    assert '<tr><th scope="row">Instansi ini</th><td class="num">95,0' in shown
    other = text(client, f"/instansi/{world.stranger.slug}/")
    assert "bedanya dari nilai tengah terlalu kecil" in other
    assert "Dibandingkan dengan" not in text(client, f"/instansi/{world.unit.slug}/")


def test_queries_do_not_grow(world: World, client: Client, django_assert_max_num_queries: object) -> None:
    for number in range(12):
        ensure_unit(world.ministry, f"Direktorat {number}")
        answered(world, now=timezone.now() - timedelta(days=20 + number))
    count(timezone.now())
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        text(client, "/instansi/")
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        text(client, f"/instansi/{world.ministry.slug}/")


@pytest.mark.parametrize(
    ("met", "counted", "said"),
    [
        (0, 0, "Belum cukup laporan"),
        (4, 4, "Belum cukup laporan"),
        (5, 5, "Menjawab semua laporan"),
        (6, 8, "Menjawab 6 dari 8 laporan"),
        (803, 1000, "Menjawab 8 dari 10 laporan"),
        (999, 1000, "Menjawab 99,9\xa0% laporan"),
        (3, 1000, "Menjawab 0,3\xa0% laporan"),
        (0, 1000, "Menjawab 0,0\xa0% laporan"),
    ],
)
def test_a_round_number_only_where_it_is_nearly_true(met: int, counted: int, said: str) -> None:
    sums = Sums()
    sums.take({"followed_up_5_met": met, "followed_up_5_counted": counted}, {}, {})
    assert sentence(sums).startswith(said)
