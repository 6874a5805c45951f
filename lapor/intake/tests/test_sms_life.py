"""A report's whole life by SMS, to its end and back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lapor.accounts.actors import TIMER
from lapor.intake.tests.texting import E164, LONG_STORY, NUMBER, OTHER, code_of, report_of, sms
from lapor.notifications.models import Delivery
from lapor.notifications.tests.working import work_off
from lapor.notifications.wording.words import SMS_MAX
from lapor.reports import closing, disposition, followup, merging, secrecy, verification
from lapor.reports.models import Message, Report
from lapor.reports.states import ArchiveReason, MessageKind, Status
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture
def report(world: World) -> Report:
    return report_of(sms(LONG_STORY))


def forward(world: World, report: Report) -> None:
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.unit, now=NOW)


def answered(world: World, report: Report) -> None:
    forward(world, report)
    text = "Jalan sudah kami perbaiki kemarin."
    followup.answer(report, by=world.actor("wati"), text=text, final=True, now=NOW)


def said(report: Report, kind: MessageKind) -> list[str]:
    return list(report.messages.filter(kind=kind).order_by("id").values_list("text", flat=True))


def status(report: Report) -> str:
    report.refresh_from_db()
    return report.status


def test_free_text_is_a_report_with_its_receipt(world: World) -> None:
    answer = sms(LONG_STORY)
    report = report_of(answer)
    assert answer.startswith(f"LAPOR #{report.pk} diterima. Kode akses ")
    assert secrecy.code_opens(report.pk, code_of(answer), now=NOW)
    assert "Diperiksa paling lambat 31 Agu." in answer
    assert f"CEK {report.pk}" in answer
    assert (report.channel, report.report_class, report.status) == ("sms", "complaint", "received")
    assert report.text.text == LONG_STORY
    assert report.text.title
    assert report.identity
    assert report.identity.phone == E164
    assert report.identity.phone_confirmed_at


def test_the_receipt_is_told_once(report: Report) -> None:
    work_off()
    told = Delivery.objects.filter(report=report)
    assert [(row.channel, row.status, row.why) for row in told] == [("sms", "handed_over", "in_reply")]
    assert "Kode akses ****" in told[0].body


@pytest.mark.parametrize("written", ["KAB. NGANJUK", "kab nganjuk", "Kab.Nganjuk:"])
def test_a_keyword_names_the_agency(world: World, written: str) -> None:
    report = report_of(sms(f"{written} jalan rusak di Desa Pace sejak Juni"))
    assert report.suggested_agency
    assert report.suggested_agency.name == "Pemerintah Kabupaten Nganjuk"
    assert report.text.text == "jalan rusak di Desa Pace sejak Juni"


def test_flags_hide_but_the_number_is_kept_sealed(world: World) -> None:
    report = report_of(sms("ANONIM kepala desa memungut uang bantuan di Desa Pace"))
    assert (report.anonymous, report.secret) == (True, False)
    assert report.identity
    assert report.identity.phone == E164
    report = report_of(sms("RAHASIA pungli di kantor samsat kota Surabaya loket tiga", number=OTHER))
    assert (report.anonymous, report.secret) == (False, True)


def test_greetings_get_help_and_no_report(world: World) -> None:
    for text in ("siang pak mau lapor", "BANTUAN", "", "   ", "KAB. NGANJUK selamat pagi"):
        answer = sms(text, number=OTHER)
        assert "CEK" in answer or "keluhan" in answer
    assert not Report.objects.exists()


def test_the_whole_life(world: World, report: Report) -> None:
    number = report.pk
    assert "Belum terverifikasi" in sms(f"CEK {number}", minutes=1)
    answered(world, report)
    assert f"SELESAI {number} 5" in sms(f"cek #{number}", minutes=2)
    assert "kami terima" in sms(f"BALAS {number} masih ada satu lubang", minutes=3)
    assert status(report) == Status.REPLIED
    assert said(report, MessageKind.REPLY) == ["masih ada satu lubang"]
    closed = sms(f"SELESAI {number} 5", minutes=4)
    assert "dengan nilai 5" in closed
    assert f"BUKA {number} paling lambat 31 Agu" in closed
    assert (status(report), report.rating, report.closing) == (Status.CLOSED, 5, "confirmed")
    assert "dibuka lagi" in sms(f"BUKA {number} ternyata rusak lagi", minutes=5)
    assert status(report) == Status.REPLIED
    # The same words as before, but the report has moved on meanwhile: no repeat.
    assert "dengan nilai 5" in sms(f"SELESAI {number} 5", minutes=6)
    assert status(report) == Status.CLOSED
    work_off()
    assert not Delivery.objects.filter(report=report, channel="sms", status="queued").exists()
    told = Delivery.objects.filter(report=report, event__act__in=("close", "reopen", "reply", "file"))
    assert {row.why for row in told.filter(person="reporter")} == {"in_reply"}


@pytest.mark.parametrize(("flag", "told"), [("", True), ("ANONIM ", False), ("RAHASIA ", False)])
def test_cek_tells_the_answers_beginning_to_its_reporter(world: World, flag: str, told: bool) -> None:
    report = report_of(sms(f"{flag}{LONG_STORY}"))
    answered(world, report)
    answer = sms(f"CEK {report.pk}", minutes=1)
    assert ('Jawab: "Jalan sudah kami ' in answer) == told
    assert "perbaiki" not in sms(f"CEK {report.pk}", number=OTHER, minutes=1)
    assert "Tanpa tanggapan ditutup 12 Sep." in answer or "Tanpa tanggapan" not in answer
    assert f"SELESAI {report.pk} 5. Belum? BALAS {report.pk} isi." in answer
    long = Message.objects.filter(report=report, kind=MessageKind.ANSWER)
    long.update(text="Lubang sudah kami tutup " * 200)
    answer = sms(f"CEK {report.pk}", minutes=40)
    assert ('Jawab: "Lubang sudah kami tutup' in answer) == told
    assert len(answer) <= SMS_MAX


def test_one_touch_reopens_and_within_three_days_it_is_an_undo(world: World, report: Report) -> None:
    answered(world, report)
    sms(f"SELESAI {report.pk}", minutes=1)
    assert "dibuka lagi" in sms(f"BUKA {report.pk}", at=NOW + timedelta(days=3))
    assert said(report, MessageKind.REOPENING) == ["Dibatalkan pelapor lewat SMS"]
    again = NOW + timedelta(days=4)
    assert "selesai" in sms(f"SELESAI {report.pk}", at=again)
    assert "dibuka lagi" in sms(f"BUKA {report.pk}", at=again + timedelta(days=4))
    assert said(report, MessageKind.REOPENING)[-1] == "Belum selesai."
    sms(f"SELESAI {report.pk}", at=again + timedelta(days=5))
    assert "dibuka lagi" in sms(f"BUKA {report.pk} masih rusak", at=again + timedelta(days=9))
    assert said(report, MessageKind.REOPENING)[-1] == "masih rusak"


def test_withdrawing_and_taking_it_back(report: Report) -> None:
    answer = sms(f"BATAL {report.pk}", minutes=1)
    assert f"BUKA {report.pk} paling lambat" in answer
    assert status(report) == Status.WITHDRAWN
    assert "ditarik" in sms(f"batal {report.pk}", minutes=2)  # said twice: the same answer
    assert "dibuka lagi" in sms(f"BUKA {report.pk}", minutes=3)
    assert status(report) == Status.RECEIVED
    assert "ditarik" in sms(f"BATAL {report.pk}", minutes=5)


def test_an_archived_report_is_objected_to(world: World, report: Report) -> None:
    verification.archive(
        report,
        by=world.actor("ratna"),
        reason_code=ArchiveReason.UNCLEAR,
        note="Kami tidak paham.",
        now=NOW,
    )
    assert "alasan keberatan" in sms(f"BUKA {report.pk}", minutes=1)
    assert "keberatan Anda kami terima" in sms(f"BUKA {report.pk} sudah jelas", minutes=2)
    assert report.objections.filter(decided_at=None).count() == 1
    answer = sms(f"BUKA {report.pk} sekali lagi", minutes=3)
    assert "sedang diperiksa" in answer
    assert answer.startswith(f"LAPOR #{report.pk}:")
    assert "Keberatan diputus" in sms(f"CEK {report.pk}", minutes=4)


def test_a_reply_completes_what_was_missing(world: World, report: Report) -> None:
    verification.postpone(report, by=world.actor("ratna"), reason="Di desa mana?", now=NOW)
    assert f"Lengkapi: BALAS {report.pk} isi" in sms(f"CEK {report.pk}", minutes=1)
    assert "kelengkapan Anda kami terima" in sms(f"BALAS {report.pk} Desa Pace RT 2", minutes=2)
    assert status(report) == Status.RECEIVED


def test_a_reopening_of_an_open_report_is_kept_as_a_reply(world: World, report: Report) -> None:
    answered(world, report)
    assert "masih terbuka" in sms(f"BUKA {report.pk} masih rusak", minutes=1)
    assert status(report) == Status.REPLIED
    assert "masih terbuka" in sms(f"BUKA {report.pk}", minutes=2)


def test_what_cannot_be_is_said_with_the_next_step(world: World, report: Report) -> None:
    assert f"BATAL {report.pk}" in sms(f"SELESAI {report.pk} 5", minutes=1)
    assert "1 sampai 5" in sms(f"SELESAI {report.pk} 9", minutes=2)
    assert "tulis isinya" in sms(f"BALAS {report.pk}", minutes=3)
    answered(world, report)
    sms(f"SELESAI {report.pk} 4", minutes=4)
    assert f"BUKA {report.pk} alasan" in sms(f"BALAS {report.pk} belum", minutes=5)
    assert f"BUKA {report.pk} alasan" in sms(f"BATAL {report.pk}", minutes=6)
    assert "tidak ditemukan" in sms("CEK 99999999", minutes=7)
    assert "tidak ditemukan" in sms("BALAS 12345 halo", minutes=8)
    assert status(report) == Status.CLOSED


def test_rights_end_180_days_after_the_end(world: World, report: Report) -> None:
    answered(world, report)
    sms(f"SELESAI {report.pk} 4", minutes=1)
    for text in ("BUKA {} rusak", "BALAS {} rusak", "BATAL {}", "SELESAI {} 3"):
        answer = sms(text.format(report.pk), at=NOW + timedelta(days=181))
        assert "laporan baru" in answer
        assert f"#{report.pk}" in answer
    # After the window of reopening, before the end of all rights: the verb's own words.
    assert "laporan baru" in sms(f"BUKA {report.pk} rusak", at=NOW + timedelta(days=60))
    assert status(report) == Status.CLOSED


def test_a_report_closed_by_the_clock_is_reopened(world: World, report: Report) -> None:
    answered(world, report)
    closing.reporter_told(report, reached=True, now=NOW)
    assert closing.remind_quiet(report, now=NOW + timedelta(days=16))
    closing.close_quiet(report, by=TIMER, now=NOW + timedelta(days=20))
    assert "dibuka lagi" in sms(f"BUKA {report.pk}", at=NOW + timedelta(days=21))


def test_a_merged_report_waits_for_its_target(world: World, report: Report) -> None:
    target = filed().report
    merging.merge(report, by=world.actor("ratna"), into=target, now=NOW)
    answer = sms(f"BUKA {report.pk} saya lanjut sendiri", minutes=1)
    assert answer.startswith(f"LAPOR #{report.pk}:")
    assert status(report) == Status.MERGED
    answered(world, target)
    closing.close(target, by=holder_of_code(target), now=NOW)
    assert "ditangani lagi" in sms(f"BUKA {report.pk} belum beres", minutes=2)
    assert status(report) == Status.RECEIVED


@pytest.mark.parametrize("number", ["0812-3456-7890", "6281234567890", "+62 812 3456 7890", "81234567890"])
def test_one_number_however_it_is_written(report: Report, number: str) -> None:
    assert number != NUMBER
    assert "kami terima" in sms(f"BALAS {report.pk} tambahan", number=number, minutes=1)
