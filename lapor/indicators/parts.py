"""What twelve months of one scope consist of: which topics, which agencies, which places, and how many.

Read from the cells of months (`cube`), so as fresh as every figure. Numbers shown are of public reports, and
below five there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lapor.indicators.cube import breakdown
from lapor.indicators.dimensions import Dim, Where
from lapor.indicators.figures import FEW
from lapor.indicators.sums import Sums
from lapor.registry.models import Agency, Category, Region

MONTHS = 12
Named = Agency | Region | Category
_MODELS = {Dim.AGENCY: Agency, Dim.PROVINCE: Region, Dim.REGENCY: Region, Dim.CATEGORY: Category}


@dataclass(frozen=True)
class Part:
    """`share`: answered within 5 working days, 0..1; None where fewer than five were to be answered."""

    of: Named
    reports: int
    share: float | None


def first_day(today: date) -> date:
    """The first day of the month eleven months before this one: twelve months with today's."""
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def parts(dim: Dim, where: Where, *, start: date, end: date, today: date, most: int) -> list[Part]:
    """The parts of a scope by another dimension, the most public reports first. Two or three queries."""
    found = breakdown(dim, where, start, end, today=today)
    enough = [(number, sums) for number, sums in found.items() if number and sums.counts["public"] >= FEW]
    shown = sorted(enough, key=lambda one: (-one[1].counts["public"], one[0]))[:most]
    model: Any = _MODELS[dim]
    names: dict[int, Named] = model.objects.in_bulk([number for number, _sums in shown])
    return [_part(names[number], sums) for number, sums in shown if number in names]


def totals(dim: Dim, *, today: date) -> dict[int, int]:
    """The public reports of twelve months of each value, where there are five or more. One query."""
    found = breakdown(dim, {}, first_day(today), today, today=today)
    return {number: sums.counts["public"] for number, sums in found.items() if sums.counts["public"] >= FEW}


def _part(of: Named, sums: Sums) -> Part:
    met, counted = sums.counts["followed_up_5_met"], sums.counts["followed_up_5_counted"]
    return Part(of, sums.counts["public"], met / counted if counted >= FEW else None)
