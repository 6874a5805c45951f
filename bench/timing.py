"""Two ways of the same, in turns, so that whatever else the machine does meets both."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Compared:
    """One row of the table. `one` and `other` are medians in milliseconds; the ratio is one / other."""

    what: str
    one: float
    other: float
    note: str
    target: float | None = None

    @property
    def ratio(self) -> float:
        return self.one / self.other

    def line(self) -> str:
        met = (
            ""
            if self.target is None
            else f"<= {self.target:g}" + ("" if self.ratio <= self.target else " **missed**")
        )
        return f"| {self.what} | {self.one:.1f} | {self.other:.1f} | {self.ratio:.2f} | {met} | {self.note} |"


HEAD = "| what | A, ms | B, ms | A / B | target | note |\n|---|--:|--:|--:|---|---|"


def in_turns(
    one: Callable[[], object], other: Callable[[], object], *, rounds: int, warm: int = 2
) -> tuple[float, float]:
    """Medians in milliseconds of both, called alternately; the first `warm` rounds do not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + warm):
        for act, taken in zip((one, other), times, strict=True):
            spent = _timed(act)
            if turn >= warm:
                taken.append(spent)
    return median(times[0]), median(times[1])


def _timed(act: Callable[[], object]) -> float:
    gc.collect()
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000
