"""The demo's phone: 1708 played in the browser."""

from __future__ import annotations

import pytest
from django.test import Client

from lapor.intake.models import InboundSms
from lapor.intake.tests.texting import LONG_STORY
from lapor.notifications.tests.working import work_off
from lapor.reports import verification
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, World, build

pytestmark = pytest.mark.django_db

NUMBER = "0812-0000-1708"


@pytest.fixture
def world() -> World:
    return build()


def send(client: Client, text: str, sending: str = "") -> None:
    said = {"nomor": NUMBER, "pesan": text, "kiriman": sending}
    answer = client.post("/1708/", said)
    assert (answer.status_code, answer["Location"]) == (302, "/1708/?nomor=%2B6281200001708#tulis")


def page(client: Client, address: str = "/1708/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_report_from_the_demos_phone_and_what_comes_back(client: Client, world: World) -> None:
    assert "Belum ada SMS" in page(client)
    send(client, LONG_STORY)
    report = Report.objects.get()
    shown = page(client)
    assert f"LAPOR #{report.pk} diterima. Kode akses" in shown
    assert f"SELESAI {report.pk} 5" in shown  # among the examples
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    work_off()
    shown = page(client)
    assert "sudah diperiksa" in shown
    assert shown.index(LONG_STORY[:40]) < shown.index("Kode akses") < shown.index("sudah diperiksa")
    assert shown.count(f"#{report.pk} diterima") == 1


def test_a_second_press_changes_nothing(client: Client, world: World) -> None:
    for _press in range(2):
        send(client, LONG_STORY, sending="satu")
    assert InboundSms.objects.count() == Report.objects.count() == 1
    assert "dikirim 2 kali" in page(client)


def test_only_what_is_new_is_fetched(client: Client, world: World) -> None:
    address = "/1708/percakapan/?nomor=081200001708"
    first = client.get(address)
    assert "<html" not in first.content.decode()
    version = first.context["version"]
    assert client.get(f"{address}&versi={version}").status_code == 204
    send(client, "BANTUAN")
    assert client.get(f"{address}&versi={version}").status_code == 200
    assert client.get("/1708/percakapan/?nomor=promo").status_code == 404


def test_bad_input_says_what_to_do(client: Client, world: World) -> None:
    answer = client.get("/1708/?nomor=promo")
    assert answer.status_code == 422
    assert "Ini bukan nomor ponsel" in answer.content.decode()
    for said in ({"nomor": NUMBER, "pesan": "a" * 1601}, {"nomor": NUMBER, "pesan": "a\0b"}, {"nomor": ""}):
        assert client.post("/1708/", said).status_code == 422
    assert client.get("/1708/?nomor=%00").status_code == 422
    assert not InboundSms.objects.exists()
    send(client, "")
    assert InboundSms.objects.get().text == ""
    assert "BANTUAN" in page(client, "/1708/?nomor=0812-0000-1708&pesan=BANTUAN")


def test_all_that_came_in_with_its_answers(
    client: Client, world: World, django_assert_num_queries: object
) -> None:
    assert "Belum ada SMS" in page(client, "/1708/pesan/")
    for number in range(25):
        send(client, f"CEK 1234{number:03}")
    first = page(client, "/1708/pesan/")
    assert "Lebih lama" in first
    assert "tidak ditemukan" in first
    assert client.get("/1708/pesan/?lanjut=salah").status_code == 404


@pytest.mark.parametrize("rows", [2, 20])
def test_the_cost_does_not_grow(
    client: Client, world: World, rows: int, django_assert_max_num_queries: object
) -> None:
    for number in range(rows):
        send(client, f"CEK 1234{number:03}")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        page(client)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        page(client, "/1708/pesan/")


@pytest.mark.parametrize("address", ["/1708/", "/1708/percakapan/?nomor=081200001708", "/1708/pesan/"])
def test_outside_the_demo_there_is_none(client: Client, settings: object, address: str) -> None:
    settings.DEMO = settings.TESTING = False  # type: ignore[attr-defined]
    assert client.get(address).status_code == 404
