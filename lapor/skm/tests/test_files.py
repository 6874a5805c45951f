"""Paper typed in twice, past surveys from files, and the workbook that computes by itself."""

from __future__ import annotations

import re
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter

from lapor.reports.importing.sheets import ImportFileError
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.tests.world import NOW
from lapor.skm.codes import Way
from lapor.skm.counting import rebuild
from lapor.skm.exporting import write_workbook
from lapor.skm.following_up import fulfil_step, fulfilment, plan_step
from lapor.skm.importing import import_responses, write_template
from lapor.skm.models import Period, Response
from lapor.skm.paper import enter_paper, restart
from lapor.skm.periods import close_period, prepare_period, publish_period
from lapor.skm.results import result
from lapor.skm.sheets import read
from lapor.skm.tests.recalculating import Recalculated
from lapor.skm.tests.surveying import LAST, Surveyed, answered, given, opened, plan, survey_world
from lapor.skm.units import add_service, change_unit

ASKED = ("U1", "U2", "U3", "U5", "U6", "U7", "U8", "U9")
PAST: list[dict[str, Any]] = [
    {
        **dict.fromkeys(ASKED, 3),
        "Tanggal": "31/07/2018",
        "Layanan": "akta kelahiran",
        "Umur": "20-29 tahun",
    },
    {
        **dict.fromkeys(ASKED, 4),
        "Tanggal": 43313,
        "Jenis kelamin": "female",
        "Saran": "Antrean lama",
    },
    {"U1": 5},
    {"U1": 3, "Tanggal": "besok"},
    {"U1": 3, "Layanan": "SIM"},
    {"U1": 3, "Pendidikan": "TK"},
    {"Saran": "Tidak menjawab"},
    {},
    {"U1": 3, "Tanggal": "2019-01-01"},
]


@pytest.fixture
def made(db: None) -> Surveyed:
    return survey_world()


def test_paper_counts_when_both_entries_are_the_same(made: Surveyed) -> None:
    period = opened(made)
    entry: dict[str, Any] = {"by": made.surya, "now": NOW}
    first = enter_paper(period, number=1, given=given("344434434", suggestion="Kursi  kurang "), **entry)
    assert (first.sheet.response, first.differences) == (None, ())
    second = enter_paper(period, number=1, given=given("344434431", sex="male"), **entry)
    assert [(one.field, one.first, one.second) for one in second.differences] == [
        ("U9", 4, 1), ("sex", "", "male"), ("suggestion", "Kursi kurang", ""),
    ]  # fmt: skip
    assert not Response.objects.exists()
    third = enter_paper(period, number=1, given=given("344434434", suggestion="Kursi kurang"), **entry)
    assert third.sheet.response is not None
    assert (third.sheet.response.way, third.sheet.response.topic) == (Way.PAPER, "U9")
    with pytest.raises(WrongState):
        enter_paper(period, number=1, given=given("344434434"), **entry)
    with pytest.raises(WrongState):
        restart(third.sheet, by=made.surya)
    for number, digits, field in ((0, "3", "number"), (2, "---------", "U1")):
        with pytest.raises(BadInput) as refused:
            enter_paper(period, number=number, given=given(digits), **entry)
        assert list(refused.value.errors) == [field]
    wrong = enter_paper(period, number=3, given=given("1"), **entry).sheet
    restart(wrong, by=made.surya)
    assert enter_paper(period, number=3, given=given("2"), **entry).differences == ()
    assert result(period).counted.n == 1
    with pytest.raises(NotAllowed):
        enter_paper(period, number=4, given=given("3"), by=made.world.actor("kurnia"), now=NOW)


def test_a_past_survey_from_a_workbook(made: Surveyed, tmp_path: Path) -> None:
    """Rows that cannot be taken are named; the same file again changes nothing; then closed and published."""
    period = prepare_period(made.unit, plan(made, dropped={"U4": "Gratis."}), by=made.surya, now=NOW)
    blank = BytesIO()
    write_template(period, blank)
    file = tmp_path / "isian.xlsx"
    file.write_bytes(blank.getvalue())
    titles = read(file).titles
    assert titles[:9] == (*ASKED, "Tanggal")
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Jawaban")
        sheet.write_row(0, 0, titles)
        for line, row in enumerate(PAST, 1):
            sheet.write_row(line, 0, [row.get(title, "") for title in titles])
    done = import_responses(period, file, by=made.surya, now=NOW)
    assert (done.read, done.imported, done.there) == (8, 2, 0)
    assert [(one.line, one.column) for one in done.refused] == [
        (4, "U1"), (5, "Tanggal"), (6, "Layanan"), (7, "Pendidikan"), (8, "U1"), (10, "Tanggal"),
    ]  # fmt: skip
    again = import_responses(period, file, by=made.surya, now=NOW)
    assert (again.imported, again.there, len(again.refused)) == (0, 2, 6)
    assert str(result(period).counted.ikm) == "87.50"
    assert {f"{one.answered_at:%Y-%m-%d}" for one in Response.objects.all()} == {"2018-07-31", "2018-08-01"}
    publish_period(close_period(period, by=made.surya, now=NOW), by=made.surya, now=NOW)
    with pytest.raises(WrongState):
        import_responses(period, file, by=made.surya, now=NOW)


