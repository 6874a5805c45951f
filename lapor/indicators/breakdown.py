"""The last twelve months by agency, region and category: which topics, which agencies, how often in time.

Counted at night in the database, for pages that would otherwise add up a year of reports. "In time" is
`definitions.followed_up_5`: the ends of the working days are worked out here and joined by day and zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from lapor.indicators.definitions import ANSWER_DAYS, LEFT_OUT
from lapor.indicators.facts import day_of
from lapor.indicators.figures import FEW
from lapor.indicators.models import Breakdown, Scope
from lapor.registry.models import Agency, Category, Region
from lapor.registry.queries import zone_of
from lapor.sla import calendar
from lapor.sla.zones import NATIONAL

MONTHS = 12

Named = Agency | Region | Category

# One row a report of the period; a report in a district or village belongs to the regency above it.
_CASES = """
WITH zones AS (SELECT * FROM unnest(%(agencies)s::bigint[], %(zones)s::text[]) AS z (agency, zone)),
limits AS (
    SELECT * FROM unnest(%(limit_zones)s::text[], %(days)s::date[], %(ends)s::timestamptz[])
        AS l (zone, day, ends)
),
places AS (
    SELECT r.id,
        CASE r.depth WHEN 2 THEN r.id WHEN 3 THEN r.parent_id WHEN 4 THEN p.parent_id END AS regency,
        CASE r.depth WHEN 1 THEN r.id WHEN 2 THEN r.parent_id WHEN 3 THEN p.parent_id WHEN 4 THEN g.parent_id
        END AS province
    FROM registry_region r
    LEFT JOIN registry_region p ON p.id = r.parent_id
    LEFT JOIN registry_region g ON g.id = p.parent_id
),
cases AS MATERIALIZED (
    SELECT r.agency_id AS agency, coalesce(above.parent_id, c.parent_id, c.id) AS category,
        places.regency, places.province,
        r.verified_at IS NOT NULL AND NOT r.secret AS open,
        coalesce(r.dated AND (r.first_answer_at <= l.ends OR %(now)s > l.ends), false) AS counted,
        coalesce(r.dated AND r.first_answer_at <= l.ends, false) AS met
    FROM reports_report r
    LEFT JOIN registry_category c ON c.id = r.category_id
    LEFT JOIN registry_category above ON above.id = c.parent_id
    LEFT JOIN places ON places.id = r.region_id
    LEFT JOIN zones ON zones.agency = r.agency_id
    LEFT JOIN limits l ON l.zone = coalesce(zones.zone, %(national)s)
        AND l.day = (r.disposed_at AT TIME ZONE coalesce(zones.zone, %(national)s))::date
    WHERE r.received >= %(start)s AND r.received < %(end)s AND NOT r.status = ANY(%(left_out)s)
)
"""
_INSERT = (
    "INSERT INTO indicators_breakdown (scope, scope_id, by, by_id, reports, public, counted, met, counted_at)"
)
_WHOLE = """
SELECT '{scope}', {column}, '', 0, count(*), count(*) FILTER (WHERE open), count(*) FILTER (WHERE counted),
    count(*) FILTER (WHERE met), %(now)s
FROM cases WHERE {column} IS NOT NULL GROUP BY {column}
"""
_PARTS = """
SELECT '{scope}', {column}, '{by}', {other}, count(*), count(*), count(*) FILTER (WHERE counted),
    count(*) FILTER (WHERE met), %(now)s
