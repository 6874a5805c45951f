"""Reads the registry's data files: CSV as a spreadsheet writes it, checked cell by cell."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TextIO, TypeVar

DATA = Path(__file__).parent / "data"
N = TypeVar("N", int, float)


class RegistryFileError(Exception):
    """A data file cannot be loaded; the message names file, line and column for who runs the service."""


@dataclass(slots=True)
class Row:
    """One line of a file; every getter raises RegistryFileError naming the cell it stumbled on."""

    file: str
    line: int
    cells: dict[str, str]

    def error(self, column: str, reason: str) -> RegistryFileError:
        return RegistryFileError(f"{self.file} line {self.line}, column {column}: {reason}")

    def text(self, column: str, *, limit: int = 300) -> str:
        value = " ".join(self.cells[column].split())
        if len(value) > limit:
            raise self.error(column, f"longer than {limit} characters")
        return value

    def needed(self, column: str, *, limit: int = 300) -> str:
        value = self.text(column, limit=limit)
        if not value:
            raise self.error(column, "is empty")
        return value

    def date(self, column: str) -> datetime.date | None:
        value = self.text(column)
        try:
            return datetime.date.fromisoformat(value) if value else None
        except ValueError:
            raise self.error(column, f"{value!r} is not a date; write it as 2024-10-21") from None

    def whole(self, column: str) -> int | None:
        return self._number(column, int)

    def decimal(self, column: str) -> float | None:
        return self._number(column, float)

    def _number(self, column: str, kind: Callable[[str], N]) -> N | None:
        value = self.text(column)
        try:
            return kind(value) if value else None
        except ValueError:
            raise self.error(column, f"{value!r} is not a number; write it as 1234.5") from None

    def yes(self, column: str) -> bool | None:
        value = self.text(column).lower()
        if value not in ("", "yes", "no"):
            raise self.error(column, f"{value!r} is neither yes nor no")
        return None if not value else value == "yes"

    def several(self, column: str) -> list[str]:
        """The parts of a cell like "KEMENKEU; DEPKEU"."""
        return [part.strip() for part in self.text(column, limit=1000).split(";") if part.strip()]


def read(path: Path, columns: str, *, only: frozenset[str] | None = None) -> Iterator[Row]:
    """The rows of a file that has (at least) these columns; with `only`, those with one of these codes.

    Takes what spreadsheets do to a file: a byte order mark, semicolons for commas, empty lines at the end.
    """
    if only is None:
        return _read(path, columns, None)
    changed = path.stat().st_mtime_ns if path.exists() else 0
    return iter(_few(path, columns, only, changed))


@lru_cache(maxsize=64)
def _few(path: Path, columns: str, only: frozenset[str], _changed: int) -> tuple[Row, ...]:
    """The few rows of a sample, kept while the file stays as it is: thousands of tests ask for the same."""
    return tuple(_read(path, columns, only))


def _read(path: Path, columns: str, only: frozenset[str] | None) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(path.name, file, columns.split(), only)
    except FileNotFoundError:
        raise RegistryFileError(f"{path.name}: the file is missing from {path.parent}") from None
    except UnicodeDecodeError as error:
        raise RegistryFileError(f"{path.name}: not UTF-8 at byte {error.start}; save it as UTF-8") from None


def _rows(name: str, file: TextIO, columns: list[str], only: frozenset[str] | None) -> Iterator[Row]:
    head = file.readline()
    delimiter = ";" if head.count(";") > head.count(",") else ","
    titles = [title.strip() for title in next(csv.reader([head], delimiter=delimiter), [])]
    for column in columns:
        if column not in titles:
            raise RegistryFileError(
                f"{name} line 1: there is no column {column} (found: {', '.join(titles)})"
            )
    reader = csv.reader(file, delimiter=delimiter)
    code = titles.index("code")
    for values in reader:
        if only is not None and (len(values) <= code or values[code] not in only):
            continue
        if any(values):
            yield _row(name, reader.line_num + 1, titles, values)


def _row(name: str, line: int, titles: list[str], values: list[str]) -> Row:
    if len(values) != len(titles):
        raise RegistryFileError(f"{name} line {line}: {len(values)} cells where the header has {len(titles)}")
    row = Row(name, line, dict(zip(titles, values, strict=True)))
    for title, value in row.cells.items():
        if "\0" in value:
            raise row.error(title, "holds a NUL character")
    return row