@pytest.mark.parametrize("weights", ["exact", "printed"])
def test_the_workbooks_own_formulas_give_our_index(made: Surveyed, tmp_path: Path, weights: str) -> None:
    """Recalculated by another program; U8 was answered by nobody, U4 is dropped, one response excluded."""
    period = opened(made, weights=weights, dropped={"U4": "Gratis."})
    for digits in ("344-344-4", "3-2-233-1", "4----4---", "111-111-1"):
        answered(period, digits)
    Response.objects.filter(u1=1).update(excluded=True)
    rebuild(period)
    file = tmp_path / "hasil.xlsx"
    with file.open("wb") as out:
        write_workbook(period, out)
    cell = Recalculated(file).cell
    ours = result(period).counted
    assert ours.n == 3
    for row, (_code, one) in enumerate(ours.elements.items(), 4):
        assert cell(f"C{row}") == one.answers
        if one.nrr is not None:
            assert cell(f"D{row}") == pytest.approx(float(one.nrr))
            assert (cell(f"G{row}"), cell(f"H{row}")) == (float(one.ikm or 0), one.grade)
        else:
            assert (cell(f"D{row}"), cell(f"H{row}")) == ("", "")
    assert cell("F12") == pytest.approx(float(ours.nrr or 0))
    assert (cell("G12"), cell("H12")) == (float(ours.ikm or 0), ours.grade)


def test_a_workbook_that_unpacks_without_end(
    made: Surveyed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few kilobytes that stand for megabytes, or for more rows than a sheet has."""
    monkeypatch.setattr("lapor.skm.importing.UNPACKED_MAX", 1_000_000)
    monkeypatch.setattr("lapor.skm.sheets.LINES_MOST", 1_000)
    period, small = opened(made), tmp_path / "kecil.xlsx"
    with xlsxwriter.Workbook(small) as book:
        book.add_worksheet().write_row(0, 0, ["U1", "U2"])
    for part, filler, times in (
        ("xl/sharedStrings.xml", b"<si/>", 300_000),
        ("xl/worksheets/sheet1.xml", b"<row/>", 300_000),
        ("xl/worksheets/sheet1.xml", b"<row/>", 2_000),
    ):
        bomb = swollen(small, part, filler * times)
        assert bomb.stat().st_size < 50_000
        with pytest.raises(ImportFileError):
            import_responses(period, bomb, by=made.surya, now=NOW)


def swollen(file: Path, part: str, filler: bytes) -> Path:
    """The same workbook with so much more at the end of one of its parts."""
    other = file.with_name("besar.xlsx")
    close = b"</sst>" if part == "xl/sharedStrings.xml" else b"</sheetData>"
    with zipfile.ZipFile(file) as book, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as out:
        for name in book.namelist():
            text = book.read(name)
            out.writestr(name, text.replace(close, filler + close) if name == part else text)
    return other


def test_what_somebody_named_is_no_formula(made: Surveyed) -> None:
    """In none of the workbooks: a cell that begins with = is text, whoever opens the file."""
    name = '=HYPERLINK("http://contoh.example","Buka")'
    add_service(made.unit, name=name, by=made.surya)
    made.unit.name = name
    made.unit.save()
    period = opened(made, services=list(made.unit.services.values_list("pk", flat=True)))
    answered(period, "344434434")
    for write in (write_template, write_workbook):
        out = BytesIO()
        write(period, out)
        with zipfile.ZipFile(out) as book:
            parts = [one for one in book.namelist() if one.startswith("xl/worksheets/sheet")]
            assert not any(b"HYPERLINK" in book.read(one) for one in parts)
            assert b"HYPERLINK" in book.read("xl/sharedStrings.xml")


def test_the_plan_after_a_survey_and_its_fulfilment(made: Surveyed) -> None:
    period = opened(made, dropped={"U4": "Gratis."})
    answered(period, "222-22221")
    step: dict[str, Any] = {
        "element": "U9", "action": "Tambah kursi", "owner": "Kepala TU", "due": LAST + timedelta(days=30),
        "by": made.surya, "now": NOW,
    }  # fmt: skip
    with pytest.raises(WrongState):
        plan_step(period, **step)
    period = close_period(period, by=made.surya, now=NOW)
    for wrong in ({"element": "U4"}, {"action": ""}, {"owner": " "}, {"due": LAST - timedelta(days=1)}):
        with pytest.raises(BadInput) as refused:
            plan_step(period, **(step | wrong))
        assert list(refused.value.errors) == list(wrong)
    row = plan_step(period, **step)
    plan_step(period, **(step | {"element": "U1"}))
    fulfil_step(row, note="Dua puluh kursi.", by=made.surya, now=NOW)
    with pytest.raises(WrongState):
        fulfil_step(row, note="", by=made.surya, now=NOW)
    late = fulfilment(Period.objects.get(pk=period.pk), today=LAST + timedelta(days=31))
    assert (late.rows, late.done, late.late) == (2, 1, 1)


def test_names_are_no_formulas(made: Surveyed) -> None:
    unit = change_unit(made.unit, name="=2+3", active=True, by=made.surya)
    service = add_service(unit, name="=1+1", by=made.surya)
    period = opened(made, services=[service.pk])
    blank, filled = BytesIO(), BytesIO()
    write_template(period, blank)
    assert "<f>" not in second_sheet(blank)
    write_workbook(period, filled)
    title = re.search('<c r="A1".*?</c>', second_sheet(filled))
    assert title is not None
    assert "<f>" not in title[0]


def second_sheet(book: BytesIO) -> str:
    return ZipFile(book).read("xl/worksheets/sheet2.xml").decode()
