"""The invented stories, as files beside this one; a clerk may add lines."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass
class Act:
    """One step of a story at its moment."""

    name: str
    at: datetime
    facts: dict[str, Any]


@dataclass
class Story:
    """One invented report: what was filed when, and what happened to it."""

    key: str
    filed_at: datetime
    facts: dict[str, Any]
    acts: list[Act] = field(default_factory=list)


def cast_rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((FOLDER / "cast.json").read_text())
    return rows


def stories(now: datetime) -> list[Story]:
    """All stories, dated back from `now`; the one of 2018 keeps its own dates."""
    rows = [
        json.loads(line)
        for path in sorted((FOLDER / "stories").glob("*.jsonl"))
        for line in path.read_text().splitlines()
        if line.strip()
    ]
    rows.append(json.loads((FOLDER / "stories" / "story_2007157.json").read_text()))
    return [_story(row, now) for row in rows]


def _story(row: dict[str, Any], now: datetime) -> Story:
    filed_at = (
        datetime.fromisoformat(row["filed_at"])
        if "filed_at" in row
        else now - timedelta(days=float(row["age_days"]))
    )
    return Story(row["key"], filed_at, row, dated(row["steps"], filed_at))


def dated(steps: list[dict[str, Any]], start: datetime) -> list[Act]:
    """The steps with their moments: `at`, or hours after the step before."""
    acts: list[Act] = []
    at = start
    for step in steps:
        at = datetime.fromisoformat(step["at"]) if "at" in step else at + timedelta(hours=step["after_hours"])
        acts.append(Act(step["act"], at, step))
    return acts
