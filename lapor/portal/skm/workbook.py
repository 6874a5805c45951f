"""A published result as xlsx: how often each answer was given, and by formulas what follows from it.

Columns and rounding as in `lapor.skm.exporting`, whose workbook holds the single answers; this one is for
everybody and holds none.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.portal.skm.opendata import CACHE, file_name, shown_of
from lapor.portal.skm.publication import Published, Row
from lapor.skm.arithmetic import Counts, Score
from lapor.skm.codes import ANSWERS, Weights
from lapor.skm.exporting import FIRST, PLAIN, graded, rounded
from lapor.skm.results import answer_counts

COUNTS, RESULT = "Jumlah", "Hasil"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def workbook(request: HttpRequest, slug: str) -> HttpResponse:
    """The values that the formulas give stand beside them in the file."""
    shown, file = shown_of(request, slug), BytesIO()
    with xlsxwriter.Workbook(file, PLAIN | {"in_memory": True}) as book:
        counts, results = book.add_worksheet(COUNTS), book.add_worksheet(RESULT)
        _counts(counts, shown, answer_counts(shown.period))
        _results(results, shown)
    name = {"Content-Disposition": f'attachment; filename="{file_name(shown)}.xlsx"'}
    return HttpResponse(file.getvalue(), content_type=TYPE, headers=CACHE | name)


def _counts(sheet: Any, shown: Published, counts: dict[str, Counts]) -> None:
    sheet.write_row(0, 0, [_("Unsur"), _("Nama"), *(str(value) for value in ANSWERS)])
    sheet.set_column(1, 1, 40)
    for place, row in enumerate(shown.elements, 1):
        sheet.write_row(place, 0, [row.code, row.name, *counts[row.code]])


def _results(sheet: Any, shown: Published) -> None:
    whole = shown.result.counted
    end = FIRST + len(shown.elements) - 1
    sheet.write(0, 0, f"{shown.unit.name}: {shown.period.name}")
    heads = [_("Unsur"), _("Nama"), _("Jawaban"), "NRR", _("Bobot"), _("NRR tertimbang"), "IKM", _("Mutu")]
    sheet.write_row(2, 0, heads)
    sheet.set_column(1, 1, 40)
    exact = f'1/COUNTIF($C${FIRST}:$C${end},">0")'
    printed = shown.period.weights == Weights.PRINTED
    weight = f"INT(ROUND({exact}*1000,6))/1000" if printed else exact
    for place, row in enumerate(shown.elements):
        _element(sheet, place, row, whole, weight)
    line = end + 1
    sheet.write(line - 1, 0, "IKM")
    _put(sheet, f"F{line}", f"=SUM(F{FIRST}:F{end})", whole.nrr)
    _put(sheet, f"G{line}", f"={rounded(f'F{line}*25')}", whole.ikm)
    sheet.write_formula(f"H{line}", graded(f"G{line}"), None, whole.grade or "")


def _element(sheet: Any, place: int, row: Row, whole: Score, weight: str) -> None:
    line, counted = FIRST + place, place + 2
    cells = [f"{COUNTS}!{column}{counted}" for column in "CDEF"]
    total = "+".join(f"{value}*{cell}" for value, cell in zip(ANSWERS, cells, strict=True))
    nrr, share = row.score.nrr, whole.weight if row.score.nrr else None
    sheet.write_row(line - 1, 0, [row.code, row.name])
    _put(sheet, f"C{line}", f"={'+'.join(cells)}", row.number)
    _put(sheet, f"D{line}", f'=IF(C{line}=0,"",({total})/C{line})', nrr)
    _put(sheet, f"E{line}", f'=IF(C{line}=0,"",{weight})', share)
    _put(sheet, f"F{line}", f'=IF(C{line}=0,"",D{line}*E{line})', nrr * share if nrr and share else None)
    _put(sheet, f"G{line}", f'=IF(C{line}=0,"",{rounded(f"D{line}*25")})', row.score.ikm)
    sheet.write_formula(f"H{line}", graded(f"G{line}"), None, row.grade or "")


def _put(sheet: Any, cell: str, formula: str, value: Any) -> None:
    sheet.write_formula(cell, formula, None, "" if value is None else float(value))
