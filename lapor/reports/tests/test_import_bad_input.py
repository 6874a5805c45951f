"""Rows that cannot be taken are named and left out; the rest of the file goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from lapor.registry.sample import load_sample
from lapor.reports.models import Report
from lapor.reports.tests.ringkas import Outcome, brought, csv_file, csv_text, row, xlsx_file


@pytest.fixture
def registry(db: None) -> None:
    load_sample()


BAD = {
    "no id": ({"id": ""}, "Tracking ID", "is empty"),
    "id of words": ({"id": "dua ribu"}, "Tracking ID", "no tracking id"),
    "id too large": ({"id": "99999999999999999999"}, "Tracking ID", "no tracking id"),
    "no date": ({"day": ""}, "Tanggal Laporan Masuk", "is empty"),
    "a day that is none": ({"day": "32 Jan 2024"}, "Tanggal Laporan Masuk", "no date"),
    "a day ahead": ({"day": "18 Jan 2034"}, "Tanggal Laporan Masuk", "cannot be"),
    "a time that is none": ({"time": "25:00:00"}, "Waktu Laporan Masuk", "no time"),
    "no words": ({"title": "", "text": "", "final": " "}, "Isi Laporan Awal", "neither title nor text"),
    "unknown status": ({"status": "Terbang"}, "Status Laporan", "no status"),
    "unknown kind": ({"kind": "Samar"}, "Tipe Laporan (Anonim/Rahasia)", "neither"),
    "a cell of a megabyte": ({"text": "a" * 999_999}, "Isi Laporan Awal", "longer than"),
    "a cell larger than that": ({"text": "a" * 1_500_000}, "Tracking ID", "field larger"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_named_and_the_next_one_taken(registry: None, tmp_path: Path, name: str) -> None:
    changes, column, reason = BAD[name]
    outcome = brought(csv_file(tmp_path, row(id="1"), row(**({"id": "2"} | changes)), row(id="3")))
    assert outcome.counts == (3, 2, 0, 1)
    (refused,) = outcome.refused
    assert (refused.line, refused.column) == (3, column)
    assert reason in refused.reason


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken", ['2,18 Jan 2024,01:00:00,"a quote, left open\n', "2,18 Jan 2024,too,short\n", "x\n"]
)
def test_a_broken_row_takes_no_other_with_it(registry: None, tmp_path: Path, broken: str) -> None:
    path = tmp_path / "f.csv"
    before = csv_text([row(id="1", text="dua\nbaris", final="")])
    after = csv_text([row(id="3")]).split("\n", 1)[1]
    path.write_text(before + broken + after)
    outcome = brought(path)
    assert outcome.counts == (3, 2, 0, 1)
    assert [refused.line for refused in outcome.refused] == [4]
    assert set(Report.objects.values_list("pk", flat=True)) == {1, 3}


@pytest.mark.django_db
def test_an_empty_optional_cell_is_no_refusal(registry: None, tmp_path: Path) -> None:
    empty = row(report_class="", category="", title="", channel="", parent="", agency="", time="", status="")
    outcome = brought(csv_file(tmp_path, empty))
    assert outcome.counts == (1, 1, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("file", [csv_file, xlsx_file])
def test_odd_letters(registry: None, tmp_path: Path, file: Callable[..., Path]) -> None:
    odd = "nol\0 di sini 😀 \u202eterbalik <b>tebal</b>"
    path = file(tmp_path, row(text=odd, final=""))
    assert brought(path).counts == (1, 1, 0, 0)
    kept = Report.objects.get().text.text
    assert "\0" not in kept
    assert "😀" in kept
    assert "<b>tebal</b>" in kept


@pytest.mark.django_db
def test_json_that_is_none(registry: None, tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    good = '{"tracking_id": "7", "received": "2024-01-18T08:00:00Z", "text": "a \\ud800 b"}'
    bad = [
        "{",
        "[1]",
        '{"tracking_id": true}',
        good.replace("Z", ""),
        good.replace("}", ', "anonymous": "x"}'),
    ]
    path.write_text("\n".join([good, *bad, "{" * 5000, "", good]))
    outcome = brought(path)
    assert outcome.counts == (8, 1, 1, 6)
    assert [(one.line, one.column) for one in outcome.refused] == [
        (2, "line"), (3, "line"), (4, "tracking_id"), (5, "received"), (6, "anonymous"), (7, "line"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_formula_loses_the_quote_that_an_export_set(registry: None, tmp_path: Path) -> None:
    brought(csv_file(tmp_path, row(title="'=cmd|' /C calc'!A0", text="'+62", final="")))
    version = Report.objects.get().text
    assert (version.title, version.text) == ("=cmd|' /C calc'!A0", "+62")


@pytest.mark.django_db
def test_the_first_of_two_rows_with_one_id_counts(registry: None, tmp_path: Path) -> None:
    outcome = brought(csv_file(tmp_path, row(id="1", title="Pertama"), row(id="#1", title="Kedua")))
    assert outcome.counts == (2, 1, 1, 0)
    assert Report.objects.get().text.title == "Pertama"


@pytest.mark.django_db
def test_a_title_longer_than_titles_goes_on_in_the_text(registry: None, tmp_path: Path) -> None:
    brought(csv_file(tmp_path, row(title="panjang " * 60, text="isi", final="")))
    version = Report.objects.get().text
    assert (len(version.title), version.title[-1]) == (200, "…")
    assert version.text == ("panjang " * 60).strip() + "\n\nisi"


@pytest.mark.django_db
def test_a_row_costs_no_query_of_its_own(
    registry: None, tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    few = csv_file(tmp_path, *(row(id=str(number)) for number in range(1, 11)))
    brought(few)
    more = csv_file(tmp_path, *(row(id=str(number)) for number in range(100, 500)))
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        assert brought(more).counts == (400, 400, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_bring_each_report_once(tmp_path: Path) -> None:
    load_sample()
    path = csv_file(tmp_path, *(row(id=str(number)) for number in range(1, 1201)))
    outcomes: list[Outcome] = []

    def run() -> None:
        try:
            outcomes.append(brought(path))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcome.tally.read for outcome in outcomes] == [1200, 1200]
    assert sum(outcome.tally.imported for outcome in outcomes) == 1200
    assert sum(outcome.tally.there for outcome in outcomes) == 1200
    assert Report.objects.count() == 1200
