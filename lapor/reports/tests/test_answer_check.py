"""Advice on answers: measured on a labelled table, and pure, whatever is typed."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.reports.answer_check import Advice, check

TABLE = Path(__file__).parent / "data" / "answers.csv"
DOCS = Path(__file__).parents[3] / "docs" / "answers.md"
TITLE, TEXT = "Jalan berlubang di Jalan Melati", "Lubang besar di depan nomor 12. WA saya 0857-1122-3344."
GOOD = "Lubang di Jalan Melati sudah ditambal tim Bina Marga pada Senin, 3 Agustus."


def test_the_table_is_met_with_the_precision_and_recall_that_the_documents_state() -> None:
    counts = Counter[tuple[bool, bool]]()
    for row in _rows():
        advised = check(row["title"], row["text"], row["answer"], final=row["final"] == "final")
        counts[row["good"] == "0", bool(advised)] += 1
    assert counts.total() >= 60
    precision = counts[True, True] / (counts[True, True] + counts[False, True])
    recall = counts[True, True] / (counts[True, True] + counts[True, False])
    stated = re.search(r"precision ([\d.]+), recall ([\d.]+) on all (\d+)", DOCS.read_text())
    assert stated
    assert (f"{precision:.2f}", f"{recall:.2f}", str(counts.total())) == stated.groups()


def _rows() -> list[dict[str, str]]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("answer", "final", "advice"),
    [
        (GOOD, True, []),
        ("", True, []),
        ("Terima kasih atas laporan Anda, akan kami tindaklanjuti.", True, [Advice.EMPTY]),
        ("Selesai.", True, [Advice.TOO_SHORT]),
        ("Lubang di Jalan Melati akan segera kami tambal.", False, [Advice.NO_DATE]),
        ("Lubang di Jalan Melati akan kami tambal Senin, 3 Agustus.", False, []),
        ("Jalan merupakan tanggung jawab bersama seluruh warga.", True, [Advice.NO_RESULT]),
        ("Jalan merupakan tanggung jawab bersama seluruh warga.", False, []),
        ("Kartu keluarga sudah dicetak petugas loket pada 3 Agustus.", True, [Advice.OFF_TOPIC]),
        (f"{GOOD} Kami hubungi +62 857 1122 3344.", True, [Advice.PERSONAL]),
        (f"{GOOD} NIK 3578014107650003.", True, [Advice.PERSONAL]),
        (f"{GOOD} Pertanyaan: hubungi kantor kami di (031) 531-2144.", True, []),
    ],
)
def test_what_is_advised(answer: str, final: bool, advice: list[Advice]) -> None:
    assert check(TITLE, TEXT, answer, final=final) == advice


def test_a_contact_that_the_officer_knows_is_found_in_the_answer() -> None:
    answer = f"{GOOD} Ditelepon ke 08123456789, surat ke Rina@Contoh.example."
    assert check(TITLE, TEXT, answer, final=True) == []
    for private in ("+628123456789", "rina@contoh.example"):
        assert check(TITLE, TEXT, answer, final=True, private=[private]) == [Advice.PERSONAL]


def test_affixes_do_not_hide_that_the_matter_is_named() -> None:
    for asked, answered in (
        ("Pungutan", "memungut"),
        ("Penyaluran bantuan", "disalurkan"),
        ("Tagihan", "ditagih"),
        ("Sekolah", "menyekolahkan"),
        ("Pengangkutan sampah", "mengangkut"),
    ):
        text = f"Pemkot {answered} pada Senin, 3 Agustus oleh regu khusus."
        assert check(asked, "", text, final=True) == [], asked


@given(st.text(), st.text(), st.booleans())
def test_nothing_that_is_typed_breaks_it(text: str, answer: str, final: bool) -> None:
    assert set(check(text, text, answer, final=final)) <= set(Advice)


def test_a_megabyte_costs_no_more_than_the_longest_answer() -> None:
    assert check(TITLE, TEXT, "kami akan " * 100_000, final=True) == check(
        TITLE, TEXT, "kami akan " * 1_000, final=True
    )
