"""What is data: the sections of a proposal with their limits, the curator's checklist, the default steps."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Section:
    """`most`: words at any time; `least`: words once it is submitted."""

    code: str
    label: str
    hint: str
    most: int
    least: int


@dataclass(frozen=True)
class Check:
    code: str
    label: str


@dataclass(frozen=True)
class DefaultStep:
    """`days` after the start of a replication it should be done."""

    title: str
    days: int


def sections() -> dict[str, Section]:
    """By code, in the order of the proposal, in the reader's language."""
    tongue = _tongue()
    return {
        code: Section(code, row[tongue], row[f"hint_{tongue}"], row["most"], row["least"])
        for code, row in _read("sections.toml").items()
    }


def checklist() -> list[Check]:
    """What a curator ticks, in the reader's language."""
    return [Check(code, row[_tongue()]) for code, row in _read("checklist.toml").items()]


def default_steps() -> list[DefaultStep]:
    """The eight steps of a replication; their titles are kept in Indonesian, as all that people write."""
    return [DefaultStep(row["id"], row["days"]) for row in _read("steps.toml")["step"]]


def words_in(text: str) -> int:
    """Words as people count them: what stands between blanks."""
    return len(text.split())


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


def _tongue() -> str:
    return "en" if (get_language() or "").startswith("en") else "id"
