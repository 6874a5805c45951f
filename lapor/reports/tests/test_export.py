"""An export is LAPOR's own file again: columns, words, no formula, no anonymous name; and it imports."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.db import transaction

from lapor.registry.models import Agency
from lapor.registry.sample import load_sample
from lapor.reports import exporting
from lapor.reports.importing.cells import guarded
from lapor.reports.importing.columns import COLUMNS
from lapor.reports.models import (
    Deadline,
    Disposition,
    Event,
    Message,
    Publication,
    Report,
    TextVersion,
)
from lapor.reports.tests.ringkas import Outcome, brought, csv_file, row
from lapor.reports.tests.world import build, filed
from tests.shared import shared_file

pytestmark = pytest.mark.django_db
SHARED = (
    "data/export/laporan-ringkas-kabupaten-2021-2022.xlsx",
    "data/export/laporan-ringkas-kabupaten-2023-with-title-rows.xlsx",
    "data/export/laporan-ringkas-kabupaten.csv",
)
FIELDS = (
    "received", "report_class", "supervision", "status", "closing", "channel", "source_ref", "region__code",
    "category__code", "agency__code", "unit__name", "suggested_agency__name", "anonymous", "secret",
    "verified_at", "dated", "unmapped", "due",
)  # fmt: skip


def test_columns_words_and_times(tmp_path: Path) -> None:
    load_sample()
    brought(csv_file(tmp_path, row(channel="Instagram", reason="Bukan wewenang.", name="Melati")))
    (out,) = exported()
    assert tuple(out) == COLUMNS
    assert {column: out[column] for column in row() if column != "Kategori"} == {
        column: text for column, text in row(channel="Instagram").items() if column != "Kategori"
    }
    assert (out["Nama Pelapor"], out["Alasan Tunda/Arsip"]) == ("Melati", "Bukan wewenang.")


def test_an_anonymous_name_is_in_no_export(tmp_path: Path) -> None:
    load_sample()
    brought(csv_file(tmp_path, row(kind="Anonim", name="Melati")))
    (out,) = exported()
    assert out["Nama Pelapor"] == ""
    assert Report.objects.get().identity


@pytest.mark.parametrize("text", ["=1+1", "+62", "-", "@SUM(A1)", "'=1", "''+", "'ya'"])
def test_formulas_get_a_quote_and_lose_it_again(tmp_path: Path, text: str) -> None:
    load_sample()
    stored = guarded(text)
    brought(csv_file(tmp_path, row(title=stored, text=stored, final="")))
    assert Report.objects.get().text.text == text
    (out,) = exported()
    assert out["Judul Laporan"] == stored
    assert out["Judul Laporan"][0] not in "=+-@"


def test_a_filed_report_in_lapors_words() -> None:
    build()
    filed(anonymous=True)
    (out,) = exported()
    assert out["Status Laporan"] == "Belum Terverifikasi"
    assert out["Klasifikasi Laporan"] == "Pengaduan"
    assert (out["Tanggal Laporan Masuk"], out["Waktu Laporan Masuk"]) == ("28 Aug 2018", "02:14:00")
    assert out["Nama Pelapor"] == ""


def test_by_period_and_agency(tmp_path: Path) -> None:
    load_sample()
    # 17:30 UTC is the next day in Jakarta.
    brought(
        csv_file(
            tmp_path,
            row(id="1", day="17 Jan 2024", time="17:30:00"),
            row(id="2", day="18 Jan 2024", time="17:30:00", parent="Pemerintah Kota Surabaya", agency=""),
        )
    )
    day = date(2024, 1, 18)
    surabaya = Agency.objects.get(code="KOTA-SURABAYA")
    assert list(exporting.chosen(begin=day, end=day).values_list("pk", flat=True)) == [1]
    assert list(exporting.chosen(agency=surabaya).values_list("pk", flat=True)) == [2]


def test_a_text_too_long_for_a_cell_is_cut_and_counted(tmp_path: Path) -> None:
    load_sample()
    brought(csv_file(tmp_path, row(text="a" * 40_000, final="")))
    assert exporting.write_xlsx(exporting.rows(Report.objects.all()), BytesIO()).cut == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_shared_exports_come_whole_and_go_round(tmp_path: Path, kind: str) -> None:
    load_sample()
    files = [shared_file(name) for name in SHARED]
    out = tmp_path / f"out.{kind}"
    with transaction.atomic():
        first = [brought(path) for path in files]
        assert [outcome.counts for outcome in first] == [(400, 400, 0, 0), (180, 180, 0, 0), (250, 0, 250, 0)]
        assert [brought(path).tally.imported for path in files] == [0, 0, 0]
        before = told()
        written(kind, out)
        transaction.set_rollback(True)
    assert not Report.objects.exists()
    again: Outcome = brought(out)
    assert again.counts == (580, 580, 0, 0)
    after = told()
    assert [pk for pk in before if before[pk] != after[pk]] == []


def exported() -> list[dict[str, str]]:
    text = StringIO()
    exporting.write_csv(exporting.rows(exporting.chosen()), text)
    return list(csv.DictReader(StringIO(text.getvalue())))


def written(kind: str, path: Path) -> None:
    if kind == "csv":
        with path.open("w", newline="") as file:
            exporting.write_csv(exporting.rows(exporting.chosen()), file)
    else:
        with path.open("wb") as book:
            exporting.write_xlsx(exporting.rows(exporting.chosen()), book)


def told() -> dict[int, list[object]]:
    """All that is known of each report, field by field, the person apart."""
    found: dict[int, list[object]] = defaultdict(list)
    for rows in (
        Report.objects.values_list("pk", *FIELDS),
        TextVersion.objects.values_list("report", "number", "title", "text", "created_at"),
        Publication.objects.values_list("report", "title", "text", "received"),
        Message.objects.values_list("report", "kind", "text", "public_text"),
        Disposition.objects.values_list("report", "agency__code", "holder__name", "lead", "since", "until"),
        Event.objects.values_list("report", "act", "to_status", "role", "at", "facts"),
        Deadline.objects.values_list("report", "step", "rule", "started_at", "due"),
    ):
        for number, *rest in sorted(rows, key=str):
            found[number].append(rest)
    return found
