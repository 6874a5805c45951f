"""What days or reports add up to, and the figures made of it: docs/indicators.md in code of its own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

# Under so many reports there is no average.
FEW = 5
SHARES = {
    "followed_up_within_10_days": ("followed_up_10_met", "followed_up_10_counted"),
    "verified_within_3_working_days": ("verified_3_met", "verified_3_counted"),
    "followed_up_within_5_working_days": ("followed_up_5_met", "followed_up_5_counted"),
    "completed_share": ("completed", "not_archived"),
    "auto_closed_share": ("auto_closed", "closed"),
    "unconfirmed_share": ("unconfirmed", "closed"),
    "reopened_share": ("reopened", "ever_closed"),
}
STEPS = ("verification", "disposition", "answer", "completion")
LIMITS = ("followed_up_10", "verified_3", "followed_up_5")


@dataclass
class Sums:
    """Counts by name, and {days to the first answer: how many reports}."""

    counts: Counter[str] = field(default_factory=Counter)
    answers: Counter[float] = field(default_factory=Counter)

    def take(self, row: dict[str, str]) -> None:
        """A row of `angka-harian` or `angka-bulanan`."""
        for name, cell in row.items():
            if name != "code" and cell.isdigit():
                self.counts[name] += int(cell)
        for days, number in json.loads(row["answer_spread"]).items():
            self.answers[float(days)] += number

    def add(self, row: dict[str, str]) -> None:
        """A row of `laporan`: one report. The definitions of docs/indicators.md in short."""
        self.counts.update(_counted(row))
        if row["days_to_first_answer"]:
            self.answers[float(row["days_to_first_answer"])] += 1
        for step in STEPS:
            if row[f"{step}_days"]:
                self.counts[f"{step}_taken"] += 1
                self.counts[f"{step}_days"] += int(row[f"{step}_days"])

    def figures(self, days: int) -> dict[str, float | None]:
        """The figures by their names, but for `connected`."""
        return {
            "received": self.counts["received"],
            "per_day": round(self.counts["received"] / max(days, 1), 2),
            **{name: self._share(*parts) for name, parts in SHARES.items()},
            "median_days_to_first_answer": self._median(),
            **{f"average_{step}": self._mean(step) for step in STEPS},
        }

    def _share(self, part: str, whole: str) -> float | None:
        return round(self.counts[part] / self.counts[whole], 4) if self.counts[whole] else None

    def _mean(self, step: str) -> float | None:
        taken = self.counts[f"{step}_taken"]
        return round(self.counts[f"{step}_days"] / taken, 1) if taken >= FEW else None

    def _median(self) -> float | None:
        each = sorted(self.answers.elements())
        middle = each[(len(each) - 1) // 2 : len(each) // 2 + 1]
        return round(sum(middle) / len(middle), 2) if each else None


def _counted(row: dict[str, str]) -> Iterator[str]:
    yield "received"
    closed, unconfirmed = row["status"] == "closed", row["closing"] == "unconfirmed"
    if row["status"] != "archived":
        yield "not_archived"
    if closed:
        yield from ("closed", "unconfirmed" if unconfirmed else "completed")
        if row["closing"] in ("silent", "unconfirmed"):
            yield "auto_closed"
    if row["reopened"] == "1":
        yield "reopened"
    if row["reopened"] == "1" or (closed and row["closed"]):
        yield "ever_closed"
    for limit in LIMITS:
        if row[limit]:
            yield f"{limit}_counted"
        if row[limit] == "met":
            yield f"{limit}_met"
