"""`/wilayah/` and `/kategori/`: what is reported where and about what, from the top down."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from lapor.oversight.tests.cast import answered, count
from lapor.registry.models import Category, Region
from lapor.reports.tests.world import World, filed


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def test_a_place_says_what_is_reported_and_who_answers(world: World, client: Client) -> None:
    city = Region.objects.standing().get(code="35.78")
    topic = Category.objects.filter(parent__code="pendidikan").first()
    start = timezone.now() - timedelta(days=40)
    for after in (2, 2, 2, 2, 25):
        answered(world, now=start, after=after, region=city, category=topic)
    count(timezone.now())
    for path in ("/wilayah/35.78/", "/wilayah/35/"):
        shown = text(client, path)
        assert "Instansi menjawab 4 dari 5 laporan dalam 5 hari kerja." in shown
        assert "Dari 5 laporan yang sudah harus dijawab, 4 dijawab tepat waktu." in shown
        assert "1 laporan lewat batas 5 hari." in shown
        assert 'href="/kategori/pendidikan/"' in shown
        assert f'href="/instansi/{world.ministry.slug}/"' in shown
    assert 'href="/wilayah/35/"' in text(client, "/wilayah/35.78/")
    assert "5 laporan publik" in text(client, "/wilayah/35/")
    assert "5 laporan publik" in text(client, "/wilayah/")
    about = text(client, "/kategori/pendidikan/")
    assert "Instansi menjawab 4 dari 5 laporan dalam 5 hari kerja." in about
    assert f'href="/instansi/{world.ministry.slug}/"' in about
    assert 'href="/wilayah/35/"' in about
    assert topic is not None
    assert f'href="/kategori/{topic.code}/"' in about
    below = text(client, f"/kategori/{topic.code}/")
    assert "Angka dihitung untuk kategori utama." in below
    assert "Jalan berlubang" in below or "#" in below


def test_below_five_no_number_and_no_row(world: World, client: Client) -> None:
    city = Region.objects.standing().get(code="35.78")
    for _ in range(4):
        answered(world, now=timezone.now() - timedelta(days=20), region=city, secret=False)
    answered(world, now=timezone.now() - timedelta(days=20), region=city, secret=True, title="Isi rahasia")
    filed(title="Belum diperiksa", now=timezone.now(), region=city)
    count(timezone.now())
    shown = text(client, "/wilayah/35.78/")
    assert "Instansi yang menjawab" not in shown  # four public ones
    assert "Isi rahasia" not in shown
    assert "Belum diperiksa" not in shown
    assert "laporan publik<" not in text(client, "/wilayah/35/").replace("Semua laporan publik<", "")


def test_up_and_down_and_a_village_by_its_district(world: World, client: Client) -> None:
    village = Region.objects.standing().filter(depth=4).select_related("parent__parent").first()
    assert village is not None
    assert village.parent is not None
    answer = client.get(f"/wilayah/{village.code}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/wilayah/{village.parent.code}/")
    district = text(client, answer["Location"])
    assert "Angka dihitung sampai kabupaten dan kota." in district
    assert village.parent.parent is not None
    assert f'href="/wilayah/{village.parent.code}/"' in text(
        client, f"/wilayah/{village.parent.parent.code}/"
    )


def test_every_place_and_topic_of_the_sample_has_a_page(world: World, client: Client) -> None:
    for code in Region.objects.filter(depth__lte=2).values_list("code", flat=True):
        text(client, f"/wilayah/{code}/")
    for code in Category.objects.values_list("code", flat=True)[:30]:
        text(client, f"/kategori/{code}/")


BAD_INPUT = {
    "/wilayah/99/": 404,
    "/wilayah/35.78.99.9999/": 404,
    "/kategori/tidak-ada/": 404,
    "/kategori/%00/": 404,
    f"/kategori/{'a' * 500}/": 404,
    "/wilayah/?q=%00": 200,
    f"/wilayah/?q={'a' * 500}": 200,
    "/wilayah/?lanjut=bukan-kursor": 200,
    "/kategori/?q=%E2%80%AE%F0%9F%98%80": 200,
    "/kategori/pendidikan/?lanjut=x": 200,
}


def test_bad_input(world: World, client: Client) -> None:
    assert {path: client.get(path).status_code for path in BAD_INPUT} == BAD_INPUT


def test_found_by_name(world: World, client: Client) -> None:
    assert "/wilayah/35.78/" in text(client, "/wilayah/?q=surabaya")
    assert "Tidak ada wilayah yang cocok" in text(client, "/wilayah/?q=atlantis")
    assert "/kategori/pendidikan/" in text(client, "/kategori/?q=pendidikan")
    assert "Tidak ada kategori yang cocok" in text(client, "/kategori/?q=atlantis")


def test_queries_do_not_grow(world: World, client: Client, django_assert_max_num_queries: object) -> None:
    city = Region.objects.standing().get(code="35.78")
    for number in range(8):
        answered(world, now=timezone.now() - timedelta(days=20 + number), region=city)
    count(timezone.now())
    for path, most in (
        ("/wilayah/", 2),
        ("/wilayah/?q=surabaya", 4),
        ("/wilayah/35/", 20),  # two more where the year does not begin or end with a month
        ("/wilayah/35.78/", 20),
        ("/kategori/", 2),
        ("/kategori/pendidikan/", 22),
    ):
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            text(client, path)
