"""A workbook as a spreadsheet reads it: the first sheet's rows, texts as texts, numbers as numbers."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of(content: bytes) -> list[list[str | float]]:
    """Every cell of every row; no formula may be among them."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(root.iter(f"{_NS}f"))
    return [_row(row) for row in root.iter(f"{_NS}row")]


def _row(row: ElementTree.Element) -> list[str | float]:
    cells = {_place(cell.attrib["r"]): _value(cell) for cell in row}
    return [cells.get(place, "") for place in range(max(cells) + 1)]


def _place(name: str) -> int:
    place = 0
    for letter in re.sub(r"\d", "", name):
        place = place * 26 + ord(letter) - 64
    return place - 1


def _value(cell: ElementTree.Element) -> str | float:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_NS}t"))
    return float(cell.findtext(f"{_NS}v") or 0)
