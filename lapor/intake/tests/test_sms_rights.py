"""Whose number may do what: the reporter's own, one to be proven, a stranger's."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from lapor.intake.tests.texting import E164, LONG_STORY, OTHER, code_of, report_of, sms
from lapor.notifications.models import Delivery
from lapor.notifications.tests.working import work_off
from lapor.reports import disposition, erasing, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, World, build, filed

pytestmark = pytest.mark.django_db

ACTS = ("BALAS {} halo", "SELESAI {} 5", "BUKA {} rusak", "BATAL {}")


@pytest.fixture
def world() -> World:
    return build()


def published(world: World, report: Report) -> None:
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.unit, now=NOW)


def acts(report: Report) -> list[str]:
    return list(report.events.order_by("id").values_list("act", flat=True))


def test_a_stranger_gets_public_facts_and_does_nothing(world: World) -> None:
    report = report_of(sms(LONG_STORY))
    published(world, report)
    before = acts(report)
    for text in ACTS:
        answer = sms(text.format(report.pk), number=OTHER)
        assert "hanya nomor pelapornya" in answer
        assert "/lacak" in answer
        assert "0812" not in answer
    assert acts(report) == before
    status = sms(f"CEK {report.pk}", number=OTHER)
    assert "Terdisposisi" in status
    assert "Kementerian Pendidikan Dasar" in status
    assert "BALAS" not in status


@pytest.mark.parametrize(
    ("flag", "hidden"), [("RAHASIA", ("Kementerian", "paling lambat")), ("ANONIM", ("Kementerian",))]
)
def test_hidden_reports_name_no_agency_and_no_text(world: World, flag: str, hidden: tuple[str, ...]) -> None:
    report = report_of(sms(f"{flag} {LONG_STORY}"))
    published(world, report)
    answer = sms(f"CEK {report.pk}", number=OTHER)
    assert answer.startswith(f"LAPOR #{report.pk}: Terdisposisi")
    for word in (*hidden, "Warujayeng", "berlubang"):
        assert word not in answer
    own = sms(f"CEK {report.pk}")
    assert "Kementerian" not in own
    assert f"BALAS {report.pk}" in own


def test_a_number_given_on_the_web_proves_itself_by_a_code(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lapor.accounts.codes.secrets.randbelow", lambda _: 123456)
    report = filed(email="", phone="+6281234567890").report
    published(world, report)
    assert sms(f"BALAS {report.pk} halo") == ""
    letter = Delivery.objects.get(purpose="code")
    assert (letter.channel, letter.address) == ("sms", "+6281234567890")
    assert "123456" in letter.body
    assert "reply" not in acts(report)
    assert "salah atau sudah lewat" in sms("KODE 654321")
    answer = sms("kode 123456")
    assert answer.startswith(f"LAPOR #{report.pk}:")
    assert acts(report)[-1] == "confirm_contact"
    assert "kami terima" in sms(f"BALAS {report.pk} halo semua", minutes=1)
    work_off()
    assert not Delivery.objects.filter(event__act="confirm_contact", status="queued").exists()


def test_the_code_alone_is_enough_and_ends_in_ten_minutes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lapor.accounts.codes.secrets.randbelow", lambda _: 123456)
    report = filed(email="", phone="+6281234567890").report
    assert sms(f"BATAL {report.pk}") == ""
    assert "salah atau sudah lewat" in sms("123456", minutes=11)
    assert sms(f"BATAL {report.pk}", minutes=40) == ""
    assert "sudah dipastikan" in sms("123456", minutes=41)


def test_the_command_sent_again_after_the_code_is_no_repeat(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lapor.accounts.codes.secrets.randbelow", lambda _: 123456)
    report = filed(phone=E164, email="").report
    command = f"BALAS {report.pk} fotonya menyusul"
    assert sms(command) == ""
    assert sms(command, minutes=1) == ""
    assert Delivery.objects.filter(purpose="code").count() == 1
    assert "Kirim lagi perintah Anda" in sms("KODE 123456", minutes=2)
    assert "tulisan Anda kami terima" in sms(command, minutes=3)
    assert "tulisan Anda kami terima" in sms(command, minutes=4)
    assert acts(report).count("reply") == 1


def test_three_codes_an_hour_and_nothing_else(world: World) -> None:
    report = filed(email="", phone="+6281234567890").report
    for turn in range(5):
        assert sms(f"BALAS {report.pk} halo {turn}", minutes=turn) == ""
    assert Delivery.objects.filter(purpose="code").count() == 3
    assert not Delivery.objects.exclude(purpose="code").filter(person="reporter").exists()


def test_an_erased_person_has_no_rights_left(world: World) -> None:
    report = report_of(sms(LONG_STORY))
    assert report.identity
    erasing.erase_identity(report.identity, now=NOW)
    assert "hanya nomor pelapornya" in sms(f"BATAL {report.pk}", minutes=1)


def test_a_sender_that_is_no_phone_is_set_aside(world: World) -> None:
    for sender in ("TELKOMSEL", "1708", "999", "INFO-BANK", "123456", "8800", "+", "abc0812345678"):
        assert sms(LONG_STORY, number=sender) == ""
    assert not Report.objects.exists()


@pytest.mark.parametrize("number", ["+60123456789", " 60123456789", "0060123456789", "+14155552671"])
def test_numbers_from_abroad_are_numbers(world: World, number: str) -> None:
    report = report_of(sms(LONG_STORY, number=number))
    assert report.identity
    assert re.fullmatch(r"\+(60|1)\d+", report.identity.phone)


def test_the_code_of_the_sms_opens_the_report_on_the_web(world: World, client: Client) -> None:
    answer = sms(LONG_STORY, at=timezone.now())
    report = report_of(answer)
    form = {"nomor": f"#{report.pk}", "code": code_of(answer)}
    page = client.post("/lacak/", form, follow=True).content.decode()
    assert "Warujayeng" in page
    assert f"/laporan/{report.pk}/tanggapan/" in page
