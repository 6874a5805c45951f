"""One report's page, as the public, its reporter and officers see it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from lapor.accounts.models import User
from lapor.portal.tests.conftest import Make, fresh, opened
from lapor.reports import closing, verification
from lapor.reports.models import Attachment
from lapor.reports.states import Status
from lapor.reports.tests.world import World, filed, holder_of_code
from tests.client import CheckedClient

CANARY = "Kenanga Wulandari"
DAY = timedelta(days=1)


def read(client: CheckedClient, number: int) -> str:
    response = client.get(f"/laporan/{number}/")
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_public_reads_where_it_stands(client: CheckedClient, disposed: Make) -> None:
    page = read(client, disposed().report.pk)
    assert "Menunggu jawaban Kementerian Pendidikan Dasar dan Menengah" in page
    assert "paling lambat" in page
    assert "Mengapa tanggal ini?" in page
    assert "Ketentuan platform" in page
    assert "Sekarang: instansi menyiapkan jawaban" in page


@pytest.mark.parametrize(("reached", "word"), [(True, "Selesai"), (False, "Ditutup")])
def test_while_answered_the_days_until_it_closes_count_down(
    client: CheckedClient, answered: Make, now: datetime, reached: bool, word: str
) -> None:
    one = answered()
    closing.reporter_told(one.report, reached=reached, now=now)
    counted = f"{word} otomatis dalam"
    assert counted in read(client, one.report.pk)
    assert counted in read(opened(CheckedClient(), one), one.report.pk)


def test_after_a_late_reminder_the_page_says_when_it_really_closes(
    client: CheckedClient, answered: Make, now: datetime
) -> None:
    one = answered(now=now - 40 * DAY)
    closing.reporter_told(one.report, reached=True, now=now - 40 * DAY)
    closing.remind_quiet(one.report, now=now)
    page = read(client, one.report.pk)
    assert "Selesai otomatis dalam 1 hari kerja" in page or "Selesai otomatis sesudah hari ini" in page
    assert "Lewat batas" not in page


@pytest.mark.parametrize("path", ["/laporan/9/", "/laporan/999999999999999999/", "/laporan/9/tanggapan/"])
def test_an_unknown_number_is_not_there(db: None, client: CheckedClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/laporan/9999999999999999999999/", "/laporan/abc/", "/laporan/-1/"])
def test_what_is_no_number_is_not_there(db: None, client: CheckedClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_hash_before_the_number_is_understood(client: CheckedClient, verified: Make) -> None:
    number = verified().report.pk
    response = client.get(f"/laporan/%23{number}/")
    assert (response.status_code, response["Location"]) == (301, f"/laporan/{number}/")


def test_nobody_outside_reads_name_or_number(client: CheckedClient, answered: Make) -> None:
    one = answered(name=CANARY, phone="+6281234567890")
    page = read(client, one.report.pk)
    for word in (CANARY, "Kenanga", "0812-3456-7890", "6281234567890", "contoh.example"):
        assert word not in page
    assert "Tunjangan kami belum masuk" in page


def test_a_secret_report_shows_dates_only(client: CheckedClient, disposed: Make) -> None:
    page = read(client, disposed(secret=True, title="Perkara rahasia").report.pk)
    assert "dirahasiakan" in page
    for word in ("Perkara rahasia", "Tunjangan", "Kementerian Pendidikan"):
        assert word not in page


def test_an_unverified_report_shows_dates_only(client: CheckedClient, world: World, now: datetime) -> None:
    page = read(client, filed(now=now).report.pk)
    assert "belum diperiksa" in page
    assert "Tunjangan" not in page


def test_the_code_opens_it_for_the_reporter(client: CheckedClient, disposed: Make) -> None:
    one = disposed(secret=True)
    response = opened(client, one).get(f"/laporan/{one.report.pk}/")
    page = response.content.decode()
    assert "Tunjangan guru belum cair" in page
    assert "0812-3456-7890" in page
    assert "Tutup laporan ini" in page
    assert response["Cache-Control"] == "private, no-store"
    client.post(f"/laporan/{one.report.pk}/keluar/")
    assert "Tunjangan guru" not in read(client, one.report.pk)


def test_the_cost_of_the_page_is_fixed(
    client: CheckedClient, answered: Make, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one = answered()
    read(client, one.report.pk)
    with django_assert_num_queries(13):
        read(client, one.report.pk)


def test_states_that_ended_say_how(
    client: CheckedClient, world: World, verified: Make, now: datetime
) -> None:
    one = verified()
    told = "Laporan ini tidak memuat bukti."
    verification.archive(one.report, by=world.actor("ratna"), reason_code="no_evidence", note=told, now=now)
    page = read(client, one.report.pk)
    assert "Diarsipkan" in page
    assert told in page


def test_a_postponed_report_waits_for_its_reporter(
    client: CheckedClient, world: World, verified: Make, now: datetime
) -> None:
    one = verified()
    verification.postpone(one.report, by=world.actor("ratna"), reason="Sebut nama sekolahnya.", now=now)
    assert "Sebut nama sekolahnya." not in read(client, one.report.pk)
    own = opened(client, one)
    assert "Sebut nama sekolahnya." in read(own, one.report.pk)
    own.post(f"/laporan/{one.report.pk}/kelengkapan/", {"text": "SD Negeri 4."})
    assert fresh(one.report).status == Status.VERIFIED


@pytest.mark.parametrize("name", ["ratna", "kurnia", "karin", "tono"])
def test_officers_may_look_too(client: CheckedClient, disposed: Make, name: str) -> None:
    one = disposed()
    client.force_login(User.objects.get(email=f"{name}@demo.lapor"))
    assert client.get(f"/laporan/{one.report.pk}/").status_code == 200


def test_a_long_way_is_told_to_its_end(client: CheckedClient, answered: Make, now: datetime) -> None:
    one = answered()
    own = holder_of_code(one.report)
    closing.close(one.report, by=own, rating=4, now=now)
    closing.reopen(one.report, by=own, reason="Belum masuk juga.", now=now)
    closing.close(one.report, by=own, rating=2, now=now)
    closing.object_to(one.report, by=own, reason="Saya keliru menutupnya.", now=now)
    page = read(client, one.report.pk)
    assert "Keberatan sedang diperiksa" in page
    assert "2 dari 5" in page


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def test_files_go_to_those_who_may_have_them(client: CheckedClient, disposed: Make, settings: object) -> None:
    one = disposed()
    path = f"/laporan/{one.report.pk}/lampiran/"
    own = opened(client, one)
    response = own.post(path, {"attachments": SimpleUploadedFile("Kenanga di rumah.png", PNG)})
    assert response.status_code == 302, response.content.decode()
    file = own.get(f"{path}1/")
    assert file.status_code == 200
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "Kenanga" not in file["Content-Disposition"]
    assert file["Cache-Control"] == "private, no-store"
    stranger = CheckedClient()
    assert stranger.get(f"{path}1/").status_code == 404
    assert "lampiran-1" not in read(stranger, one.report.pk)
    Attachment.objects.update(released=True)
    assert stranger.get(f"{path}1/").status_code == 200
    assert "lampiran-1" in read(stranger, one.report.pk)


def test_a_file_that_lies_is_refused_with_its_reason(client: CheckedClient, disposed: Make) -> None:
    one = disposed()
    own = opened(client, one)
    lie = SimpleUploadedFile("foto.jpg", b"<script>alert(1)</script>", "image/jpeg")
    response = own.post(f"/laporan/{one.report.pk}/tanggapan/", {"text": "Ini fotonya.", "attachments": lie})
    assert response.status_code == 422
    assert "Ini fotonya." in response.content.decode()
    assert "tidak diterima" in response.content.decode()
    assert one.report.events.count() == 3
