"""How long similar reports took: what a reporter may expect, with how often that was right.

From reports of the last two years that their reporter or an officer closed (never those closed by silence or
with nobody reached): working days from filing to closing, by agency and category. Counted at night.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import transaction

from lapor.indicators.models import Forecast
from lapor.registry.models import Agency
from lapor.registry.queries import zone_of
from lapor.reports.models import Report
from lapor.reports.states import Closing, Status
from lapor.sla import calendar

SPAN = timedelta(days=730)
# Fewer cases say nothing; a guess that is wrong more often than right is not shown either.
FEWEST = 30
LOWEST_RATE = 0.5
# The newest fifth judges a guess made from the rest.
HELD_OUT = 5
# Eight of ten cases lie between these.
LOW, HIGH = 0.1, 0.9
SOLVED = (Closing.CONFIRMED, Closing.BY_OFFICER)

Row = tuple[int, int, datetime, datetime | None]


def forecast_for(report: Report) -> Forecast | None:
    """What to expect for this report; None where too few were alike or the guess was poor. One query."""
    if report.agency_id is None or report.category_id is None:
        return None
    alike = Forecast.objects.filter(agency=report.agency_id, category=report.category_id)
    return alike.filter(hit_rate__gte=LOWEST_RATE).first()


def refresh(now: datetime) -> int:
    """Count all forecasts anew; says how many there are. Reads two years of closings, one group at a time."""
    made = [row for key, group in _groups(now) if (row := _forecast(key, group, now))]
    with transaction.atomic():
        Forecast.objects.bulk_create(
            made,
            update_conflicts=True,
            unique_fields=["agency", "category"],
            update_fields=["cases", "low", "high", "hit_rate", "counted_at"],
            batch_size=1_000,
        )
        Forecast.objects.exclude(counted_at=now).delete()
    return len(made)


def interval(days: Sequence[int]) -> tuple[int, int]:
    """The tenth and the ninetieth percentile, rounded outwards to cases that happened."""
    ranked, last = sorted(days), len(days) - 1
    return ranked[math.floor(LOW * last)], ranked[math.ceil(HIGH * last)]


def hit_rate(days: Sequence[int]) -> float:
    """The share of the newest fifth that lay in the interval of those before; `days` oldest first."""
    newest = max(1, len(days) // HELD_OUT)
    low, high = interval(days[:-newest])
    return sum(low <= one <= high for one in days[-newest:]) / newest


def _groups(now: datetime) -> Iterator[tuple[tuple[int, int], Iterable[Row]]]:
    closed = Report.objects.filter(
        status=Status.CLOSED,
        closing__in=SOLVED,
        dated=True,
        closed_at__gt=now - SPAN,
        closed_at__lte=now,
        agency__isnull=False,
        category__isnull=False,
    )
    rows = closed.order_by("agency_id", "category_id", "closed_at", "id")
    told = rows.values_list("agency_id", "category_id", "received", "closed_at")
    return groupby(told.iterator(chunk_size=2_000), key=lambda row: (row[0], row[1]))


def _forecast(key: tuple[int, int], group: Iterable[Row], now: datetime) -> Forecast | None:
    rows = list(group)
    if len(rows) < FEWEST:
        return None
    zone = zone_of(Agency.objects.select_related("region").get(pk=key[0]))
    days = [_days(received, closed, zone) for _agency, _category, received, closed in rows if closed]
    low, high = interval(days)
    return Forecast(
        agency_id=key[0],
        category_id=key[1],
        cases=len(days),
        low=low,
        high=high,
        hit_rate=hit_rate(days),
        counted_at=now,
    )


def _days(received: datetime, closed: datetime, zone: ZoneInfo) -> int:
    return calendar.working_days_between(received.astimezone(zone).date(), closed.astimezone(zone).date())
