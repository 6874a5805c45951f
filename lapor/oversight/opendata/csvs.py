"""Lines of csv, written while they are read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from lapor.oversight.opendata.columns import Cell, Column, Row

# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written, so that csv's lines can be streamed."""

    def write(self, text: str) -> str:
        return text


def as_csv(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """Lines of a csv file with a head; nothing in it is a formula."""
    writer = csv.writer(_Echo())
    yield writer.writerow([column.name for column in columns])
    for row in rows:
        yield writer.writerow([plain(cell) for cell in row])


def plain(cell: Cell) -> str | int | float | None:
    """A cell as csv has it: days as 2018-08-28, words never as a formula."""
    if isinstance(cell, date):
        return cell.isoformat()
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
