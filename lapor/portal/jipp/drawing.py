"""The map of who learned from whom, as SVG: places as dots, an arc from the teacher to the learner.

No outline is drawn: the dots of all regencies and cities show the islands well enough, and cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lapor.jipp.learning import Branch, Place, arrows
from lapor.registry.models import Region

WIDTH = 420
# Degrees: the least part of the archipelago that is shown, and what is left free around the places.
LEAST = 6.0
MARGIN = 1.5


@dataclass(frozen=True)
class Dot:
    """`number`: as in the table below the map."""

    number: int
    x: str
    y: str
    text_y: str
    origin: bool


@dataclass(frozen=True)
class Map:
    box: str
    land: str
    arcs: Sequence[str]
    dots: Sequence[Dot]


@dataclass(frozen=True)
class _Frame:
    west: float
    north: float
    scale: float
    height: float

    def at(self, place: Place) -> tuple[float, float]:
        return (place.lon - self.west) * self.scale, (self.north - place.lat) * self.scale


def map_of(branches: Sequence[Branch]) -> Map | None:
    """None where no place has a point. One query for the islands' dots."""
    placed = [(number, one) for number, one in enumerate(branches, 1) if one.place]
    if not placed:
        return None
    frame = _frame([one.place for _number, one in placed if one.place])
    return Map(
        f"0 0 {WIDTH} {frame.height:.0f}",
        _land(frame),
        [_arc(*frame.at(start), *frame.at(end)) for start, end in arrows(branches)],
        list(_dots(frame, placed)),
    )


def _frame(places: Sequence[Place]) -> _Frame:
    """Around all places, never less than some degrees, twice as wide as high at most."""
    west, east = min(p.lon for p in places) - MARGIN, max(p.lon for p in places) + MARGIN
    south, north = min(p.lat for p in places) - MARGIN, max(p.lat for p in places) + MARGIN
    wide = max(east - west, LEAST * 2)
    high = max(north - south, LEAST, wide / 2.4)
    west -= (wide - (east - west)) / 2
    north += (high - (north - south)) / 2
    scale = WIDTH / wide
    return _Frame(west, north, scale, high * scale)


def _land(frame: _Frame) -> str:
    """One path of dots: every regency and city that has a point."""
    rows = Region.objects.standing().filter(depth=2, lat__isnull=False, lon__isnull=False)
    points = (
        frame.at(Place("", lat, lon))
        for lat, lon in rows.order_by("code").values_list("lat", "lon")
        if lat is not None and lon is not None
    )
    inside = [(x, y) for x, y in points if 0 <= x <= WIDTH and 0 <= y <= frame.height]
    return "".join(f"M{x:.0f} {y:.0f}h0" for x, y in inside)


def _arc(x1: float, y1: float, x2: float, y2: float) -> str:
    """Bent to one side, so that there and back do not cover each other."""
    mid_x, mid_y = (x1 + x2) / 2 + (y2 - y1) * 0.18, (y1 + y2) / 2 - (x2 - x1) * 0.18
    return f"M{x1:.0f} {y1:.0f}Q{mid_x:.0f} {mid_y:.0f} {x2:.0f} {y2:.0f}"


def _dots(frame: _Frame, placed: Iterable[tuple[int, Branch]]) -> Iterable[Dot]:
    for number, one in placed:
        if one.place:
            x, y = frame.at(one.place)
            yield Dot(number, f"{x:.0f}", f"{y:.0f}", f"{y + 5:.0f}", one.depth == 0)
