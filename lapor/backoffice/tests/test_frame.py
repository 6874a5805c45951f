"""What the desk says in its own frame, and what it offers when: found faults that must not come back."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lapor.backoffice.tests.stages import Stages
from lapor.reports import disposition, followup

TYPED = "Sudah kami periksa ke sekolah itu."


def test_refusals_stand_in_the_desks_frame(desk: Any, stages: Stages) -> None:
    report = stages.at_unit()
    for address, status in (("/kelola/laporan/99/", 404), (f"/kelola/laporan/{report.pk}/arsip/", 403)):
        answer = desk("budi").get(address)
        assert answer.status_code == status
        page = answer.content.decode()
        assert "Ke antrean" in page
        assert "Direktorat Guru" in page


def test_words_for_a_report_that_left_meanwhile_come_back(desk: Any, stages: Stages) -> None:
    report = stages.at_unit()
    coordinator = stages.world.actor("kurnia")
    disposition.dispose_to_unit(report, by=coordinator, unit=stages.world.ministry, now=timezone.now())
    answer = desk("budi").post(
        f"/kelola/laporan/{report.pk}/draf/", {"text": TYPED, "kind": "final", "anyway": "1"}
    )
    assert answer.status_code == 404
    assert TYPED in answer.content.decode()


def test_a_lost_form_gives_back_own_words_only(desk: Any, stages: Stages) -> None:
    report = stages.disposed()
    sent = {
        "title_text": report.text.title,
        "text": report.text.text + " Sudah rapi.",
        "report_class": "complaint",
        "supervision": "no",
        "note": "Catatan Andi.",
    }
    page = desk("andi").post(f"/kelola/laporan/{report.pk}/verifikasi/", sent).content.decode()
    given = page.split('id="tulisan"')[1].split("</section>")[0]
    assert "Catatan Andi." in given
    assert "Sudah rapi." in given
    assert "complaint" not in given
    assert report.text.title not in given


def test_verifying_says_whether_it_was_forwarded(desk: Any, stages: Stages) -> None:
    sent = {
        "title_text": "Tunjangan belum cair",
        "text": TYPED,
        "report_class": "complaint",
        "supervision": "no",
        "agency": "KEMENDIKDASMEN",
    }
    for more, said in (({}, "diverifikasi dan diteruskan."), ({"hanya": "1"}, "diverifikasi.")):
        address = f"/kelola/laporan/{stages.received().pk}/verifikasi/"
        assert said in desk("ratna").post(address, sent | more, follow=True).content.decode()


def test_a_choice_not_made_is_asked_for_as_one(desk: Any, stages: Stages) -> None:
    page = desk("ratna").post(f"/kelola/laporan/{stages.received().pk}/arsip/", {}).content.decode()
    assert "Pilih salah satu." in page.split('role="alert"')[1]


def test_the_approver_reads_what_kind_of_answer_it_is(desk: Any, stages: Stages) -> None:
    report = stages.at_unit()
    followup.draft(report, by=stages.world.actor("budi"), text=TYPED, final=False, now=timezone.now())
    page = desk("wati").get(f"/kelola/laporan/{report.pk}/").content.decode()
    assert "Budi: Jawaban sementara." in page


def test_a_coordinator_whose_unit_has_it_is_asked_for_the_answer(desk: Any, stages: Stages) -> None:
    client = desk("kurnia")
    for report, noun in ((stages.disposed(), "unit"), (stages.at_unit(), "jawaban")):
        assert f'action="/kelola/laporan/{report.pk}/{noun}/' in _page(client, report.pk)


def test_after_two_referrals_none_is_offered_and_it_is_said(desk: Any, stages: Stages) -> None:
    report = stages.at_unit()
    address = f"/kelola/laporan/{report.pk}/pengembalian/"
    assert address in _page(desk("budi"), report.pk)
    report.unit_referrals = 2
    report.save(update_fields=["unit_referrals"])
    page = _page(desk("budi"), report.pk)
    assert address not in page
    assert "Dua kali dikembalikan" in page
    assert "Admin instansi sudah memutuskan: unit Anda yang menjawab" in page
    refused = desk("budi").get(address)
    assert refused.status_code == 409
    assert "tidak bisa dikembalikan lagi" in refused.content.decode()


def test_the_journey_stands_below_a_report_sent_more_than_once(desk: Any, stages: Stages) -> None:
    assert "h-perjalanan" not in _page(desk("kurnia"), stages.disposed().pk)
    report, now = stages.at_unit(), timezone.now()
    disposition.refer_back(report, by=stages.world.actor("budi"), reason=TYPED, now=now)
    client = desk("kurnia")
    with CaptureQueriesContext(connection) as few:
        table = _page(client, report.pk).split('id="h-perjalanan"')[1].split("</table>")[0]
    assert [table.count(word) for word in (TYPED, stages.world.unit.name, "Admin nasional")] == [1, 2, 1]
    for _each in range(3):
        unit, kurnia = stages.world.unit, stages.world.actor("kurnia")
        disposition.dispose_to_unit(report, by=kurnia, unit=unit, now=now)
    with CaptureQueriesContext(connection) as many:
        _page(client, report.pk)
    assert len(many) <= len(few)


def test_a_question_on_an_answered_report_waits_in_a_queue(desk: Any, stages: Stages) -> None:
    report = stages.answered()
    followup.ask(report, by=stages.world.actor("karin"), text="Sudah dibayar?", now=timezone.now())
    address = f"/kelola/laporan/{report.pk}/?antrean=tanggapan"
    assert address in desk("kurnia").get("/kelola/?antrean=tanggapan").content.decode()
    form = _page(desk("kurnia"), report.pk).split('id="tindakan"')[1].split("</section>")[0]
    assert "Sudah dibayar?" in form
    assert "/tanggapan/" in form
    assert "antrean=tanggapan" not in desk("budi").get("/kelola/").content.decode()
    followup.respond(report, by=stages.world.actor("kurnia"), text=TYPED, now=timezone.now())
    assert address not in desk("kurnia").get("/kelola/?antrean=tanggapan").content.decode()


def _page(client: Any, number: int) -> str:
    return str(client.get(f"/kelola/laporan/{number}/").content.decode())
