"""Bar and line charts as SVG: the geometry is worked out here, `ui/chart.html` draws it, CSS colours it.

Coordinates are strings with a decimal point, because a template would print 3.5 as "3,5" in Indonesian.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lapor.ui.components import Status
from lapor.ui.numbers import figure

WIDTH = 342
_LETTER = 7.4  # width of a letter of the chart's 14 px text, for the room that labels need
_LINE = 18  # height of a line of it
_ROW, _BAR = 38, 25
_TOP, _BOTTOM, _LEFT = 20, 180, 50

Words = Callable[[float], str]


def _at(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Mark:
    """One value. `tone` of a bar: "bar" (good), "bar-late" or "bar-plain"."""

    label: str
    value: float
    tone: str = "bar-plain"


@dataclass(frozen=True)
class _Row:
    label: str
    words: str
    tone: str
    y: str
    text_y: str
    x: str
    width: str
    words_x: str


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars, one a mark. `title` names the chart for a screen reader; `words` writes a value."""

    id: str
    title: str
    label_head: str
    value_head: str
    marks: Sequence[Mark]
    words: Words = field(default=figure)
    legend: Sequence[Status] = ()
    template = "ui/chart_bar.html"

    @property
    def box(self) -> str:
        return f"0 0 {WIDTH} {_ROW * len(self.marks) + 4}"

    @property
    def description(self) -> str:
        return "; ".join(f"{mark.label}: {self.words(mark.value)}" for mark in self.marks) + "."

    @property
    def table(self) -> list[tuple[str, str]]:
        return [(mark.label, self.words(mark.value)) for mark in self.marks]

    @property
    def rows(self) -> list[_Row]:
        left = min(max((len(mark.label) for mark in self.marks), default=0) * _LETTER + 8, WIDTH * 0.5)
        room = WIDTH - left - max((len(self.words(m.value)) for m in self.marks), default=0) * 9 - 8
        most = max((mark.value for mark in self.marks), default=0) or 1
        return [
            self._row(index, mark, left, room * mark.value / most) for index, mark in enumerate(self.marks)
        ]

    def _row(self, index: int, mark: Mark, left: float, width: float) -> _Row:
        y = 4 + index * _ROW
        return _Row(
            label=mark.label,
            words=self.words(mark.value),
            tone=mark.tone,
            y=_at(y),
            text_y=_at(y + 17),
            x=_at(left),
            width=_at(max(width, 1)),
            words_x=_at(left + width + 7),
        )


@dataclass(frozen=True)
class _Point:
    label: str
    words: str
    x: str
    y: str
    label_shown: bool
    label_x: str
    words_x: str
    words_y: str
    anchor: str


@dataclass(frozen=True)
class LineChart:
    """One line over time. `reference` is a dashed line to compare with; needs at least one mark."""

    id: str
    title: str
    label_head: str
    value_head: str
    marks: Sequence[Mark]
    words: Words = field(default=figure)
    top: float | None = None
    bottom: float = 0
    reference: Mark | None = None
    template = "ui/chart_line.html"
    box = f"0 0 {WIDTH + 16} 208"
    right = str(WIDTH)
    left = str(_LEFT)

    @property
    def description(self) -> str:
        marks = [*self.marks, *([self.reference] if self.reference else [])]
        return "; ".join(f"{mark.label}: {self.words(mark.value)}" for mark in marks) + "."

    @property
    def table(self) -> list[tuple[str, str]]:
        return [(mark.label, self.words(mark.value)) for mark in self.marks]

    @property
    def grid(self) -> list[tuple[str, str, str]]:
        """(y of the line, y of its label, label) for four steps from bottom to top."""
        step = (self._most - self.bottom) / 4
        values = [self.bottom + step * index for index in range(5)]
        return [(_at(self._y(value)), _at(self._y(value) + 4), self.words(value)) for value in values]

    @property
    def reference_at(self) -> tuple[str, str, str, str, str] | None:
        """(y of the line, x and y of its label, "end" where that ends at x, label), clear of both figures."""
        if self.reference is None:
            return None
        y = self._y(self.reference.value)
        x, label_y, anchor = self._clear(y)
        return _at(y), x, _at(label_y), anchor, f"{self.reference.label} {self.words(self.reference.value)}"

    def _clear(self, y: float) -> tuple[str, float, str]:
        """Below or above the line, at the right end or the left, where no figure stands already."""
        first, last = self.points[0], self.points[-1]
        ways = [
            (x, y + beyond, anchor)
            for x, anchor, figure_y in (
                (self.right, "end", float(last.words_y)),
                (self.left, "", float(first.words_y)),
            )
            for beyond in (16, -6)
            if abs(figure_y - y - beyond) >= _LINE and y + beyond <= _BOTTOM
        ]
        return ways[0] if ways else (self.right, y - 6, "end")

    @property
    def path(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def points(self) -> list[_Point]:
        return [self._point(index, mark) for index, mark in enumerate(self.marks)]

    def _point(self, index: int, mark: Mark) -> _Point:
        last = len(self.marks) - 1
        every = -(-len(self.marks) // 8)  # at most eight labels fit on a phone
        x, y = self._x(index), self._y(mark.value)
        words = self.words(mark.value) if index in (0, last) else ""
        aside, up = self._beside(index, words)
        return _Point(
            label=mark.label,
            words=words,
            x=_at(x),
            y=_at(y),
            label_shown=(last - index) % every == 0,
            # The last one ends at the picture's edge: centred, a long one would be cut off.
            label_x=_at(WIDTH + 14 if last and index == last else x),
            words_x=_at(x + aside),
            words_y=_at(y - up),
            anchor="end" if last and index == last else "",
        )

    def _beside(self, index: int, words: str) -> tuple[float, float]:
        """How far from its point a figure stands, to the right and up, so that the line does not cross it."""
        inward = 1 if index == 0 else -1
        y, next_to = self._y(self.marks[index].value), min(max(index + inward, 0), len(self.marks) - 1)
        rise = y - self._y(self.marks[next_to].value)
        if (rise > 0 and y < _BOTTOM - 24) or y < _TOP + 4:
            return 0, -20
        if rise <= 0:
            return 0, 10
        # At the bottom the line goes up over the figure: that stands under a steep line, above a gentle one.
        steep = rise / abs(self._x(next_to) - self._x(index))
        return (15 / steep * inward, 4) if steep >= 1 else (0, 10 + steep * len(words) * _LETTER)

    def _x(self, index: int) -> float:
        last = len(self.marks) - 1
        return _LEFT + (WIDTH - 4 - _LEFT) * (index / last if last else 0.5)

    @property
    def _most(self) -> float:
        values = [mark.value for mark in self.marks] + ([self.reference.value] if self.reference else [])
        return self.top if self.top is not None else max([*values, self.bottom + 1])

    def _y(self, value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * (value - self.bottom) / (self._most - self.bottom)
