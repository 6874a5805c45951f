"""The record of acts against the lifecycle's table, and clocks against the record."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from lapor.reports import lifecycle, recounting
from lapor.reports.models import Report
from lapor.reports.states import Act
from lapor.reports.table import Row, To

# How many reports' clocks are counted again: the open ones matter most, so half of them are open.
SAMPLE = 400
EXAMPLES = 5
# An added agency's answer or leaving moves nothing: the status follows the lead.
_STAYING = (Act.ANSWER, Act.APPROVE_DRAFT, Act.REFER_BACK)
_WAYS = """
    SELECT act, coalesce(facts ->> 'variant', ''), from_status, to_status, count(*), min(report_id)
    FROM reports_event GROUP BY 1, 2, 3, 4
"""
_DRAWN = """
    (SELECT id FROM reports_report WHERE due IS NOT NULL ORDER BY hashint8(id) LIMIT %(half)s)
    UNION (SELECT id FROM reports_report ORDER BY hashint8(id) LIMIT %(half)s)
"""


def forbidden_acts(_now: datetime) -> tuple[int, list[str]]:
    """Events that no row of the table allows: one query, grouped; the table is asked for each way only."""
    with connection.cursor() as cursor:
        cursor.execute(_WAYS)
        ways = cursor.fetchall()
    wrong = [way for way in ways if not _allowed(*way[:4])]
    named = [f"#{report} {act} {start}->{end}" for act, _variant, start, end, _count, report in wrong]
    return sum(way[4] for way in wrong), named[:EXAMPLES]


def _allowed(act: str, variant: str, start: str, end: str) -> bool:
    return any(
        row.act == act
        and row.variant == variant
        and (start in row.come_from or (not row.come_from and not start))
        and _leads(row, start, end)
        for row in lifecycle.TABLE
    )


def _leads(row: Row, start: str, end: str) -> bool:
    """`To.BEFORE` leads back to a status from which the report was taken away."""
    if row.to is To.ANY or (row.act in _STAYING and start == end):
        return True
    if row.to is To.SAME:  # filing has none before it
        return start == end
    if row.to is To.BEFORE:
        away = Act.MERGE if row.act is Act.UNMERGE else Act.POSTPONE
        return any(end in other.come_from for other in lifecycle.TABLE if other.act is away)
    return row.to == end


def wrong_clocks(_now: datetime) -> tuple[int, list[str]]:
    """Reports of a sample whose clocks are not what their events make. Some four queries for each."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAWN, {"half": SAMPLE // 2})
        drawn = [number for (number,) in cursor.fetchall()]
    wrong = [
        f"#{report.pk}" for report in Report.objects.filter(pk__in=drawn).order_by("pk") if _differs(report)
    ]
    return len(wrong), wrong[:EXAMPLES]


def _differs(report: Report) -> bool:
    try:
        counted = recounting.recount_of(report)
    except (LookupError, ValueError):
        return True
    clocks = [(c.step, c.rule, c.agency, c.due, c.met_at, c.stopped_at) for c in counted.clocks if c.running]
    kept = report.deadlines.filter(met_at=None, stopped_at=None)
    rows = kept.values_list("step", "rule", "agency", "due", "met_at", "stopped_at")
    return sorted(map(_plain, rows)) != sorted(map(_plain, clocks))


def _plain(clock: tuple[object, ...]) -> list[str]:
    """Comparable: the same moment may be written in two zones."""
    return [str(cell.timestamp()) if isinstance(cell, datetime) else str(cell) for cell in clock]
