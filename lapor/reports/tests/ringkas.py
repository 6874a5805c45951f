"""Small invented files in the shape of LAPOR's "Laporan Ringkas", and what an import makes of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import xlsxwriter

from lapor.accounts.actors import OPERATOR
from lapor.reports.importing import Refused, Tally, Watching, import_file
from lapor.reports.importing.columns import COLUMNS

NOW = datetime(2024, 6, 3, 4, 0, tzinfo=UTC)
ROW = {
    "Tracking ID": "5000001",
    "Tanggal Laporan Masuk": "18 Jan 2024",
    "Waktu Laporan Masuk": "01:33:26",
    "Klasifikasi Laporan": "Pengaduan Berkadar Pengawasan",
    "Kategori": "Jalan Berlubang",
    "Judul Laporan": "Lubang di jembatan",
    "Isi Laporan Awal": "Ada lubang besar di jembatan, hubungi 0812-3456-7890.",
    "Isi Laporan Akhir": "Ada lubang besar di jembatan, hubungi 0812-3456-7890.",
    "Tipe Laporan (Anonim/Rahasia)": "",
    "Sumber Laporan": "Website",
    "Instansi Induk": "Pemerintah Kabupaten Bandung",
    "Instansi Terdisposisi": "Dinas Pekerjaan Umum Kab. Bandung",
    "Status Laporan": "Ditutup oleh Sistem",
    "Provinsi": "Jawa Barat",
    "Kota/Kabupaten": "Bandung",
}


@dataclass
class Outcome:
    """The tally, and what a watcher was told."""

    tally: Tally
    refused: list[Refused] = field(default_factory=list)
    days: set[date] = field(default_factory=set)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return self.tally.read, self.tally.imported, self.tally.there, self.tally.refused


def brought(path: Path, now: datetime = NOW) -> Outcome:
    """Import a file as the command does."""
    outcome = Outcome(Tally())
    watching = Watching(outcome.refused.append, outcome.days.update)
    outcome.tally = import_file(path, by=OPERATOR, now=now, watching=watching)
    return outcome


def row(**changes: str) -> dict[str, str]:
    """The row above with other values; names of columns as in `SHORT`."""
    return ROW | {SHORT[name]: value for name, value in changes.items()}


SHORT = {
    "id": "Tracking ID",
    "day": "Tanggal Laporan Masuk",
    "time": "Waktu Laporan Masuk",
    "name": "Nama Pelapor",
    "report_class": "Klasifikasi Laporan",
    "category_id": "ID Kategori",
    "category": "Kategori",
    "title": "Judul Laporan",
    "text": "Isi Laporan Awal",
    "final": "Isi Laporan Akhir",
    "kind": "Tipe Laporan (Anonim/Rahasia)",
    "channel": "Sumber Laporan",
    "parent": "Instansi Induk",
    "agency": "Instansi Terdisposisi",
    "status": "Status Laporan",
    "reason": "Alasan Tunda/Arsip",
    "province": "Provinsi",
    "regency": "Kota/Kabupaten",
    "district": "Kecamatan",
    "village": "Kelurahan",
}


def csv_text(rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> str:
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def csv_file(folder: Path, *rows: Mapping[str, str]) -> Path:
    path = folder / "ringkas.csv"
    path.write_text(csv_text(rows), encoding="utf-8")
    return path


def xlsx_file(folder: Path, *rows: Mapping[str, str | float], titles: Sequence[str] = ()) -> Path:
    """A workbook; `titles` stand in rows of their own above the header."""
    path = folder / "ringkas.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Laporan Ringkas")
        for number, title in enumerate(titles):
            sheet.write_string(number, 0, title)
        sheet.write_row(len(titles), 0, COLUMNS)
        for number, one in enumerate(rows, len(titles) + 1):
            sheet.write_row(number, 0, [one.get(column, "") for column in COLUMNS])
    return path


def json_file(folder: Path, *rows: Mapping[str, object]) -> Path:
    path = folder / "laporan.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in rows), encoding="utf-8")
    return path
