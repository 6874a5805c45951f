"""An agency among those of its kind: by an interval, never by a point, and only with enough reports.

The share answered within 5 working days of the last twelve months, from the cells of months. The interval is
Wilson's at 95 %: what the share may be when so many reports are few. An agency stands above another only as
a whole interval does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import quantiles

from django.db.models import Sum

from lapor.indicators.dimensions import Dim
from lapor.indicators.models import MonthCell
from lapor.indicators.parts import first_day
from lapor.registry.models import Agency

# With fewer reports an agency is not compared; with fewer such agencies a kind has no quarters.
ENOUGH = 30
FEWEST_PEERS = 8
_Z = 1.96


class Place(StrEnum):
    """Where the agency's interval lies among the kind's quarters."""

    TOP = "top"
    UPPER = "upper"
    MIDDLE = "middle"
    LOWER = "lower"
    BOTTOM = "bottom"


@dataclass(frozen=True)
class Spread:
    """A kind's shares: the quarters and the ends. All 0..1."""

    agencies: int
    least: float
    first: float
    median: float
    third: float
    most: float


@dataclass(frozen=True)
class Standing:
    """`own`, `low` and `high` are None where the agency itself has too few reports."""

    spread: Spread
    own: float | None = None
    low: float = 0.0
    high: float = 0.0

    @property
    def place(self) -> Place | None:
        if self.own is None:
            return None
        if self.low > self.spread.third:
            return Place.TOP
        if self.high < self.spread.first:
            return Place.BOTTOM
        if self.low > self.spread.median:
            return Place.UPPER
        return Place.LOWER if self.high < self.spread.median else Place.MIDDLE


def standing(agency: Agency, *, today: date) -> Standing | None:
    """A top agency among the standing ones of its kind; None where the kind has too few with enough reports.

    One query that adds up twelve rows for each agency of the kind.
    """
    kind = Agency.objects.standing().filter(kind=agency.kind, parent=None).values("pk")
    rows = MonthCell.objects.filter(dims=Dim.AGENCY, a__in=kind, month__gte=first_day(today))
    sums = rows.values("a").annotate(met=Sum("followed_up_5_met"), counted=Sum("followed_up_5_counted"))
    enough = sums.filter(counted__gte=ENOUGH).values_list("a", "met", "counted")
    found = {number: (met, counted) for number, met, counted in enough}
    if len(found) < FEWEST_PEERS:
        return None
    spread = spread_of([met / counted for met, counted in found.values()])
    if agency.pk not in found:
        return Standing(spread)
    met, counted = found[agency.pk]
    return Standing(spread, met / counted, *interval(met, counted))


def spread_of(shares: Sequence[float]) -> Spread:
    """Quarters of two shares or more, between the two nearest where they fall between."""
    first, median, third = quantiles(shares, n=4, method="inclusive")
    return Spread(len(shares), min(shares), first, median, third, max(shares))


def interval(met: int, counted: int) -> tuple[float, float]:
    """Wilson's interval at 95 % of a share of `counted` >= 1."""
    share, z2 = met / counted, _Z * _Z / counted
    middle = share + z2 / 2
    half = _Z * math.sqrt(share * (1 - share) / counted + z2 / counted / 4)
    return max((middle - half) / (1 + z2), 0.0), min((middle + half) / (1 + z2), 1.0)
