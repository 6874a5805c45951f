"""What the reports of one scope add up to: the material of every figure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate

from lapor.indicators.definitions import STEPS, Case, answer_days, counts_of


def _spreads() -> dict[str, Counter[str]]:
    return {name: Counter() for name in STEPS}


@dataclass
class Sums:
    """Counts by name, and spreads as histograms: {value as text: how many reports}."""

    counts: Counter[str] = field(default_factory=Counter)
    # Calendar days from filing to the first answer, in hundredths.
    answers: Counter[str] = field(default_factory=Counter)
    # Working days of each step of `definitions.STEPS`, whole ones.
    steps: dict[str, Counter[str]] = field(default_factory=_spreads)

    def add(self, case: Case, now: datetime) -> None:
        self.counts.update(counts_of(case, now))
        days = answer_days(case)
        if days is not None:
            self.answers[days] += 1
        for name, took in STEPS.items():
            working_days = took(case)
            if working_days is not None:
                self.steps[name][str(working_days)] += 1
                self.counts[f"{name}_taken"] += 1
                self.counts[f"{name}_days"] += working_days

    def take(
        self, counts: Mapping[str, int], answers: Mapping[str, int], steps: Mapping[str, Mapping[str, int]]
    ) -> None:
        """Add sums that were stored."""
        self.counts.update(counts)
        self.answers.update(answers)
        for name, spread in steps.items():
            self.steps.setdefault(name, Counter()).update(spread)


def median(spread: Counter[str]) -> float | None:
    """The median of a histogram; the mean of the two middle ones when their number is even."""
    values = sorted(spread, key=float)
    ranks = list(accumulate(spread[value] for value in values))
    if not ranks or not ranks[-1]:
        return None
    middle = {values[bisect_right(ranks, place)] for place in ((ranks[-1] - 1) // 2, ranks[-1] // 2)}
    return round(sum(map(float, middle)) / len(middle), 2)


def mean(counts: Counter[str], step: str, *, at_least: int) -> float | None:
    """The mean working days of a step to one decimal; None where fewer than `at_least` reports took it."""
    taken = counts[f"{step}_taken"]
    if not taken or taken < at_least:
        return None
    return round(counts[f"{step}_days"] / taken, 1)
