"""A unit's satisfaction survey (SKM) on both sides of a start: the nearest published ones, no choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lapor.evidence.change import Verdict
from lapor.indicators.figures import FEW
from lapor.skm.codes import PeriodStatus
from lapor.skm.models import Period, ServiceUnit
from lapor.skm.results import Result, result


@dataclass(frozen=True)
class Surveyed:
    """The last survey that had ended before the start, and the first that began on it or later.

    Either is None where there is none with five respondents. `difference`: points of the index, after less
    before; its 95 % interval is +/- `margin`, the root of both margins' squares (two samples of their own).
    """

    unit: ServiceUnit
    before: Result | None
    after: Result | None
    difference: Decimal | None = None
    margin: Decimal | None = None

    @property
    def verdict(self) -> Verdict | None:
        """`MORE`: more content; None where nothing can be said."""
        if self.difference is None or self.margin is None:
            return None
        if abs(self.difference) <= self.margin:
            return Verdict.UNCLEAR
        return Verdict.MORE if self.difference > 0 else Verdict.FEWER


def surveyed(unit: ServiceUnit, *, since: date) -> Surveyed:
    """At most six queries, of roll-ups only."""
    published = Period.objects.filter(unit=unit, status=PeriodStatus.PUBLISHED)
    before = _enough(published.filter(ends__lt=since).order_by("-ends", "-pk").first())
    after = _enough(published.filter(starts__gte=since).order_by("starts", "pk").first())
    return Surveyed(unit, before, after, *_difference(before, after))


def _enough(period: Period | None) -> Result | None:
    found = result(period) if period else None
    return found if found and found.counted.n >= FEW and found.counted.ikm is not None else None


def _difference(before: Result | None, after: Result | None) -> tuple[Decimal | None, Decimal | None]:
    if before is None or after is None or before.counted.ikm is None or after.counted.ikm is None:
        return None, None
    points = after.counted.ikm - before.counted.ikm
    if before.interval is None or after.interval is None:
        return points, None
    squares = before.interval.margin**2 + after.interval.margin**2
    return points, squares.sqrt().quantize(Decimal("0.01"))
