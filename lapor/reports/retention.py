"""How long each kind of personal data is kept: `data/retention.csv`, for the purge and for `/privasi/`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

PATH = Path(__file__).resolve().parent / "data" / "retention.csv"


@dataclass(frozen=True)
class Retention:
    """One kind: kept for `days` counted from a moment named in Indonesian, on a legal basis."""

    kind: str
    days: int
    counted_from: str
    basis: str


@cache
def kinds() -> dict[str, Retention]:
    """All kinds in the file's order, read once per process; ValueError naming the line that is wrong."""
    with PATH.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        return {row["kind"]: _retention(row, reader.line_num) for row in reader}


def kept_until(kind: str, *, now: datetime) -> datetime:
    """What began before this moment is no longer kept; KeyError for a kind that the file does not name."""
    return now - timedelta(days=kinds()[kind].days)


def _retention(row: dict[str, str], line: int) -> Retention:
    if not row["days"].isdigit():
        raise ValueError(f"{PATH.name}, line {line}: days must be a number, not {row['days']!r}")
    return Retention(row["kind"], int(row["days"]), row["counted_from"], row["basis"])
