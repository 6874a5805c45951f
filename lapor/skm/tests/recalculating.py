"""A workbook's formulas computed anew by another program's rules (the package `formulas`), not by ours."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path
from typing import Any

import formulas
import numpy

from lapor.reports.importing.workbook import sheet_rows

_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"[^>]*><f>(.*?)</f>')
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


class Recalculated:
    """The second sheet of a workbook, whose formulas read the first one and each other."""

    def __init__(self, path: Path) -> None:
        self._first = dict(sheet_rows(path))
        with zipfile.ZipFile(path) as book:
            text = book.read("xl/worksheets/sheet2.xml").decode()
        self._formulas = {place: html.unescape(formula) for place, formula in _FORMULA.findall(text)}
        self._known: dict[str, Any] = {}

    def cell(self, place: str) -> Any:
        """The value of one cell of the second sheet; what it reads is computed first."""
        if place not in self._known:
            function = formulas.Parser().ast(f"={self._formulas[place].lstrip('=')}")[1].compile()
            value = function(*(self._range(name) for name in function.inputs))
            self._known[place] = numpy.asarray(value, dtype=object).reshape(-1)[0]
        return self._known[place]

    def _range(self, name: str) -> Any:
        sheet, _, places = name.rpartition("!")
        start, _, end = places.partition(":")
        (column, first), (_same, last) = _split(start), _split(end or start)
        values = [
            self._answer(row, column) if sheet else self.cell(f"{column}{row}")
            for row in range(first, last + 1)
        ]
        return numpy.array([[value] for value in values], dtype=object)

    def _answer(self, row: int, column: str) -> Any:
        written = self._first.get(row, {}).get(ord(column) - ord("A"), "")
        return int(written) if written else ""


def _split(place: str) -> tuple[str, int]:
    found = _CELL.fullmatch(place)
    assert found, place
    return found[1], int(found[2])
