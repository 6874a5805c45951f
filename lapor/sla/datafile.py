"""Reading the room's csv files so that a clerk who edits one is told the line that is wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


class DataFileError(ValueError):
    """A data file says something that cannot be; the message starts with file and line."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path.name}, line {line}: {problem}")


def rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its line number, cells stripped; the header must be exactly `columns`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            if next(reader, []) != list(columns):
                raise DataFileError(path, 1, f"the columns must be {','.join(columns)}")
            for cells in filter(any, reader):
                if len(cells) != len(columns):
                    raise DataFileError(path, reader.line_num, f"{len(cells)} cells, expected {len(columns)}")
                stripped = (cell.strip() for cell in cells)
                yield reader.line_num, dict(zip(columns, stripped, strict=True))
        except csv.Error as error:
            raise DataFileError(path, reader.line_num, str(error)) from error


def day(text: str) -> date:
    """An ISO date; the error (ValueError) repeats what was written."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date like 2018-06-07") from None
