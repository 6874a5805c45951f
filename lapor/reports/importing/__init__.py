"""Reports from LAPOR's own exports ("Laporan Ringkas", xlsx or csv) and from JSON lines.

files, sheets, workbook and jsonlines read; cells, rows and rules check; lookup finds places, categories and
agencies; making and writing store. `import_file` is all that a door needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from lapor.accounts.actors import Actor
from lapor.reports.importing.cells import RefusedCell
from lapor.reports.importing.files import Source, recognise
from lapor.reports.importing.lookup import Lookup, Majority
from lapor.reports.importing.making import make
from lapor.reports.importing.rows import Raw, Written
from lapor.reports.importing.sheets import ImportFileError
from lapor.reports.importing.writing import Stored, known, store

__all__ = ["ImportFileError", "Refused", "Tally", "import_file"]

BATCH = 500


@dataclass(frozen=True)
class Refused:
    """A row that was not taken: where it stands and why."""

    line: int
    column: str
    reason: str


@dataclass
class Tally:
    """Every row of the file is counted once: read = imported + there + refused."""

    read: int = 0
    imported: int = 0
    there: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Watching:
    """Who is told: of each refused row, of the rows to expect, of each batch's rows and days."""

    refused: Callable[[Refused], None]
    stored: Stored
    expected: Callable[[int], None] = lambda _rows: None
    done: Callable[[int], None] = lambda _rows: None


def import_file(path: Path, *, by: Actor, now: datetime, watching: Watching) -> Tally:
    """Import a file; a second time changes nothing, nor do two at once. Commits every 500 rows.

    Reads the file twice: whose file it is decides where unknown units hang. ImportFileError when the file
    as a whole cannot be read; then nothing has been stored. Memory does not grow with the rows.
    """
    source = recognise(path)
    majority, rows = Majority(), 0
    for row in _readable(source, now, lambda _refused: None):
        rows += 1
        if isinstance(row, Written):
            majority.add(row)
    watching.expected(rows)
    lookup, tally = Lookup(majority.home()), Tally()
    checked = _readable(source, now, watching.refused)
    while batch := list(islice(checked, BATCH)):
        _import(batch, lookup, tally, by, now, watching.stored)
        watching.done(len(batch))
    return tally


def _readable(
    source: Source, now: datetime, refused: Callable[[Refused], None]
) -> Iterator[Written | Refused]:
    for found in source.rows():
        row = _checked(source, found, now)
        if isinstance(row, Refused):
            refused(row)
        yield row


def _checked(source: Source, found: Raw | tuple[int, RefusedCell], now: datetime) -> Written | Refused:
    if not isinstance(found, Raw):
        line, problem = found
        return Refused(line, problem.column, problem.reason)
    try:
        return source.check(found, now)
    except RefusedCell as error:
        return Refused(found.line, error.column, error.reason)


def _import(
    batch: list[Written | Refused], lookup: Lookup, tally: Tally, by: Actor, now: datetime, stored: Stored
) -> None:
    good = [row for row in batch if isinstance(row, Written)]
    taken = known([row.id for row in good])
    # The first of several rows with one id counts; what is there already is not even looked up.
    fresh = {row.id: row for row in reversed(good) if row.id not in taken}
    made = [make(row, lookup, by=by, now=now) for row in reversed(fresh.values())]
    imported = store(made, stored) if made else 0
    tally.read += len(batch)
    tally.imported += imported
    tally.there += len(good) - imported
    tally.refused += len(batch) - len(good)
