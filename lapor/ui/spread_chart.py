"""One value among many: their quarters as a band, their median as a line, the one as a point.

Drawn by `ui/chart.html` like the charts of `charts.py`; shares from 0 to 1 on one fixed scale, for a scale
cut to fit would make small differences look large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lapor.ui.charts import WIDTH, Mark, Words
from lapor.ui.components import Status
from lapor.ui.numbers import share

_LEFT, _RIGHT = 12, WIDTH - 12


def _at(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _x(value: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * value


@dataclass(frozen=True)
class SpreadChart:
    """`quarters`: least, first quarter, median, third quarter, most. `own`: value and its interval."""

    id: str
    title: str
    label_head: str
    value_head: str
    quarters: tuple[float, float, float, float, float]
    own: tuple[float, float, float] | None
    marks: Sequence[Mark]
    words: Words = field(default=share)
    legend: Sequence[Status] = ()
    template = "ui/chart_spread.html"
    box = f"0 0 {WIDTH} 132"

    @property
    def description(self) -> str:
        return "; ".join(f"{mark.label}: {self.words(mark.value)}" for mark in self.marks) + "."

    @property
    def table(self) -> list[tuple[str, str]]:
        return [(mark.label, self.words(mark.value)) for mark in self.marks]

    @property
    def scale(self) -> list[tuple[str, str, str]]:
        """(x, words, how they are set) of the marks of the scale."""
        ends = {0.0: "", 1.0: "end"}
        return [
            (_at(_x(value)), share(value, 0), ends.get(value, "mid")) for value in (0.0, 0.25, 0.5, 0.75, 1.0)
        ]

    @property
    def band(self) -> dict[str, str]:
        least, first, median, third, most = (_x(value) for value in self.quarters)
        return {
            "least": _at(least),
            "first": _at(first),
            "width": _at(max(third - first, 1)),
            "median": _at(median),
            "most": _at(most),
        }

    @property
    def median_words(self) -> tuple[str, str, str]:
        return self._label(self.quarters[2])

    @property
    def own_at(self) -> dict[str, str]:
        """The point, its interval and its words; empty without an own value."""
        if self.own is None:
            return {}
        value, low, high = self.own
        x, words, anchor = self._label(value)
        return {"x": x, "words": words, "anchor": anchor, "low": _at(_x(low)), "high": _at(_x(high))}

    def _label(self, value: float) -> tuple[str, str, str]:
        """Words near an end are set inwards."""
        anchor = "end" if value > 0.85 else "" if value < 0.15 else "mid"
        return _at(_x(value)), self.words(value), anchor
