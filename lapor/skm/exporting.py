"""A survey as a workbook whose own formulas compute the index, so that a clerk can follow every step."""

from __future__ import annotations

from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from lapor.reports.exporting import SHEET_ROWS
from lapor.reports.refusals import WrongState
from lapor.skm.answering import elements_of
from lapor.skm.arithmetic import BORDERS
from lapor.skm.codes import Element, Weights
from lapor.skm.models import Period, Response
from lapor.skm.results import result

ANSWERS, RESULT = "Jawaban", "Hasil"
# The row of the first element on the sheet of results, from 1.
FIRST = 4
CHUNK = 2_000
# What people named stays text: a unit called "=..." is no formula.
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False}


def write_workbook(period: Period, file: IO[bytes]) -> None:
    """Two sheets: the answers that count, without anything else of a respondent; and the index, by formulas.

    The values that the formulas give stand beside them in the file. WrongState where a sheet is too small.
    """
    shown = result(period)
    if shown.counted.n >= SHEET_ROWS:
        raise WrongState(_("Jawaban terlalu banyak untuk satu lembar kerja. Ambil data terbukanya."))
    elements = elements_of(period)
    with xlsxwriter.Workbook(file, PLAIN) as book:
        answers, results = book.add_worksheet(ANSWERS), book.add_worksheet(RESULT)
        answers.write_row(0, 0, ["No", *elements])
        answers.freeze_panes(1, 1)
        rows = _answers(period, elements)
        last = 1
        for last, row in enumerate(rows, 2):
            for place, value in enumerate([last - 1, *row]):
                if value is not None:
                    answers.write_number(last - 1, place, value)
        _results(results, period, shown.counted, last)


def _answers(period: Period, elements: tuple[str, ...]) -> Any:
    counted = Response.objects.filter(period=period, excluded=False).order_by("pk")
    return counted.values_list(*(code.lower() for code in elements)).iterator(chunk_size=CHUNK)


def _results(sheet: Any, period: Period, found: Any, last: int) -> None:
    elements = elements_of(period)
    end = FIRST + len(elements) - 1
    sheet.write_row(0, 0, [f"{period.unit.name}: {period.name}"])
    sheet.write_row(
        2, 0, ["Unsur", "Nama", "Jumlah jawaban", "NRR", "Bobot", "NRR tertimbang", "IKM", "Mutu"]
    )
    for place, code in enumerate(elements):
        row, one = FIRST + place, found.elements[code]
        column = xl_col_to_name(place + 1)
        span = f"{ANSWERS}!{column}$2:{column}${max(last, 2)}"
        sheet.write(row - 1, 0, code)
        sheet.write(row - 1, 1, str(Element(code).label))
        _put(sheet, row, 2, f"=COUNT({span})", one.answers)
        _put(sheet, row, 3, f'=IF(C{row}=0,"",SUM({span})/C{row})', _number(one.nrr))
        _put(sheet, row, 4, f'=IF(C{row}=0,"",{_weight(period, end)})', _number(one.nrr and found.weight))
        _put(sheet, row, 5, f'=IF(C{row}=0,"",D{row}*E{row})', _number(one.nrr and one.nrr * found.weight))
        _put(sheet, row, 6, f'=IF(C{row}=0,"",{rounded(f"D{row}*25")})', _number(one.ikm))
        _put(sheet, row, 7, graded(f"G{row}"), one.grade.value if one.grade else "")
    row = end + 1
    sheet.write(row - 1, 0, "IKM")
    _put(sheet, row, 5, f"=SUM(F{FIRST}:F{end})", _number(found.nrr) or 0)
    _put(sheet, row, 6, f'=IF(F{row}=0,"",{rounded(f"F{row}*25")})', _number(found.ikm))
    _put(sheet, row, 7, graded(f"G{row}"), found.grade.value if found.grade else "")


def _weight(period: Period, end: int) -> str:
    """1 / number of elements that were answered, as `arithmetic.weight_of`."""
    exact = f'1/COUNTIF($C${FIRST}:$C${end},">0")'
    return exact if period.weights == Weights.EXACT else f"INT(ROUND({exact}*1000,6))/1000"


def rounded(term: str) -> str:
    """Half up, in every program alike: the inner rounding takes off what binary fractions add or lack."""
    return f"INT(ROUND({term}*100,6)+0.5)/100"


def graded(cell: str) -> str:
    """The grade of the index in a cell, as a formula."""
    steps = "".join(f'IF({cell}>={lowest},"{letter.value}",' for lowest, letter in BORDERS)
    return f'=IF({cell}="","",{steps}"D"{")" * len(BORDERS)})'


def _put(sheet: Any, row: int, column: int, formula: str, value: object) -> None:
    sheet.write_formula(row - 1, column, formula, None, "" if value is None else value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
