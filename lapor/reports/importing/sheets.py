"""Reads a csv as LAPOR or a spreadsheet writes it: any of four encodings, comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from lapor.reports.importing import columns
from lapor.reports.importing.cells import RefusedCell, bare
from lapor.reports.importing.rows import Raw

DELIMITERS = ",;\t"
# Above the header may stand a title, the agency, the period.
TITLE_ROWS = 60
# A cell or a line beyond this is no table any more; it also bounds what an unclosed quote can swallow.
CELL_MAX = 1_000_000
LINE_MAX = 4_000_000
# How every row begins: tracking id and date. Such a line inside a cell means that a quote was left open.
_START = re.compile(r"""["']{0,2}\#?\d{1,19}"?[,;\t]["']{0,2}\d{1,2}[ -]\w{3,9}[ -]\d{2,4}"?[,;\t]""")


class ImportFileError(Exception):
    """The file as a whole cannot be read; one line that says what to do."""


def read(path: Path) -> Iterator[Raw | tuple[int, RefusedCell]]:
    """The rows below the header; a broken one as its line and what is wrong with it."""
    csv.field_size_limit(CELL_MAX)
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as file:
        lines = _Lines(file)
        titles, delimiter = _header(lines)
        yield from _records(lines, titles, delimiter)


def encoding_of(path: Path) -> str:
    """By its byte order mark; else UTF-8 if it is that, UTF-16 if every other byte is zero, else cp1252."""
    with path.open("rb") as file:
        head = file.read(4096)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if head.count(0) > len(head) // 4:
            return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


class _Lines:
    """The lines of a file with their numbers; those that a broken row swallowed can be given back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._number = 0
        self._waiting: deque[tuple[int, str]] = deque()
        self.taken: list[tuple[int, str]] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._waiting:
            one = self._waiting.popleft()
        else:
            line = self._file.readline(LINE_MAX)
            if not line:
                raise StopIteration
            self._number += 1
            one = self._number, line
        self.taken.append(one)
        return one[1]

    def give_back_rows(self) -> bool:
        """Give back what follows the first line, from where a new row begins; False where none does."""
        for index, (_number, line) in enumerate(self.taken):
            if index and _START.match(line):
                self._waiting.extendleft(reversed(self.taken[index:]))
                return True
        return False


def _header(lines: _Lines) -> tuple[list[str], str]:
    for line, _ in zip(lines, range(TITLE_ROWS), strict=False):
        for delimiter in DELIMITERS:
            titles = columns.header(next(csv.reader([line], delimiter=delimiter), []))
            if titles is not None:
                return checked(titles), delimiter
    raise no_header()


def checked(titles: list[str]) -> list[str]:
    """The titles; ImportFileError where columns are missing."""
    if lacking := columns.missing(titles):
        raise ImportFileError(f'the header lacks the column(s) {", ".join(lacking)} of a "Laporan Ringkas"')
    return titles


def no_header() -> ImportFileError:
    return ImportFileError(
        f'no header of a "Laporan Ringkas" (Tracking ID, {columns.DATE}, ...) in the first {TITLE_ROWS} rows'
    )


def _records(lines: _Lines, titles: list[str], delimiter: str) -> Iterator[Raw | tuple[int, RefusedCell]]:
    while True:
        lines.taken.clear()
        problem = ""
        # A reader of its own for each row: one that has failed would go on in the middle of a cell.
        try:
            cells = next(csv.reader(lines, delimiter=delimiter))
        except StopIteration:
            return
        except csv.Error as error:
            cells, problem = [], str(error)
        line = lines.taken[0][0]
        if len(lines.taken) > 1 and lines.give_back_rows():
            yield line, RefusedCell(columns.ID, "a quote is opened and not closed in this row")
        elif problem:
            yield line, RefusedCell(columns.ID, problem)
        elif not any(cells):
            continue
        elif len(cells) != len(titles):
            reason = f"{len(cells)} cells where the header has {len(titles)}"
            yield line, RefusedCell(columns.ID, reason)
        else:
            yield Raw(line, {title: bare(cell) for title, cell in zip(titles, cells, strict=True) if title})
