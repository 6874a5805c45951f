"""What somebody who means harm would try at 1708, and what a person who must stay hidden relies on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lapor.intake.models import InboundSms
from lapor.intake.sms import abuse, upkeep
from lapor.intake.tests.texting import LONG_STORY, NUMBER, OTHER, code_of, report_of, sms
from lapor.reports import erasing, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, World, build, filed

pytestmark = pytest.mark.django_db

SECRET_STORY = f"ANONIM {LONG_STORY}"


@pytest.fixture
def world() -> World:
    return build()


def test_an_id_met_again_from_another_number_is_another_message(world: World) -> None:
    """A gateway that counts from one again after a restart must not hand out somebody's access code."""
    first = sms(LONG_STORY, gateway_id="7")
    other = sms("Lampu jalan di Desa Pace mati sejak bulan Juni dan gelap", number=OTHER, gateway_id="7")
    assert code_of(other) != code_of(first)
    assert report_of(other).pk != report_of(first).pk
    again = sms("Lampu jalan di Desa Pace mati sejak bulan Juni dan gelap", number=OTHER, gateway_id="7")
    assert again == other
    assert InboundSms.objects.count() == 2


def test_the_command_sent_again_after_the_code_is_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """We ask to send the command again: the same words within the half hour are no repeat then."""
    monkeypatch.setattr("lapor.accounts.codes.secrets.randbelow", lambda _: 123456)
    report = filed(email="", phone="+6281234567890").report
    assert sms(f"BATAL {report.pk}") == ""
    assert "Kirim lagi perintah" in sms("KODE 123456", minutes=1)
    assert "sudah ditarik" in sms(f"BATAL {report.pk}", minutes=2)


def test_a_command_repeated_before_the_code_sends_no_second_one(world: World) -> None:
    report = filed(email="", phone="+6281234567890").report
    assert [sms(f"BATAL {report.pk}", minutes=minute) for minute in range(3)] == [""] * 3
    assert report.deliveries.filter(purpose="code").count() == 1


def test_one_number_cannot_slow_down_everybody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abuse, "ALL_SMS", 30)
    monkeypatch.setattr(abuse, "NUMBER_SMS", 5)
    for number in range(40):
        sms(f"{SECRET_STORY} Rumah nomor {number}.", minutes=number / 1000)
    assert sms(LONG_STORY, number=OTHER, minutes=0.1)


def test_a_blocked_number_and_machines_cannot_either(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abuse, "ALL_SMS", 10)
    abuse.block(NUMBER, by=world.actor("ratna"), reason="Ancaman.", until=NOW + timedelta(days=9), now=NOW)
    for number in range(8):
        sms(f"{LONG_STORY} Rumah nomor {number}.")
        sms(f"{LONG_STORY} Rumah nomor {number}.", number="PROMO")
    assert sms(LONG_STORY, number=OTHER)


def test_with_the_person_the_raw_messages_are_forgotten(world: World) -> None:
    report = report_of(sms(LONG_STORY))
    sms(f"BALAS {report.pk} saya Siti, rumah saya di ujung gang", minutes=1)
    other = report_of(sms(LONG_STORY, number=OTHER))
    assert report.identity
    erasing.erase_identity(report.identity, now=NOW)
    upkeep.forget_sms(NOW + timedelta(hours=1))
    assert [row.report_id for row in InboundSms.objects.all()] == [other.pk]


def test_with_a_text_that_was_blanked_the_raw_message_goes(world: World) -> None:
    report = report_of(sms(LONG_STORY))
    verification.redact(report, by=world.actor("ratna"), now=NOW)
    upkeep.forget_sms(NOW + timedelta(hours=1))
    assert not InboundSms.objects.exists()


@pytest.mark.parametrize("flag", ["ANONIM", "RAHASIA"])
@pytest.mark.parametrize("answer", ["", "BARU"])
def test_a_sequel_to_a_hidden_report_stays_hidden(world: World, flag: str, answer: str) -> None:
    """Filed as a report of its own it would else bring the number, and with it the person, to the agency."""
    first = report_of(sms(f"{flag} {LONG_STORY}"))
    assert "Balas YA" in sms("Saya lihat sendiri uangnya diminta di kantor kecamatan", minutes=2)
    if answer:
        sms(answer, minutes=3)
    else:
        upkeep.settle_questions(NOW + timedelta(minutes=70))
    sequel = Report.objects.exclude(pk=first.pk).get()
    assert (sequel.anonymous, sequel.secret) == (first.anonymous, first.secret)


def test_a_sequel_to_an_open_report_is_open(world: World) -> None:
    sms(LONG_STORY)
    sms("Saya lihat sendiri uangnya diminta di kantor kecamatan", minutes=2)
    sms("BARU", minutes=3)
    assert {(one.anonymous, one.secret) for one in Report.objects.all()} == {(False, False)}


def test_the_place_of_a_hidden_report_taken_back_stays_hidden(world: World) -> None:
    first = report_of(sms("ANONIM kepala kantor minta uang kalau mau urusan cepat selesai"))
    assert "tempat kejadian" in sms("Kantor Camat Pace", minutes=2)
    sms("BARU", minutes=3)
    assert Report.objects.exclude(pk=first.pk).get().anonymous


def test_a_long_sequel_to_a_hidden_report_is_asked_about_too(world: World) -> None:
    """Long after long is another matter, unless the first asked to stay hidden: no unmasking unasked."""
    first = report_of(sms(SECRET_STORY))
    asked = sms(f"Saya juga melihat sendiri. {LONG_STORY} Kepala desa itu tetangga saya.", minutes=5)
    assert "Balas YA" in asked
    assert Report.objects.exclude(pk=first.pk).count() == 0
