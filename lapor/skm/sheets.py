"""A file of answers, csv or xlsx, one respondent a row: read cell by cell, a bad cell named with its line."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lapor.reports.importing import workbook
from lapor.reports.importing.sheets import CELL_MAX, DELIMITERS, TITLE_ROWS, ImportFileError, encoding_of
from lapor.skm.codes import ELEMENTS

# As many as a sheet has; a file can be packed with more empty ones.
LINES_MOST = 1_048_576
# No survey has more; a cell in the last column of a sheet must not make each row 18,278 cells long.
COLUMNS_MAX = 500
# A spreadsheet writes the same number in more than one way.
_ANSWER = re.compile(r"([1-4])(?:\.0+)?")


@dataclass(frozen=True)
class Line:
    """A row below the header: its line in the file (from 1), and its cells by the header's titles."""

    number: int
    cells: dict[str, str]
    too_long: bool = False

    def demand_whole(self) -> None:
        """WrongCell where the row has cells beyond the header: they may all have slipped by one."""
        if self.too_long:
            raise WrongCell(self.number, "-", "more cells than the header has", kind=Wrong.CELLS)


@dataclass(frozen=True)
class Sheet:
    """The titles as written, elements in capitals, and the rows below; the rows can be read once."""

    titles: tuple[str, ...]
    lines: Iterator[Line]

    def elements(self) -> tuple[str, ...]:
        """The elements that the survey had: a dropped one has no column."""
        return tuple(code for code in ELEMENTS if code in self.titles)


class Wrong(StrEnum):
    """What this module refuses, for a page that says it in its reader's language."""

    CELLS = "cells"
    ANSWER = "answer"


class WrongCell(Exception):
    """A cell that cannot be taken: its line, its column, and why."""

    def __init__(self, line: int, column: str, reason: str, *, kind: Wrong | None = None) -> None:
        super().__init__(f"line {line}, column {column}: {reason}")
        self.line, self.column, self.reason, self.kind = line, column, reason, kind


def read(path: Path, *, most: int = workbook.PART_MAX) -> Sheet:
    """The table of a csv or xlsx file; the header is the first row with a column U1 to U9.

    `most`: bytes that a part of a workbook may unpack to. Raises ImportFileError where there is no such
    header, or where it has an element twice; while its lines are read where it is larger or damaged.
    """
    with path.open("rb") as file:
        zipped = file.read(4) == b"PK\x03\x04"
    rows = _numbered(workbook.sheet_rows(path, most=most)) if zipped else _csv_rows(path)
    for _line, cells in itertools.islice(rows, TITLE_ROWS):
        titles = tuple(_title(cell) for cell in cells)
        if any(title in ELEMENTS for title in titles):
            return Sheet(
                _checked(titles), (line for line in _named(rows, titles) if any(line.cells.values()))
            )
    raise ImportFileError(f"no header with columns U1 to U9 in the first {TITLE_ROWS} rows")


def answer(line: Line, column: str) -> int | None:
    """1 to 4; None for an empty cell, which is no answer. Anything else raises WrongCell."""
    written = line.cells.get(column, "").strip()
    if not written:
        return None
    found = _ANSWER.fullmatch(written)
    if found is None:
        reason = f"{written[:40]!r} is no answer: 1, 2, 3, 4, or an empty cell"
        raise WrongCell(line.number, column, reason, kind=Wrong.ANSWER)
    return int(found[1])


def _title(cell: str) -> str:
    written = " ".join(cell.split())
    return written.upper() if written.upper() in ELEMENTS else written


def _checked(titles: tuple[str, ...]) -> tuple[str, ...]:
    if twice := sorted({title for title in titles if title and titles.count(title) > 1}):
        raise ImportFileError(f"the header has {', '.join(twice)} more than once")
    return titles


def _named(rows: Iterator[tuple[int, Sequence[str]]], titles: tuple[str, ...]) -> Iterator[Line]:
    for number, cells in rows:
        named = {title: cell for title, cell in zip(titles, cells, strict=False) if title}
        yield Line(number, named, too_long=any(cell.strip() for cell in cells[len(titles) :]))


def _numbered(rows: Iterator[tuple[int, dict[int, str]]]) -> Iterator[tuple[int, Sequence[str]]]:
    for turn, (number, cells) in enumerate(rows):
        if turn >= LINES_MOST:
            raise ImportFileError(f"more than {LINES_MOST} rows")
        width = min(max(cells, default=-1) + 1, COLUMNS_MAX)
        yield number, [cells.get(place, "") for place in range(width)]


def _csv_rows(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    csv.field_size_limit(CELL_MAX)
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        head = file.read(4096)
        file.seek(0)
        reader = csv.reader(file, delimiter=max(DELIMITERS, key=head.count))
        start = 1
        try:
            for cells in reader:
                yield start, cells
                start = reader.line_num + 1
        except csv.Error as error:
            raise ImportFileError(f"line {start}: {error}") from None
