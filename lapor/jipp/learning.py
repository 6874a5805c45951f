"""Who learned from whom: the tree of one innovation, and its places for the map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lapor.jipp.codes import LEARNED
from lapor.jipp.models import Innovation, Replication
from lapor.registry.models import Agency, Region

# An innovation copied more often shows its first ones; the rest are counted.
MOST = 200


@dataclass(frozen=True)
class Place:
    """A point on the map: degrees."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Branch:
    """One agency of the tree; `depth` 0 is the origin, `under` the place in the list of whom it learned from.

    `row` is None for the origin. `place` is None where the region has no point.
    """

    agency: Agency
    depth: int
    under: int | None = None
    row: Replication | None = None
    place: Place | None = None
    teacher: Agency | None = None


def tree(innovation: Innovation) -> list[Branch]:
    """The origin, then everybody in the order of the branches; one query. Only agreed ones are told."""
    rows = innovation.replications.filter(status__in=sorted(LEARNED))
    rows = rows.select_related("agency__region__parent", "mentor").order_by("asked_at", "pk")[:MOST]
    below: dict[int | None, list[Replication]] = defaultdict(list)
    known = {row.pk for row in rows}
    for row in rows:
        below[row.learned_from_id if row.learned_from_id in known else None].append(row)
    found = [Branch(innovation.agency, 0, place=_place(innovation.region or innovation.agency.region))]
    _grow(found, below, None, 0)
    return found


def _grow(
    found: list[Branch], below: dict[int | None, list[Replication]], parent: int | None, under: int
) -> None:
    for row in below[parent]:
        depth = found[under].depth + 1
        place, teacher = _place(row.agency.region), found[under].agency
        found.append(Branch(row.agency, depth, under, row, place, teacher))
        _grow(found, below, row.pk, len(found) - 1)


def arrows(branches: Iterable[Branch]) -> Iterator[tuple[Place, Place]]:
    """From whom to whom, where both have a point."""
    rows = list(branches)
    for one in rows:
        origin = rows[one.under].place if one.under is not None else None
        if origin and one.place and origin != one.place:
            yield origin, one.place


def _place(region: Region | None) -> Place | None:
    """The region's point, or its province's."""
    for one in (region, region.parent if region else None):
        if one is not None and one.lat is not None and one.lon is not None:
            return Place(one.name, one.lat, one.lon)
    return None