FROM cases WHERE open AND {column} IS NOT NULL AND {other} IS NOT NULL
GROUP BY {column}, {other} HAVING count(*) >= %(few)s
"""
_COLUMNS = {Scope.AGENCY: ("agency",), Scope.REGION: ("province", "regency"), Scope.CATEGORY: ("category",)}
# Which scope is shown by which.
_PAIRS = (
    (Scope.AGENCY, "agency", Scope.CATEGORY, "category"),
    (Scope.REGION, "province", Scope.CATEGORY, "category"),
    (Scope.REGION, "regency", Scope.CATEGORY, "category"),
    (Scope.REGION, "province", Scope.AGENCY, "agency"),
    (Scope.REGION, "regency", Scope.AGENCY, "agency"),
    (Scope.REGION, "province", Scope.REGION, "regency"),
    (Scope.CATEGORY, "category", Scope.AGENCY, "agency"),
    (Scope.CATEGORY, "category", Scope.REGION, "province"),
)


def first_day(today: date) -> date:
    """The first day of the month eleven months before this one: twelve months with today's."""
    months = today.year * 12 + today.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def count_breakdowns(now: datetime) -> int:
    """Count everything anew in one transaction; says how many rows there are. Reads twelve months once."""
    with transaction.atomic(), connection.cursor() as cursor:
        Breakdown.objects.all().delete()
        cursor.execute(f"{_INSERT} {_CASES} {' UNION ALL '.join(_selects())}", _values(now))
        return int(cursor.rowcount)


def parts_of(scope: Scope, number: int, by: Scope, *, most: int) -> list[Breakdown]:
    """The parts with the most public reports first, none below five. One query by the key."""
    rows = Breakdown.objects.filter(scope=scope, scope_id=number, by=by)
    return list(rows.order_by("-reports", "by_id")[:most])


def named_parts(scope: Scope, number: int, by: Scope, *, most: int) -> list[tuple[Breakdown, Named]]:
    """The same, each with the agency, region or category that it is of. Two queries."""
    parts = parts_of(scope, number, by, most=most)
    model: Any = {Scope.AGENCY: Agency, Scope.REGION: Region, Scope.CATEGORY: Category}[by]
    names: dict[int, Named] = model.objects.in_bulk([part.by_id for part in parts])
    return [(part, names[part.by_id]) for part in parts if part.by_id in names]


def totals(scope: Scope, numbers: Sequence[int]) -> dict[int, int]:
    """The public reports of each, where there are five or more. One query."""
    rows = Breakdown.objects.filter(scope=scope, scope_id__in=numbers, by="", public__gte=FEW)
    return dict(rows.values_list("scope_id", "public"))


def _selects() -> Iterator[str]:
    """Only names of columns and scopes of this file are put in."""
    for scope, columns in _COLUMNS.items():
        for column in columns:
            yield _WHOLE.format(scope=scope, column=column)
    for scope, column, by, other in _PAIRS:
        yield _PARTS.format(scope=scope, column=column, by=by, other=other)


def _values(now: datetime) -> dict[str, Any]:
    today = day_of(now)
    start = first_day(today)
    tops = Agency.objects.tops().select_related("region")
    zones = {agency.pk: zone_of(agency) for agency in tops}
    limits = list(_limits({NATIONAL, *zones.values()}, start, today))
    return {
        "agencies": list(zones),
        "zones": [zone.key for zone in zones.values()],
        "limit_zones": [zone for zone, _day, _ends in limits],
        "days": [day for _zone, day, _ends in limits],
        "ends": [ends for _zone, _day, ends in limits],
        "now": now,
        "national": NATIONAL.key,
        "start": datetime.combine(start, time(), NATIONAL),
        "end": datetime.combine(today + timedelta(days=1), time(), NATIONAL),
        "left_out": [str(status) for status in LEFT_OUT],
        "few": FEW,
    }


def _limits(zones: set[ZoneInfo], start: date, today: date) -> Iterator[tuple[str, date, datetime]]:
    """For each zone and each day on which a report may have been forwarded: when its working days end.

    A day more at either end, for a day of Papua is not that of Jakarta.
    """
    for back in range((today - start).days + 3):
        day = today + timedelta(days=1 - back)
        last = calendar.add_working_days(day, ANSWER_DAYS)
        for zone in zones:
            yield zone.key, day, calendar.end_of_day(last, zone)
