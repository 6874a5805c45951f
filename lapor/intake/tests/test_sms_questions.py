"""What we ask back: whether two messages belong together, and where it happened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lapor.intake.models import InboundSms, SmsQuestion
from lapor.intake.sms import upkeep
from lapor.intake.tests.texting import LONG_STORY, OTHER, report_of, sms
from lapor.notifications.models import Delivery
from lapor.reports import verification
from lapor.reports.models import Message, Report
from lapor.reports.tests.world import NOW, World, build

pytestmark = pytest.mark.django_db

SHORT = "Lampu jalan mati di Desa Pace sejak Juni"
MORE = "Sudah tiga kali kami minta diperbaiki tetapi tidak ada yang datang"


@pytest.fixture(autouse=True)
def world() -> World:
    return build()


def texts() -> list[str]:
    return list(Message.objects.order_by("id").values_list("text", flat=True))


def test_two_short_messages_are_joined_by_asking() -> None:
    report = report_of(sms(SHORT))
    asked = sms(MORE, minutes=5)
    assert asked.startswith(f"LAPOR #{report.pk}:")
    assert "YA" in asked
    assert "BARU" in asked
    assert Report.objects.count() == 1
    assert "sudah kami catat" in sms("ya", minutes=6)
    assert texts() == [MORE]
    assert "tidak sedang menunggu" in sms("Ya.", number=OTHER)
    assert not SmsQuestion.objects.filter(kind="join").exists()


def test_baru_files_it_as_a_report_of_its_own() -> None:
    first = report_of(sms(SHORT))
    sms(MORE, minutes=5)
    answer = sms("BARU", minutes=6)
    second = report_of(answer)
    assert second.pk != first.pk
    assert second.text.text == MORE
    assert "Kode akses" in answer
    assert InboundSms.objects.filter(report=second, intent="filing").count() == 1


def test_without_an_answer_it_is_filed_after_an_hour() -> None:
    first = report_of(sms(SHORT))
    sms(MORE, minutes=5)
    assert upkeep.settle_questions(NOW + timedelta(minutes=64)) == 0
    assert upkeep.settle_questions(NOW + timedelta(minutes=66)) == 1
    assert upkeep.settle_questions(NOW + timedelta(minutes=67)) == 0
    second = Report.objects.exclude(pk=first.pk).get()
    assert second.text.text == MORE
    letter = Delivery.objects.get(report=second)
    assert (letter.status, letter.purpose, letter.event and letter.event.act) == ("queued", "notice", "file")
    assert f"#{second.pk}" in letter.body
    assert "Kode akses" in letter.body


def test_another_message_meanwhile_settles_it_and_nothing_is_lost() -> None:
    sms(SHORT)
    sms(MORE, minutes=5)
    third = sms("Air PDAM keruh di Desa Kemlagi", minutes=7)
    assert Report.objects.count() == 2  # the second became one of its own, the third asks again
    assert "BARU" in third
    assert "Air PDAM" in report_of(sms("BARU", minutes=8)).text.text
    assert Report.objects.count() == 3


def test_asking_how_it_stands_leaves_the_question_open() -> None:
    report = report_of(sms(SHORT))
    sms(MORE, minutes=5)
    assert "Belum terverifikasi" in sms(f"CEK {report.pk}", minutes=6)
    assert "sudah kami catat" in sms("YA", minutes=7)


def test_ya_to_a_second_question_is_no_repeat() -> None:
    sms(SHORT)
    sms(MORE, minutes=1)
    sms("YA", minutes=2)
    sms("Tiangnya juga miring hampir roboh ke rumah warga", minutes=3)
    assert "sudah kami catat" in sms("YA", minutes=4)
    assert len(texts()) == 2


@pytest.mark.parametrize(
    "second",
    ["KAB. NGANJUK sampah menumpuk di pasar", "ANONIM pungli di pasar itu", "RAHASIA pungli di pasar"],
)
def test_a_keyword_or_a_flag_begins_a_new_report(second: str) -> None:
    sms(SHORT)
    assert "Kode akses" in sms(second, minutes=5)
    assert Report.objects.count() == 2


def test_two_long_ones_and_late_ones_stand_for_themselves() -> None:
    sms(LONG_STORY)
    other = "Pelayanan di kantor kecamatan sangat lambat, " * 4
    assert "Kode akses" in sms(other, minutes=5)
    assert "Kode akses" in sms(SHORT, minutes=70)
    assert Report.objects.count() == 3


def test_after_verification_nothing_is_joined(world: World) -> None:
    report = report_of(sms(SHORT))
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    assert "Kode akses" in sms(MORE, minutes=5)


def test_a_report_that_ended_meanwhile_takes_no_more() -> None:
    first = report_of(sms(SHORT))
    sms(MORE, minutes=5)
    sms(f"BATAL {first.pk}", minutes=6)
    second = report_of(sms("YA", minutes=7))
    assert second.pk != first.pk
    assert second.text.text == MORE


WHERE = "Guru di sekolah kami tidak pernah masuk kelas dan murid pulang lebih awal setiap hari"


def test_the_place_is_asked_and_kept() -> None:
    answer = sms(WHERE)
    report = report_of(answer)
    assert "Di mana tempatnya?" in answer
    kept = sms("SDN 2 Desa Pace Kec Pace", minutes=10)
    assert kept.startswith(f"LAPOR #{report.pk}:")
    assert "tempat kejadian" in kept
    assert texts() == ["Tempat kejadian: SDN 2 Desa Pace Kec Pace"]
    assert Report.objects.count() == 1


def test_a_place_that_was_none_becomes_a_report_by_baru() -> None:
    first = report_of(sms(WHERE))
    assert "tempat kejadian" in sms("Jembatan Desa Pace goyang goyang", minutes=10)
    second = report_of(sms("BARU", minutes=11))
    assert second.pk != first.pk
    assert second.text.text == "Jembatan Desa Pace goyang goyang"
    assert "bukan untuk laporan ini" in texts()[-1]


def test_a_keyword_alone_is_a_place_and_by_baru_a_report() -> None:
    sms(WHERE)
    assert "tempat kejadian" in sms("KAB. NGANJUK", minutes=1)
    assert report_of(sms("BARU", minutes=2)).text.text == "KAB. NGANJUK"


def test_a_place_named_is_not_asked_for() -> None:
    assert "Di mana" not in sms(LONG_STORY)


def test_after_a_day_the_place_is_no_longer_waited_for() -> None:
    sms(WHERE)
    late = NOW + timedelta(hours=25)
    assert "Kode akses" in sms("Desa Pace Kecamatan Pace jalannya rusak", at=late)
    sms(WHERE, number=OTHER)
    assert upkeep.settle_questions(late + timedelta(days=2)) >= 1
    assert not SmsQuestion.objects.filter(expires_at__lte=late).exists()


def test_a_long_message_is_no_place() -> None:
    sms(WHERE)
    assert "tempat kejadian" not in sms(LONG_STORY, minutes=5)


def test_the_same_place_for_two_reports_is_no_repeat() -> None:
    sms(WHERE)
    sms("Desa Pace", minutes=1)
    second = report_of(sms("ANONIM Kepala sekolah kami menjual seragam dengan harga sangat mahal", minutes=2))
    assert sms("Desa Pace", minutes=3).startswith(f"LAPOR #{second.pk}:")
    assert len(texts()) == 2
