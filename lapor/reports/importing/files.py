"""Which kind of file it is, told by what is in it, not by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lapor.reports.importing import jsonlines, rows, sheets, workbook
from lapor.reports.importing.cells import RefusedCell
from lapor.reports.importing.rows import Raw, Written
from lapor.reports.importing.sheets import ImportFileError

Read = Iterator[Raw | tuple[int, RefusedCell]]
_OTHERS = {
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "a workbook of the old kind (xls)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a packed file",
}


@dataclass(frozen=True)
class Source:
    """A file that can be read as often as needed; `check` turns its rows into readable ones."""

    path: Path
    read: Callable[[Path], Read]
    check: Callable[[Raw, datetime], Written]

    def rows(self) -> Read:
        return self.read(self.path)


def recognise(path: Path) -> Source:
    """Csv, xlsx or JSON lines; ImportFileError for anything else."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise ImportFileError(f"{path.name} cannot be opened: {error.strerror}") from None
    for magic, kind in _OTHERS.items():
        if head.startswith(magic):
            raise ImportFileError(f"{path.name} is {kind}; save it as xlsx or csv and try again")
    if head.startswith(b"PK\3\4"):
        return Source(path, workbook.read, rows.of_sheet)
    plain = head.decode(sheets.encoding_of(path), errors="ignore").lstrip("\ufeff \t\r\n")
    if not plain:
        raise ImportFileError(f"{path.name} is empty")
    if plain.startswith("{"):
        return Source(path, jsonlines.read, rows.of_json)
    return Source(path, sheets.read, rows.of_sheet)
