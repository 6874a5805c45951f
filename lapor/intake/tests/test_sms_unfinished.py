"""What people write who wait, regret, are afraid, or have lost the number: no report comes of it."""

from __future__ import annotations

import pytest

from lapor.intake.sms import grammar
from lapor.intake.sms.intents import Filing, Help, Unclear
from lapor.intake.tests.texting import OTHER, report_of, sms
from lapor.notifications.wording.words import fits
from lapor.reports import disposition, followup, merging, verification
from lapor.reports.models import Message, Report
from lapor.reports.states import ArchiveReason, Status
from lapor.reports.tests.world import NOW, World, build

pytestmark = pytest.mark.django_db

STORY = "Solar subsidi di Desa Brondong dijual ke pengepul"
WAITING = ("berapa lama pak?", "kapan dijawab", "sdh seminggu kok blm dijawab", "belum ada kabar pak")
REGRETS = ("maaf salah kirim", "tidak jadi", "ga jadi pak")
HIDING = ("tolong rahasiakan nama saya ya", "nama saya jangan disebut ya", "tolong rahasiakan")


@pytest.fixture(autouse=True)
def world() -> World:
    return build()


@pytest.mark.parametrize(
    ("texts", "command"), [(WAITING, "CEK"), (REGRETS, "BATAL"), (HIDING, "ANONIM")], ids=str
)
def test_talk_about_a_report_sent_before(texts: tuple[str, ...], command: str) -> None:
    assert [grammar.parse(text) for text in texts] == [Unclear(command)] * len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "KTP saya belum jadi kok lama",
        "surat kami ke bupati belum dibalas",
        "salah kirim bantuan ke desa lain",
        "jangan sebut nama saya, kades minta uang",
        "kapan jalan kami diperbaiki",
    ],
)
def test_a_matter_is_a_report(text: str) -> None:
    assert isinstance(grammar.parse(text), Filing)


def test_courtesy_stays_courtesy() -> None:
    assert grammar.parse("bagaimana cara melapor?") == Help()


@pytest.mark.parametrize("text", ["CEK", "cek laporan saya", "CEK 12", *WAITING])
def test_who_lost_the_number_gets_it_back(text: str) -> None:
    report = report_of(sms(STORY))
    assert sms(text, minutes=1).startswith(f"LAPOR #{report.pk}: Belum terverifikasi")
    assert "nomor" in sms("CEK", number=OTHER)
    assert Report.objects.count() == 1


def test_a_command_alone_is_answered_with_the_number_and_does_nothing(world: World) -> None:
    report = report_of(sms(STORY))
    for text in ("BATAL", *REGRETS):
        assert f"BATAL {report.pk}" in sms(text, minutes=1)
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    protest = f"SELESAI {report.pk} belum selesai pak, solar masih kosong"
    for text in ("SELESAI", protest):
        assert sms(text, minutes=2).endswith(f"Beres? SELESAI {report.pk} 5. Belum? BALAS {report.pk} isi.")
    assert str(report.pk) not in sms(protest, number=OTHER)
    report.refresh_from_db()
    assert report.status == Status.DISPOSED


def test_the_name_hidden_after_the_report() -> None:
    report = report_of(sms(STORY))
    for text in (*HIDING, "ANONIM"):
        answer = sms(text, minutes=1)
        assert f"BATAL {report.pk}" in answer
        assert "ANONIM" in answer
    assert Report.objects.count() == 1
    assert "ANONIM" in sms(HIDING[0], number=OTHER)
    assert "tersembunyi" in sms(f"ANONIM {STORY}", number="081299990000")


def test_what_is_said_of_the_report_before_leaves_our_question_open() -> None:
    report = report_of(sms(STORY))
    sms("nelayan kecil tidak kebagian solar", minutes=1)
    assert f"BATAL {report.pk}" in sms(HIDING[0], minutes=2)
    assert sms("kapan dijawab", minutes=3).startswith(f"LAPOR #{report.pk}:")
    assert Report.objects.count() == 1
    assert "sudah kami catat" in sms("ya", minutes=4)


def test_a_question_is_no_place() -> None:
    report = report_of(sms("anak saya belum dapat PIP"))
    sms("apa yang kurang pak", minutes=1)
    sms("pasar minggu?", minutes=2)
    assert not Message.objects.filter(report=report, text__startswith="Tempat").exists()


def test_who_does_not_know_the_place_is_not_asked_again() -> None:
    report = report_of(sms("anak saya belum dapat PIP"))
    assert sms("tdk tau namanya pak", minutes=1).startswith(
        f"LAPOR #{report.pk}: pesan ini sudah kami terima."
    )
    assert Report.objects.count() == 1


def test_cek_says_what_is_missing(world: World) -> None:
    report = report_of(sms(STORY))
    verification.postpone(report, by=world.actor("ratna"), reason="Sebutkan nama kapal Anda.", now=NOW)
    answer = sms(f"CEK {report.pk}", minutes=1)
    assert 'Yang kurang: "Sebutkan nama kapal Anda."' in answer
    assert f"BALAS {report.pk}" in answer
    assert fits(answer)


def test_cek_says_why_it_is_archived_and_that_an_objection_waits(world: World) -> None:
    report = report_of(sms(STORY))
    verification.archive(
        report,
        by=world.actor("ratna"),
        reason_code=ArchiveReason.UNCLEAR,
        note="Kapalnya tidak disebut.",
        now=NOW,
    )
    asked = f"CEK {report.pk}"
    before = sms(asked, minutes=1)
    assert 'Alasan: "Kapalnya tidak disebut."' in before
    assert f"BUKA {report.pk}" in before
    sms(f"BUKA {report.pk} kapalnya Sinar Laut", minutes=2)
    after = sms(asked, minutes=3)
    assert "Keberatan diputus paling lambat" in after
    assert "BUKA" not in after
    assert fits(after)


def test_a_merged_report_has_not_ended(world: World) -> None:
    other = report_of(sms(STORY, number=OTHER))
    report = report_of(sms(STORY))
    merging.merge(report, by=world.actor("ratna"), into=other, now=NOW)
    for text in (f"CEK {report.pk}", f"BALAS {report.pk} masih kosong", f"BATAL {report.pk}"):
        answer = sms(text, minutes=1)
        assert f"ditangani bersama laporan #{other.pk}" in answer
        assert "berakhir" not in answer
        assert fits(answer)


def test_the_longest_words_that_fit(world: World) -> None:
    report = report_of(sms(STORY))
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    words = "Pasokan solar ke SPBUN Brondong dikirim mulai hari Senin depan sebanyak delapan kiloliter."
    followup.answer(report, by=world.actor("kurnia"), text=words, final=True, now=NOW)
    answer = sms(f"CEK {report.pk}", minutes=1)
    assert 'Jawab: "Pasokan solar ke SPBUN' in answer
    assert fits(answer)
