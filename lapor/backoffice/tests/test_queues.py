"""The list: which queues, what stands on top, search, pages, and queries that do not grow with rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.models import User
from lapor.backoffice.tests.stages import Stages
from lapor.reports.tests.world import NOW, World, filed
from tests.client import CheckedClient

WORK = ["tugas-saya", "unit-saya", "hari-ini"]
REST = ["lewat", "menunggu", "dipantau", "semua"]
QUEUES = {
    "ratna": ["verifikasi", "disposisi", "dikembalikan", "tugas-saya", "hari-ini", *REST],
    "kurnia": ["jawab", "draf", "dikembalikan", "tanggapan", "keberatan", *WORK, *REST],
    "budi": ["jawab", *WORK, *REST],
    "wati": ["jawab", "draf", *WORK, *REST],
    "lilis": REST,
    "irwan": REST,
    "pratiwi": ["keberatan", *REST],
    "karin": REST,
    "yusuf": ["ombudsman", "keberatan", *REST],
}


def test_each_role_has_its_queues(desk: Any, world: World) -> None:
    for name, queues in QUEUES.items():
        client = desk(name)
        page = client.get("/kelola/").content.decode()
        for one in {one for each in QUEUES.values() for one in each}:
            assert (f'href="/kelola/?antrean={one}"' in page) is (one in queues), (name, one)
        for one in queues:
            assert client.get(f"/kelola/?antrean={one}").status_code == 200


def test_a_queue_holds_the_own_scope_only(desk: Any, stages: Stages) -> None:
    here, elsewhere = stages.disposed(), stages.received()
    page = desk("kurnia").get("/kelola/?antrean=semua").content.decode()
    assert f"#{here.pk}" in page
    assert f"#{elsewhere.pk}" not in page
    assert f"#{here.pk}" not in desk("tono").get("/kelola/?antrean=semua").content.decode()
    assert f"#{here.pk}" not in desk("budi").get("/kelola/?antrean=semua").content.decode()


def test_what_is_late_stands_on_top_and_says_by_how_many_working_days(desk: Any, stages: Stages) -> None:
    fresh = stages.received(title="Masih baru")
    late = stages.received(title="Sudah lama", now=timezone.now() - timedelta(days=30))
    page = desk("ratna").get("/kelola/").content.decode()
    assert page.index("Lewat batas</h2>") < page.index(late.text.title) < page.index(fresh.text.title)
    assert "hari kerja" in page.split("Sudah lama")[1].split("</li>")[0]
    assert "batas" in page.split("Masih baru")[1].split("</li>")[0]


def test_a_number_jumps_and_words_are_found(desk: Any, stages: Stages) -> None:
    report = stages.disposed(title="Jembatan gantung putus")
    client = desk("kurnia")
    for typed in (f"{report.pk}", f"%23{report.pk}", f" {report.pk} "):
        assert client.get(f"/kelola/?q={typed}").headers["Location"] == f"/kelola/laporan/{report.pk}/"
    assert f"#{report.pk}" in client.get("/kelola/?q=jembatan").content.decode()
    assert "Tidak ada yang cocok" in client.get("/kelola/?q=pelabuhan").content.decode()
    stranger = desk("tono").get(f"/kelola/?q={report.pk}").content.decode()
    assert "dalam lingkup Anda" in stranger
    assert "Jembatan" not in stranger
    assert "Jembatan" not in desk("tono").get("/kelola/?q=jembatan").content.decode()


@pytest.mark.parametrize("q", ["%00", "%F0%9F%98%80", "%3Cb%3E", "x" * 1000, "%22", "9" * 40])
def test_odd_searches_break_nothing(desk: Any, q: str) -> None:
    assert desk("ratna").get(f"/kelola/?q={q}").status_code == 200


def test_pages_follow_each_other_and_a_made_up_one_does_not_exist(desk: Any, world: World) -> None:
    numbers = [filed(now=NOW + timedelta(minutes=n)).report.pk for n in range(25)]
    client, seen = desk("ratna"), ""
    page = client.get("/kelola/?antrean=verifikasi").content.decode()
    seen += page
    older = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    seen += client.get(older).content.decode()
    assert all(f"#{number} " in seen for number in numbers)
    assert client.get("/kelola/?lanjut=bukan-kunci").status_code == 404


@pytest.mark.parametrize("name", ["ratna", "kurnia", "karin"])
def test_queries_do_not_grow_with_rows(world: World, stages: Stages, name: str) -> None:
    client = CheckedClient()
    client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    client.get("/kelola/?antrean=semua")
    make = [stages.disposed, stages.drafted, stages.answered]
    counts = []
    for more in (5, 13):
        for number in range(more):
            make[number % 3](anonymous=number % 2 == 0)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/kelola/?antrean=semua")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 40
