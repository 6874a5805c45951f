"""When an agency counts as silent, when many reports count as a surge: numbers of `data/watching.csv`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lapor.sla.datafile import DataFileError, rows

FILE = Path(__file__).parent / "data" / "watching.csv"
NAMES = frozenset(
    {
        "silent_working_days",
        "surge_weeks",
        "surge_weeks_known",
        "surge_smoothing",
        "surge_least",
        "surge_ratio",
        "surge_chance",
    }
)


@cache
def settings() -> dict[str, float]:
    """The numbers by name, read once per process; DataFileError names what is missing or no number."""
    return load(FILE)


def whole(name: str) -> int:
    return int(settings()[name])


def load(path: Path) -> dict[str, float]:
    """Read and check a file of these numbers: all of them, each above 0."""
    found: dict[str, float] = {}
    for line, row in rows(path, ("name", "value", "meaning")):
        try:
            found[row["name"]] = float(row["value"])
        except ValueError:
            raise DataFileError(path, line, f"{row['value']!r} is not a number") from None
        if row["name"] not in NAMES or not 0 < found[row["name"]] < float("inf"):
            raise DataFileError(path, line, f"unknown name, or not above 0: {row['name']}")
    if missing := NAMES - found.keys():
        raise DataFileError(path, 1, f"missing: {', '.join(sorted(missing))}")
    return found
