"""What a published survey shows: its page, its files, its badge, the list, and who has published none."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.accounts.actors import OPERATOR
from lapor.accounts.models import User
from lapor.portal.skm.publication import Row
from lapor.portal.tests.test_surveys import running
from lapor.skm.anonymity import FEW, public_groups
from lapor.skm.arithmetic import element_score
from lapor.skm.codes import Way
from lapor.skm.counting import rebuild
from lapor.skm.following_up import fulfil_step, plan_step
from lapor.skm.models import Period, Response
from lapor.skm.oddities import decide, find
from lapor.skm.periods import close_period, publish_period
from lapor.skm.results import Group, result
from lapor.skm.tests.bulk import fill
from lapor.skm.tests.recalculating import Recalculated
from lapor.skm.tests.surveying import Surveyed, answered, survey_world
from lapor.skm.units import add_unit
from tests.client import CheckedClient


@pytest.fixture
def made(db: None) -> Surveyed:
    return survey_world()


@pytest.fixture
def period(made: Surveyed) -> Period:
    return published(made)


def published(made: Surveyed) -> Period:
    """Twelve answers of which one is left out, a plan of which one step is done."""
    now = timezone.now()
    found = running(made, population=11, dropped={"U4": "Gratis menurut undang-undang."}, weights="printed")
    for turn in range(11):
        answered(
            found,
            "344-33234" if turn % 2 else "433-44324",
            way=Way.KIOSK if turn % 3 else Way.LINK,
            now=now,
            service_id=made.services[turn % 2].pk,
            sex="female" if turn < 9 else "male",
            age="30_39" if turn < 6 else "20_29",
            suggestion=f"Antrean {turn} panjang, hubungi 081234567890 <b>" if turn < 4 else "",
        )
    answered(found, "111-11111", now=now, seconds=2)
    find(found, now=now)
    odd = Response.objects.get(u1=1)
    decide(odd, excluded=True, reason="Percobaan.", by=made.surya, now=now)
    found = close_period(found, by=made.surya, now=now)
    for element in ("U7", "U8"):
        row = plan_step(
            found,
            element=element,
            action="=Menambah <loket>",
            owner="Sekretaris",
            due=found.ends + timedelta(days=30),
            by=made.surya,
            now=now,
        )
    fulfil_step(row, note="Terpasang.", by=made.surya, now=now)
    return publish_period(found, by=made.surya, now=now)


def test_the_result_page(made: Surveyed, period: Period, client: CheckedClient) -> None:
    path = f"/skm/{made.unit.slug}/"
    shown = result(period)
    page = re.sub(r"\s+", " ", client.get(path).content.decode())
    index = str(shown.counted.ikm).replace(".", ",")
    assert f"Indeks kepuasan <strong>{index}</strong>" in page
    assert f"Kalau ikut dihitung, indeksnya {str(shown.everybody.ikm).replace('.', ',')}" in page
    assert "U4 Biaya/tarif tidak ditanyakan: Gratis menurut undang-undang." in page
    assert "1 dari 2 rencana sudah selesai." in page
    assert "Menambah &lt;loket&gt;" in page
    assert "4 saran tentang ini" in page
    assert "081234567890" not in page
    assert "&lt;a href=&quot;http" in page  # the badge's code is to be copied
    assert "Masukan Anda sangat bermanfaat" in page
    assert "Perbandingan tampil setelah survei berikutnya." in page
    assert client.get(path, {"periode": str(period.pk)}).status_code == 200
    for wrong in ("0", "x", "9" * 30, "\0"):
        assert client.get(path, {"periode": wrong}).status_code == 404
    assert client.get("/skm/tidak-ada/").status_code == 404
    other = add_unit(made.world.stranger, name="Terminal", code="TERM", by=made.surya, now=timezone.now())
    assert "belum mengumumkan" in client.get(f"/skm/{other.slug}/").content.decode()
    assert client.get(f"/skm/{other.slug}/laporan.pdf").status_code == 404


def test_a_page_reads_as_much_for_many_answers_as_for_few(made: Surveyed, period: Period) -> None:
    path = f"/skm/{made.unit.slug}/"

    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            assert Client().get(path).status_code == 200
        return [one["sql"] for one in seen.captured_queries]

    few = queries()
    fill(period, 3_000, now=timezone.now())
    many = queries()
    assert len(few) == len(many) <= 14
    # Of responses the newest suggestions alone are read.
    assert all("LIMIT" in one for one in many if "skm_response" in one)


def test_suggestions_can_be_hidden_by_who_runs_the_survey(
    made: Surveyed, period: Period, client: CheckedClient
) -> None:
    path = f"/skm/{made.unit.slug}/saran/"
    one = Response.objects.exclude(suggestion="").first()
    assert one
    rude = f"{path}{one.pk}/"
    assert client.post(rude, {"sembunyi": "ya"}).status_code == 404
    assert client.get(path, {"unsur": "U2"}).content.decode().count("Antrean") == 4
    surya = User.objects.get(email="surya@demo.lapor")
    client.force_login(surya, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(rude, {"sembunyi": "ya"}).status_code == 302
    assert "Tampilkan lagi" in client.get(path, {"unsur": "U2"}).content.decode()
    seen = Client().get(path, {"unsur": "U2"}).content.decode()
    assert seen.count("Antrean") == 3
    assert result(period).counted.n == 11
    client.post(rude, {"sembunyi": "tidak"})
    assert Client().get(path, {"unsur": "U2"}).content.decode().count("Antrean") == 4
    assert client.get(path, {"unsur": "U10"}).status_code == 404
    assert client.get(path, {"unsur": "U2", "lanjut": "x"}).status_code == 200


def test_the_files(made: Surveyed, period: Period, client: CheckedClient, tmp_path: Path) -> None:
    path = f"/skm/{made.unit.slug}/"
    found = result(period)
    rows = list(csv.DictReader(client.get(f"{path}hasil.csv").content.decode().splitlines()))
    assert rows[0]["index"] == str(found.counted.ikm)
    assert [row["number"] for row in rows if row["part"] == "sex"] == ["", ""]  # two of eleven stay closed
    body = client.get(f"{path}hasil.json").json()
    assert body["index"] == float(found.counted.ikm or 0)
    assert body["index_with_excluded"] == float(found.everybody.ikm or 0)
    assert body["profile"]["age"] == {
        "under_20": 0, "20_29": 5, "30_39": 6, "40_49": 0, "50_59": 0, "60_up": 0
    }  # fmt: skip
    assert "Antrean" not in str(body)
    file = tmp_path / "hasil.xlsx"
    file.write_bytes(client.get(f"{path}hasil.xlsx").content)
    cell = Recalculated(file).cell
    for row, one in enumerate(found.counted.elements.values(), 4):
        assert cell(f"D{row}") == pytest.approx(float(one.nrr or 0))
        assert (cell(f"G{row}"), cell(f"H{row}")) == (float(one.ikm or 0), one.grade)
    assert (cell("G12"), cell("H12")) == (float(found.counted.ikm or 0), found.counted.grade)
    assert {"Accept-Language", "Cookie"} <= set(client.get(f"{path}hasil.csv")["Vary"].split(", "))
    report = client.get(f"{path}laporan.pdf", headers={"Accept-Language": "en"})
    assert report.content.startswith(b"%PDF")
    assert report["Content-Type"] == "application/pdf"
    assert "Cookie" in client.get(f"{path}hasil.csv")["Vary"]
    badge = client.get(f"{path}lencana.svg")
    assert badge["Content-Type"].startswith("image/svg+xml")
    assert str(period.ikm).replace(".", ",") in badge.content.decode()
    assert not badge.cookies


def test_a_mean_is_rounded_half_up_as_the_index() -> None:
    assert Row("U1", "", element_score((15, 1, 0, 0))).nrr == Decimal("1.063")  # 1.0625


def test_small_groups_cannot_be_worked_out() -> None:
    def numbers(*given: int) -> list[int | None]:
        return [one.number for one in public_groups([Group(str(n), "", n) for n in given])]

    assert numbers(0, 7, 9) == [0, 7, 9]
    assert numbers(0, 3, 9, 12) == [0, None, None, 12]
    assert numbers(2, 1, 9, 12) == [None, None, None, 12]
    assert numbers(4, 3, 9) == [None, None, 9]
    assert numbers(FEW, 50) == [FEW, 50]


def test_a_small_service_cannot_be_worked_out(made: Surveyed, client: CheckedClient) -> None:
    """Forty of one service, three of the other: one shown would give the other, for the whole is known."""
    now = timezone.now()
    found = running(made)
    for turn in range(43):
        answered(found, "444444444" if turn < 40 else "1", service_id=made.services[turn >= 40].pk, now=now)
    close_period(found, by=made.surya, now=now)
    publish_period(found, by=made.surya, now=now)
    path = f"/skm/{made.unit.slug}/"
    assert client.get(f"{path}hasil.json").json()["services"] == []
    assert made.services[0].name not in client.get(path).content.decode()


def test_what_is_said_of_weights_as_printed(made: Surveyed, period: Period, client: CheckedClient) -> None:
    """Eight elements of 0.125 reach 100; of nine times 0.111 the page says 99.90."""
    path = f"/skm/{made.unit.slug}/"
    assert "indeks tertinggi 100,00" in client.get(path).content.decode()
    Period.objects.filter(pk=period.pk).update(dropped={})
    answered_all = Response.objects.filter(u1=3)
    answered_all.update(u4=4)
    rebuild(period)
    assert "indeks tertinggi 99,90" in client.get(path).content.decode()


def test_the_list_and_who_is_missing(made: Surveyed, period: Period, client: CheckedClient) -> None:
    add_unit(made.world.ministry, name="Loket 100%", code="LOKET", by=OPERATOR, now=timezone.now())
    with CaptureQueriesContext(connection) as queries:
        page = re.sub(r"\s+", " ", Client().get("/skm/").content.decode())
    assert len(queries) <= 8
    assert "<strong>1</strong> dari 2 unit layanan" in page
    assert "Kota" in page
    assert made.unit.name in page
    year = period.ends.year
    for asked, there in (
        ({"q": "kependudukan"}, True),
        ({"q": "100%"}, False),
        ({"jenis": "city"}, True),
        ({"jenis": "ministry"}, False),
        ({"wilayah": "Kota Surabaya"}, True),
        ({"wilayah": "Jawa Timur"}, True),
        ({"wilayah": "entah"}, True),
        ({"tahun": str(year)}, True),
        ({"tahun": str(year - 1)}, False),
        ({"urut": "indeks"}, True),
        ({"tahun": "x", "jenis": "x", "wilayah": "\0", "urut": "x", "lanjut": "x"}, True),
    ):
        shown = client.get("/skm/", asked).content.decode()
        assert (f"/skm/{made.unit.slug}/?periode=" in shown) is there, asked
    Period.objects.update(enough=False)
    assert "Tidak ada hasil survei" in client.get("/skm/", {"urut": "indeks"}).content.decode()
    missing = client.get("/skm/belum/").content.decode()
    assert "Loket 100%" in missing
    assert made.unit.name not in missing
    assert made.unit.name in client.get("/skm/belum/", {"tahun": year - 1}).content.decode()
    assert "Tidak ada yang kurang" in client.get("/skm/belum/", {"jenis": "city"}).content.decode()
