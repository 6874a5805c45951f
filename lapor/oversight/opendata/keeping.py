"""The files of open data: a folder for each month, in it one for each time it was written.

`DataMonth.key` names the folder that counts, so a month's files change all at once or not at all.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from lapor.oversight.models import DataMonth
from lapor.oversight.opendata.columns import TABLES
from lapor.reports.models import TakenBack

CHECKSUMS = "SHA256SUMS"
FORMS = ("csv", "parquet")
NAMES = frozenset({CHECKSUMS, *(f"{table.name}.{form}" for table in TABLES for form in FORMS)})


class NotReady(Exception):
    """The month's files are being written: for the first time, or because something was taken back."""


@dataclass(frozen=True)
class Kept:
    """One file that may be handed out. `checksum`: SHA-256, hexadecimal."""

    path: Path
    checksum: str
    built_at: datetime


def folder(month: date) -> Path:
    """LAPOR_DATA/opendata/2018-08, made at its first use."""
    path: Path = settings.DATA / "opendata" / f"{month:%Y-%m}"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def months() -> QuerySet[DataMonth]:
    """Months that have files. `taken_back`: these must wait until they are written anew."""
    stale = Exists(TakenBack.objects.filter(month=OuterRef("month")))
    return DataMonth.objects.exclude(key="").annotate(taken_back=stale)  # type: ignore[no-redef]


def there(row: DataMonth) -> bool:
    """Whether the files that count are on the disk."""
    return bool(row.key) and (folder(row.month) / row.key).is_dir()


def find(month: date, name: str) -> tuple[Kept, IO[bytes]]:
    """The file as it may be handed out now, opened; the caller closes. One query.

    DataMonth.DoesNotExist for a month without data; NotReady as it says. A change that takes something back
    counts from the moment its transaction ends.
    """
    for _each in range(2):  # once more where the files were replaced between the row and the opening
        row = months().get(month=month)
        if row.taken_back:
            break
        path = folder(month) / row.key / name
        try:
            opened = path.open("rb")
        except FileNotFoundError:
            continue
        return Kept(path, row.files[name]["sha256"], row.built_at or datetime.min), opened
    raise NotReady(month)


@contextmanager
def fresh(month: date, *, besides: str) -> Iterator[Path]:
    """A new folder for the files of a month; gone again where writing fails.

    What others left behind goes first, save `besides`. The caller holds the month's row: nobody else writes.
    """
    for other in folder(month).iterdir():
        if other.name != besides:
            shutil.rmtree(other, ignore_errors=True)
    path = folder(month) / secrets.token_hex(8)
    path.mkdir(mode=0o700)
    try:
        yield path
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise


def remove(month: date, key: str) -> None:
    """Take away what was replaced: what was taken back must not stay on the disk. Open files are read on."""
    if key:
        shutil.rmtree(folder(month) / key, ignore_errors=True)
