"""Kinds of files, encodings and headers; the ways in which dates and numbers are written."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from lapor.registry.sample import load_sample
from lapor.reports.importing import ImportFileError
from lapor.reports.models import Report
from lapor.reports.tests.ringkas import brought, csv_file, csv_text, json_file, row, xlsx_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def registry(db: None) -> None:
    load_sample()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(csv_text([row(title="Café “Senja” bising")], delimiter).encode(encoding))
    assert brought(path).counts == (1, 1, 0, 0)
    assert Report.objects.get().text.title == "Café “Senja” bising"


def test_title_rows_above_the_header_of_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Judul Laporan,,Laporan Ringkas\n\nInstansi,,Pemerintah\n" + csv_text([row()]))
    assert brought(path).counts == (1, 1, 0, 0)


def test_workbook_with_title_rows_and_real_dates(tmp_path: Path) -> None:
    whole: dict[str, str | float] = {
        **row(title="Dari buku kerja"),
        "Tanggal Laporan Masuk": 45309.0,
        "Tracking ID": 5000001.0,
    }
    path = xlsx_file(
        tmp_path, {**whole, "Waktu Laporan Masuk": 0.5}, titles=["Laporan Ringkas", "", "Instansi"]
    )
    assert brought(path).counts == (1, 1, 0, 0)
    assert f"{Report.objects.get(pk=5000001).received:%Y-%m-%d %H:%M:%S}" == "2024-01-18 12:00:00"


def test_what_a_workbook_escapes_comes_back(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, row(text="_x000D_ <b>&amp; 'kutip'\nbaris 😀", final=""))
    brought(path)
    assert Report.objects.get().text.text == "_x000D_ <b>&amp; 'kutip'\nbaris 😀"


def test_json_lines(tmp_path: Path) -> None:
    line = {
        "tracking_id": 5000002, "received": "2024-01-18T08:33:26+07:00", "report_class": "complaint",
        "supervision": True, "title": "Pungutan",
        "text": "Ada pungutan.", "text_final": "Diduga ada pungutan.",
        "category": "pekerjaan-umum/jalan-berlubang", "agency": "KOTA-SURABAYA", "status": "in_progress",
        "channel": "sms", "anonymous": True, "secret": False,
        "reporter_name": "Melati", "province": "Jawa Timur",
        "regency": "Kota Surabaya",
    }  # fmt: skip
    assert brought(json_file(tmp_path, line)).counts == (1, 1, 0, 0)
    report = Report.objects.get(pk=5000002)
    assert f"{report.received:%H:%M}" == "01:33"
    assert (report.status, report.supervision, report.channel) == ("in_progress", True, "sms")
    assert (report.agency and report.agency.code, report.region and report.region.code) == (
        "KOTA-SURABAYA",
        "35.78",
    )
    assert report.category
    assert report.category.code == "pekerjaan-umum/jalan-berlubang"
    assert report.anonymous
    assert report.identity
    assert report.identity.name == "Melati"


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("18 Jan 2024", "01:33:26"), ("18-Jan-24", "1:33:26"), ("2024-01-18", "01:33:26"),
        ("18 Januari 2024", "01.33.26"), ("2024-01-18T01:33:26", ""),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(tmp_path: Path, day: str, time: str) -> None:
    assert brought(csv_file(tmp_path, row(day=day, time=time))).counts == (1, 1, 0, 0)
    assert f"{Report.objects.get().received:%Y-%m-%d %H:%M:%S}" == "2024-01-18 01:33:26"


def test_wrong_header_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("nomor,tanggal,isi\n1,2,3\n")
    with pytest.raises(ImportFileError, match="no header"):
        brought(path)


def test_missing_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(csv_text([row()]).replace("Status Laporan", "Keadaan", 1))
    with pytest.raises(ImportFileError, match="Status Laporan"):
        brought(path)


@pytest.mark.parametrize(
    "start", [b"", b"%PDF-1.7", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0", b"PK\3\4 not a zip", b"\0\xff" * 90]
)
def test_other_kinds_of_files_are_one_error(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(start)
    with pytest.raises(ImportFileError):
        brought(path)
    assert Report.objects.count() == 0


def test_missing_file_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="cannot be opened"):
        brought(tmp_path / "no.csv")


@pytest.mark.parametrize(
    "sheet", [b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"<worksheet><sheetData><row"]
)
def test_a_hostile_workbook_is_one_error(tmp_path: Path, sheet: bytes) -> None:
    path = tmp_path / "f.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(
            "xl/workbook.xml", '<workbook><sheets><sheet name="A" r:id="r1" xmlns:r="x"/></sheets></workbook>'
        )
        book.writestr("xl/_rels/workbook.xml.rels", "<Relationships/>")
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(ImportFileError, match="damaged"):
        brought(path)
