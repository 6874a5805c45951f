"""The acts' finer points: several agencies at once, what is missing as a list, drafts, merging, splitting."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from lapor.backoffice.tests.stages import DRAFT, Stages
from lapor.backoffice.tests.test_conflict import plain
from lapor.notifications.models import Delivery
from lapor.notifications.tests.working import work_off
from lapor.reports import followup
from lapor.reports.archiving import sentence
from lapor.reports.models import Report
from lapor.reports.states import ArchiveReason
from lapor.reports.tests.world import World

CHECKED = {"title_text": "Tunjangan guru belum cair", "text": "Isi.", "report_class": "complaint"}


@pytest.mark.parametrize("noun", ["verifikasi", "disposisi"])
def test_a_lead_and_further_agencies_in_one_form(desk: Any, stages: Stages, noun: str) -> None:
    report = stages.received() if noun == "verifikasi" else stages.verified()
    address = f"/kelola/laporan/{report.pk}/{noun}/"
    lead = {**CHECKED, "agency": "KEMENDIKDASMEN", "note": "Mohon dicek bersama."}
    wrong = desk("ratna").post(address, {**lead, "also_3": "KEMENDIKDASMEN"})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert 'id="id_also_3_error"' in page
    assert "<details open><summary>Instansi lain" in page
    assert desk("ratna").post(address, {**lead, "also_2": "Kementerian Sosial", "also_5": "KOTA-SURABAYA"})
    held = report.dispositions.filter(until=None).order_by("-lead", "id")
    names = [row.agency.name for row in held]
    assert names == [
        "Kementerian Pendidikan Dasar dan Menengah",
        "Kementerian Sosial",
        "Pemerintah Kota Surabaya",
    ]
    page = desk("ratna").get(f"/kelola/laporan/{report.pk}/").content.decode()
    facts = page.split('id="h-disp"')[1].split("</section>")[0]
    assert facts.count("Instansi utama") == 1
    assert facts.count("Ikut menangani") == 2
    assert facts.count("Tindak lanjut instansi:") == 3  # each its own clock


def test_the_reporter_reads_what_is_missing_as_a_list(desk: Any, stages: Stages) -> None:
    report = stages.received(email="kenanga@contoh.example", confirmed_email=True)
    address = f"/kelola/laporan/{report.pk}/penundaan/"
    assert desk("ratna").post(address, {}).status_code == 422
    assert desk("ratna").post(address, {"missing": ["place", "tidak-ada"]}).status_code == 422
    assert (
        desk("ratna").post(address, {"missing": ["proof", "place"], "reason": "Terima kasih."}).status_code
        == 302
    )
    text = report.messages.get(kind="postponement").text
    lines = text.splitlines()
    assert lines[0].startswith("- Tempat kejadian")
    assert lines[1].startswith("- Bukti")
    assert lines[-1] == "Terima kasih."
    assert report.events.get(act="postpone").facts["missing"] == "place+proof"
    work_off()
    mail = Delivery.objects.get(report=report, channel="email", event__act="postpone")
    assert "> - Tempat kejadian" in mail.body


def test_an_archival_without_own_words_says_the_usual_sentence(desk: Any, stages: Stages) -> None:
    report = stages.received()
    address = f"/kelola/laporan/{report.pk}/arsip/"
    form = plain(desk("ratna").get(address).content.decode())
    assert all(sentence(code) in form for code in ArchiveReason)
    assert desk("ratna").post(address, {"note": "Tanpa alasan."}).status_code == 422
    assert desk("ratna").post(address, {"reason_code": "unclear", "note": " "}).status_code == 302
    assert report.messages.get(kind="archival").text == sentence("unclear")


def test_a_returned_draft_is_where_the_next_begins_and_a_bettered_one_shows_how(
    desk: Any, stages: Stages
) -> None:
    report = stages.drafted()
    followup.reject_draft(report, by=stages.world.actor("wati"), note="Sebut tanggalnya.", now=timezone.now())
    page = desk("budi").get(f"/kelola/laporan/{report.pk}/draf/").content.decode()
    assert f">\n{DRAFT}</textarea>" in page
    assert "Sebut tanggalnya." in page.split('id="tindakan"')[1].split("<form")[0]
    desk("budi").post(f"/kelola/laporan/{report.pk}/draf/", {"text": DRAFT, "kind": "final"})
    better = DRAFT.replace("hari Jumat", "Jumat, 7 September")
    desk("wati").post(f"/kelola/laporan/{report.pk}/persetujuan/", {"text": better})
    drafts = desk("wati").get(f"/kelola/laporan/{report.pk}/").content.decode().split('id="h-drafs"')[1]
    assert "<ins>" in drafts
    assert better in plain(drafts)
    assert DRAFT in plain(drafts)


def test_two_reports_are_looked_at_beside_each_other_before_they_are_one(
    desk: Any, stages: Stages, world: World
) -> None:
    report, into = (
        stages.disposed(),
        stages.disposed(title="Gaji honorer terlambat", text="Sudah tiga bulan."),
    )
    other = stages.disposed()
    address, client = f"/kelola/laporan/{report.pk}/penggabungan/", desk("kurnia")
    look = client.post(address, {"into": str(into.pk), "version": str(report.version)})
    assert look.status_code == 200
    page = look.content.decode().split('id="tindakan"')[1]
    assert "Sudah tiga bulan." in page
    assert "Tunjangan kami belum masuk" in page
    assert f'name="compared" value="{into.pk}"' in page
    swapped = client.post(address, {"into": str(other.pk), "compared": str(into.pk)})
    assert swapped.status_code == 200  # another number than the one that was looked at
    assert Report.objects.get(pk=report.pk).status == "disposed"
    answer = client.post(address, {"into": str(into.pk), "compared": str(into.pk)})
    assert answer.status_code == 302
    child = client.get(f"/kelola/laporan/{report.pk}/").content.decode()
    assert "Batalkan penggabungan" in child
    assert f"#{report.pk} Tunjangan guru" in client.get(f"/kelola/laporan/{into.pk}/").content.decode()
    itself = client.post(f"/kelola/laporan/{into.pk}/penggabungan/", {"into": str(into.pk)})
    assert itself.status_code == 422


def test_one_report_becomes_two_and_keeps_what_stays(desk: Any, stages: Stages) -> None:
    report = stages.disposed(text="Lampu jalan mati. Sampah menumpuk di pasar.")
    address = f"/kelola/laporan/{report.pk}/pemecahan/"
    form = desk("ratna").get(address).content.decode()
    assert "Sampah menumpuk di pasar.</textarea>" in form
    parts = {
        "title_text": "Sampah di pasar",
        "text": "Sampah menumpuk di pasar.",
        "rest": "Lampu jalan mati.",
    }
    assert desk("ratna").post(address, {**parts, "rest": "x" * 10_001}).status_code == 422
    assert Report.objects.filter(split_from=report).count() == 0
    assert desk("ratna").post(address, parts).status_code == 302
    second = Report.objects.get(split_from=report)
    assert second.text.text == "Sampah menumpuk di pasar."
    versions = report.versions.order_by("number").values_list("text", flat=True)
    assert list(versions) == ["Lampu jalan mati. Sampah menumpuk di pasar.", "Lampu jalan mati."]
