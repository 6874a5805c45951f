"""Reports of some categories in some places by month, from the roll-ups: never from the reports themselves.

What is counted are public reports (verified, not secret), by their main category: others belong to no place
and no category. Rows read grow with places and months, not with reports.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Min, Sum

from lapor.indicators.dimensions import Dim, code_of
from lapor.indicators.models import MonthCell
from lapor.indicators.sums import median
from lapor.registry.models import Region


@dataclass
class Load:
    """Of one place in one window: public reports by month, all that count, how many were closed, how fast."""

    by_month: Counter[date] = field(default_factory=Counter)
    counted: int = 0
    closed: int = 0
    # {"12": how many were completed after 12 working days}
    completions: Counter[str] = field(default_factory=Counter)

    @property
    def reports(self) -> int:
        return self.by_month.total()

    @property
    def completed(self) -> int:
        """Those closed whose dates are known."""
        return self.completions.total()

    @property
    def median(self) -> float | None:
        """Working days from the first disposition to closing."""
        return median(self.completions)


def first_month() -> date | None:
    """The month of the oldest report that counts: one row by the index."""
    first: date | None = MonthCell.objects.filter(dims=0, a=0).aggregate(first=Min("month"))["first"]
    return first


def totals(place: Region, categories: Collection[int], months: Sequence[date]) -> dict[int, int]:
    """Public reports of all places of that level in these months, by id. One query, no row for each month."""
    rows = MonthCell.objects.filter(dims=_dims(place), b__in=categories, month__in=months).exclude(a=0)
    return dict(rows.order_by().values("a").annotate(number=Sum("public")).values_list("a", "number"))


def loads(places: Collection[Region], categories: Collection[int], months: Sequence[date]) -> dict[int, Load]:
    """Each of these places, all of one level, by id: one query, a row for each place, category and month."""
    found: dict[int, Load] = defaultdict(Load)
    if not places:
        return found
    dims = _dims(next(iter(places)))
    rows = MonthCell.objects.filter(
        dims=dims, a__in=[one.pk for one in places], b__in=categories, month__in=months
    )
    columns = ("a", "month", "public", "not_archived", "closed", "completions")
    for place, month, public, counted, closed, completions in rows.values_list(*columns):
        load = found[place]
        load.by_month[month] += public
        load.counted += counted
        load.closed += closed
        load.completions.update(completions)
    return found


def _dims(place: Region) -> int:
    return code_of((Dim.PROVINCE if place.depth == 1 else Dim.REGENCY, Dim.CATEGORY))
