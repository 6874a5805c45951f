"""What becomes of a row: status, agency, place, privacy, clocks; and what stays as written."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from lapor.accounts.actors import PUBLIC, TIMER
from lapor.registry.agencies import UNMAPPED
from lapor.registry.models import Agency
from lapor.registry.sample import load_sample
from lapor.reports import closing, verification
from lapor.reports.access import published, sight
from lapor.reports.models import Deadline, Event, Report
from lapor.reports.refusals import WrongState
from lapor.reports.tests.ringkas import NOW, brought, csv_file, row
from lapor.reports.tests.world import holder_of_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registry(db: None) -> None:
    load_sample()


def imported(folder: Path, **changes: str) -> Report:
    """The one report of a file of one row."""
    assert brought(csv_file(folder, row(**changes))).counts == (1, 1, 0, 0)
    return Report.objects.get()


@pytest.mark.parametrize(
    ("written", "status", "closed"),
    [
        ("Belum Terverifikasi", "received", ""), ("", "received", ""),
        ("Menunggu Kelengkapan Informasi", "postponed", ""), ("Ditutup oleh Sistem", "closed", "silent"),
        ("Ditutup oleh Admin", "closed", "by_officer"), ("Ditutup oleh Pelapor", "closed", "confirmed"),
        ("Diarsipkan oleh Admin", "archived", ""), ("Diarsipkan oleh Sistem", "archived", ""),
        ("Konten Terblokir", "archived", ""), ("Diarsipkan oleh Pelapor", "withdrawn", ""),
        ("Terdisposisi ke Dinas X", "disposed", ""), ("closed", "closed", "by_officer"),
    ],
)  # fmt: skip
def test_statuses(tmp_path: Path, written: str, status: str, closed: str) -> None:
    report = imported(tmp_path, status=written)
    assert (report.status, report.closing, report.dated) == (status, closed, False)
    event = Event.objects.get(report=report)
    assert (event.act, event.to_status, event.role, event.at) == ("import", status, "operator", NOW)


@pytest.mark.parametrize(
    ("written", "code", "supervision"),
    [
        ("Pengaduan Berkadar Pengawasan", "complaint", True), ("Pengaduan", "complaint", None),
        ("Pengaduan Tidak Berkadar Pengawasan", "complaint", False), ("Aspirasi", "aspiration", None),
        ("Permintaan Informasi", "information_request", None), ("", "", None),
    ],
)  # fmt: skip
def test_classes(tmp_path: Path, written: str, code: str, supervision: bool | None) -> None:
    report = imported(tmp_path, report_class=written)
    assert (report.report_class, report.supervision, report.unmapped) == (code, supervision, {})


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Website", "web"), ("Website - pemerintah-kabupaten-Bandung", "web"), ("SMS", "sms"),
        ("", "import"), ("Hotline Service", "hotline"), ("Pos Surat", "letter"), ("Whatsapp", "social"),
        ("Android", "Android"),
    ],
)  # fmt: skip
def test_channels(tmp_path: Path, written: str, code: str) -> None:
    report = imported(tmp_path, channel=written)
    assert (report.channel, report.unmapped) == (code, {})


def test_unknown_words_stay_as_written(tmp_path: Path) -> None:
    report = imported(
        tmp_path, report_class="Apresiasi", category="Hal Baru", channel="Kentongan", regency="Entah",
        parent="Badan Antariksa", agency="",
    )  # fmt: skip
    assert report.unmapped == {
        "Klasifikasi Laporan": "Apresiasi",
        "Kategori": "Hal Baru",
        "Sumber Laporan": "Kentongan",
        "Kota/Kabupaten": "Entah",
        "Instansi Induk": "Badan Antariksa",
    }
    assert (report.channel, report.region and report.region.code) == ("Kentongan", "32")
    assert report.unit
    assert report.unit.name == "Badan Antariksa"
    assert report.agency
    assert report.agency.name == "Belum dipetakan"


def test_unknown_units_hang_under_the_files_local_government(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        # Most places are in another city than the government whose file it is: the parents decide.
        row(id="1", regency="Kota Bandung"),
        row(id="2", regency="Kota Bandung", parent="Pemerintah Kab. Bandung", agency=""),
        row(id="3", regency="Kota Bandung", parent="Kecamatan Majalaya", agency="Desa Padamulya"),
    )
    brought(path)
    home = Agency.objects.get(code="KAB-BANDUNG")
    third = Report.objects.select_related("unit__parent").get(pk=3)
    assert third.agency == home
    assert third.unit
    assert third.unit.parent
    assert third.unit.parent.parent_id == home.pk
    assert (third.unit.name, third.unit.parent.name) == ("Desa Padamulya", "Kecamatan Majalaya")
    assert not Agency.objects.filter(unmapped=True).exclude(code=UNMAPPED).exists()


def test_bandung_alone_is_the_regency(tmp_path: Path) -> None:
    report = imported(tmp_path, regency="Bandung")
    assert report.region
    assert report.region.code == "32.04"


def test_both_texts_and_the_reason_are_kept(tmp_path: Path) -> None:
    report = imported(tmp_path, final="Lubang besar.", status="Diarsipkan oleh Admin", reason="Tidak jelas.")
    texts = report.versions.order_by("number").values_list("text", flat=True)
    assert list(texts) == [row()["Isi Laporan Awal"], "Lubang besar."]
    assert report.messages.get().kind == "archival"
    assert report.messages.get().text == "Tidak jelas."


def test_public_only_masked_and_only_when_verified(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        row(id="1"),
        row(id="2", status="Belum Terverifikasi"),
        row(id="3", status="Diarsipkan oleh Admin"),
        row(id="4", kind="Rahasia"),
        row(id="5", kind="Anonim, Rahasia"),
        row(id="6", status="Konten Terblokir"),
    )
    brought(path)
    assert list(published().values_list("pk", flat=True)) == [1]
    first = Report.objects.get(pk=1)
    assert "0812-3456-7890" not in first.publication.text
    assert sight(first, PUBLIC, now=NOW).place
    both = Report.objects.get(pk=5)
    assert (both.anonymous, both.secret) == (True, True)


def test_ended_reports_have_no_clock_and_no_window(tmp_path: Path) -> None:
    report = imported(tmp_path)
    assert not Deadline.objects.exists()
    for verb in (closing.reopen, closing.object_to):
        with pytest.raises(WrongState):
            verb(report, by=holder_of_code(report), reason="Belum beres.", now=NOW)


def test_clocks_of_open_reports_run_from_the_known_dates(tmp_path: Path) -> None:
    report = imported(tmp_path, status="Belum Terverifikasi")
    steps = {clock.step: clock.started_at for clock in report.deadlines.all()}
    assert steps == dict.fromkeys(("verification", "resolution", "legal_maximum"), report.received)
    assert report.due == min(clock.due for clock in report.deadlines.all() if clock.due)


def test_a_postponed_report_can_be_completed_or_lapses_after_its_days(tmp_path: Path) -> None:
    report = imported(tmp_path, status="Menunggu Kelengkapan Informasi", reason="Tulis alamatnya.")
    completion = report.deadlines.get(step="completion")
    assert completion.due
    assert completion.due > NOW + timedelta(days=29)
    verification.complete(report, by=holder_of_code(report), text="Jalan Anggrek 4.", now=NOW)
    assert report.status == "disposed"


def test_a_postponed_report_without_agency_goes_back_to_the_verifier(tmp_path: Path) -> None:
    report = imported(tmp_path, status="Menunggu Kelengkapan Informasi", agency="")
    verification.complete(report, by=holder_of_code(report), text="Jalan Anggrek 4.", now=NOW)
    assert report.status == "received"
    assert report.due


def test_an_answered_report_is_closed_only_after_its_quiet_days(tmp_path: Path) -> None:
    report = imported(tmp_path, status="Menunggu Tanggapan Pelapor")
    quiet = report.deadlines.get(step="quiet")
    assert quiet.due
    assert quiet.due > NOW + timedelta(days=10)
    closing.close_quiet(report, by=TIMER, now=quiet.due + timedelta(seconds=1))
    assert report.closing == "unconfirmed"
