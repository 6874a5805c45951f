"""What lies near a point: regencies and cities by their centres.

No finer: the region is what the public knows of where a report comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from lapor.registry.models import Region

EARTH_KM = 6371.0
# Neighbours whose centres lie within so many kilometres count as near; the nearest one always does.
NEAR_KM = 40
MOST = 4
# Farther from every centre than the widest regency is from its own: not in Indonesia.
OUTSIDE_KM = 400
# Two decimals of a degree are about a kilometre.
PLACES = 2


@dataclass(frozen=True)
class Point:
    """Degrees, rounded to about a kilometre."""

    lat: float
    lon: float

    def __str__(self) -> str:
        return f"{self.lat:.{PLACES}f},{self.lon:.{PLACES}f}"


@dataclass(frozen=True)
class Near:
    """A regency or city, and how many kilometres its centre is away."""

    region: Region
    km: int


def point_of(words: str) -> Point | None:
    """The point in "-7.26,112.75", rounded; None for anything else."""
    parts = words.split(",")
    try:
        lat, lon = (round(float(part), PLACES) + 0.0 for part in parts)
    except (ValueError, OverflowError):
        return None
    return Point(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def nearest(point: Point) -> list[Near]:
    """The regency or city whose centre is nearest, and its close neighbours; nothing outside Indonesia.

    Two queries: the five hundred centres, and the few rows chosen.
    """
    centres = Region.objects.standing().filter(depth=2, lat__isnull=False, lon__isnull=False)
    rows = centres.values_list("pk", "lat", "lon")
    found = sorted((_km(point, lat or 0.0, lon or 0.0), pk) for pk, lat, lon in rows)
    if not found or found[0][0] > OUTSIDE_KM:
        return []
    chosen = {pk: km for km, pk in found[:MOST] if km <= NEAR_KM or pk == found[0][1]}
    regions = Region.objects.in_bulk(list(chosen))
    return [Near(regions[pk], round(km)) for pk, km in chosen.items()]


def _km(point: Point, lat: float, lon: float) -> float:
    """Along a great circle, by the haversine formula."""
    north, east = radians(lat - point.lat), radians(lon - point.lon)
    part = sin(north / 2) ** 2 + cos(radians(point.lat)) * cos(radians(lat)) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, part)))
