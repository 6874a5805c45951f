"""What a competition judges, how much it weighs, how long it may be: data by year, copied into each call."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lapor.jipp.codes import SECTIONS

# A criterion's mark: whole numbers from 0 to this.
MARK_MAX = 100


@dataclass(frozen=True)
class Criterion:
    """One section: its weight (a whole number, only the shares count), and the words it may have."""

    code: str
    weight: int
    words: int


@cache
def sets() -> dict[int, tuple[Criterion, ...]]:
    """By year, in the order of the sections."""
    path = Path(__file__).resolve().parent / "data" / "criteria.toml"
    rows = tomllib.loads(path.read_text())["set"]
    return {row["year"]: tuple(Criterion(code, **row[code]) for code in SECTIONS) for row in rows}


def newest() -> tuple[Criterion, ...]:
    return sets()[max(sets())]


def kept(criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """As a call's row keeps them."""
    return [asdict(one) for one in criteria]


def of_row(rows: Sequence[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    return tuple(Criterion(**row) for row in rows)


def judged(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """Those that get marks."""
    return tuple(one for one in criteria if one.weight)
