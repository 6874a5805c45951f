"""Masking measured on a labelled set of our own invention, and its properties on anything."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.reports.masking import Kind, Masked, mask
from tests.shared import shared_file

HERE = Path(__file__).parent


class Labelled(TypedDict):
    text: str
    hide: list[list[str]]


LABELLED: list[Labelled] = [
    json.loads(line) for line in (HERE / "data" / "masking.jsonl").open(encoding="utf-8")
]
NEGATIVES = [row["text"] for row in LABELLED if not row["hide"]]


def hidden(row: Labelled) -> list[tuple[str, str, bool]]:
    """Each labelled stretch, its kind, and whether no character of it is left."""
    masked, at, result = mask(row["text"]), 0, []
    for stretch, kind in row["hide"]:
        start = row["text"].index(stretch, at)
        at = start + len(stretch)
        covered = any(span.start <= start and span.end >= at for span in masked.spans)
        result.append((stretch, kind, covered and stretch not in masked.text))
    return result


def test_the_set_is_large_and_has_both_sides() -> None:
    assert len(LABELLED) >= 150
    assert len(NEGATIVES) >= 75
    assert {kind for row in LABELLED for _, kind in row["hide"]} == set(Kind) - {Kind.WORDS}


def test_recall_overall_and_by_kind() -> None:
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for row in LABELLED:
        for _, kind, gone in hidden(row):
            asked[kind] += 1
            found[kind] += gone
    assert found.total() / asked.total() >= 0.98, asked - found
    assert {kind: found[kind] / asked[kind] for kind in asked if found[kind] / asked[kind] < 0.95} == {}


def test_the_kind_told_is_nearly_always_right() -> None:
    rows = [row for row in LABELLED if row["hide"]]
    right = sum(mask(row["text"]).kinds == {Kind(kind) for _, kind in row["hide"]} for row in rows)
    assert right / len(rows) >= 0.97


def test_false_masks_are_rare() -> None:
    wrong = [text for text in NEGATIVES if mask(text).spans]
    assert len(wrong) / len(NEGATIVES) <= 0.02, wrong


def test_nothing_but_the_labelled_goes() -> None:
    extra = [row["text"] for row in LABELLED if len(mask(row["text"]).spans) > len(row["hide"])]
    assert len(extra) / len(LABELLED) <= 0.02, extra


def test_a_phone_keeps_its_last_two_digits() -> None:
    masked = mask("Kami bisa dihubungi di 0812-3400-0047.")
    assert masked.text == "Kami bisa dihubungi di 08••-••••-••47."
    assert masked.kinds == {Kind.PHONE}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("NIK 3578014502890003", "NIK [NIK ditutup]"),
        ("tulis ke budi@contoh.id.", "tulis ke [e-mail ditutup]."),
        ("rek BCA 123 456 7890", "rek BCA [rekening ditutup]"),
        ("mobil B 1234 XYZ", "mobil [pelat nomor ditutup]"),
        ("telp (021) 555 1234", "telp 0•••-••••-••34"),
        ("kartu kredit 4111 1111 1111 1111", "kartu kredit [nomor kartu ditutup]"),
        ("BPJS 0001234567890", "BPJS [nomor ditutup]"),
    ],
)
def test_what_stands_in_its_place(text: str, shown: str) -> None:
    assert mask(text).text == shown


def check(text: str, masked: Masked) -> None:
    assert "".join(piece.text for piece in masked.pieces) == masked.text
    assert all(left.end <= right.start for left, right in pairwise(masked.spans))
    rebuilt, at = "", 0
    for span in masked.spans:
        rebuilt += text[at : span.start] + span.shown
        at = span.end
    assert rebuilt + text[at:] == masked.text
    again = mask(masked.text)
    assert (again.text, again.kinds) == (masked.text, masked.kinds)


SIGNS = st.sampled_from(["Rp ", "Rp", "Rp. "])
WRITTEN = (
    "0 08 0812 62 +62 8 021 ( ) - . , / 1.500.000 Rp rek BCA telp NIK va laporan # B 1234 XYZ nol delapan O "
    "l @ at gmail.com dot [ ] [NIK 08••-••••-••47 3578014502890003 081234000047 12-05-2018 08.00 rupiah mobil"
)
ODD = [" ", "  ", "\n", "\u200b", "\ufe0f", "\x00", "５", "٣", "İ", "[NIK ditutup]", "[rekening ditutup]"]
PARTS = st.sampled_from([*WRITTEN.split(), *ODD])


@given(st.lists(PARTS, max_size=25).map(lambda parts: "".join(parts)) | st.text(max_size=200))
def test_masking_twice_changes_nothing_and_spans_fit(text: str) -> None:
    check(text, mask(text))


@given(
    st.text(alphabet="abc ,;\n", max_size=30),
    st.from_regex(r"08[1-9][0-9]{7,9}", fullmatch=True),
    st.sampled_from(["", " ", "-", "."]),
    st.text(alphabet="abc ,;\n", max_size=30),
)
def test_no_mobile_number_stays_however_it_is_cut(before: str, number: str, by: str, after: str) -> None:
    written = by.join((number[:4], number[4:8], number[8:]))
    masked = mask(f"{before} {written} {after}")
    assert written not in masked.text
    assert Kind.PHONE in masked.kinds


@given(
    st.integers(1, 999),
    st.lists(st.integers(0, 999), min_size=1, max_size=3),
    st.sampled_from(["Rp ", "Rp", "Rp. "]),
)
def test_no_sum_of_money_goes(first: int, groups: list[int], sign: str) -> None:
    text = f"Dipungut {sign}{first}." + ".".join(f"{group:03}" for group in groups) + " per orang"
    assert mask(text).text == text


LONG = (
    "a| |1|1 |0812 |@|a@|a@b.|at |nol |0812-3456-7890 |rek |rek 1234567 |B 1234 |B 12|Rp |1.500.|12-05-"
    "|08.00-|(|O|0l|-|[NIK ditutup]|3 2 0 4 |123456 a "
)


@pytest.mark.parametrize("unit", [*LONG.split("|"), "\u200b"])
def test_a_long_text_of_one_thing_is_only_long(unit: str) -> None:
    """A pattern that goes back over what it read would not end on these (no clock: the run itself tells)."""
    text = (unit * (40_000 // len(unit)))[:40_000]
    assert mask(text).text


def test_real_texts_stay_readable_and_settle() -> None:
    folder = shared_file("data/complaints")
    rows = (
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")
    )
    texts = [row["text"] for row in rows][::10]
    masked = [mask(text) for text in texts]
    assert all(mask(one.text).text == one.text for one in masked)
    assert 0.02 < sum(bool(one.spans) for one in masked) / len(texts) < 0.4
