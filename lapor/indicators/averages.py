"""How long each step takes these days: the averages that stand beside the limits on the front page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

from django.core.cache import cache

from lapor.reports.models import Report
from lapor.reports.states import Closing
from lapor.sla.calendar import working_days_between
from lapor.sla.zones import NATIONAL

WINDOW = timedelta(days=90)
# The newest of the window; enough for a steady average, and a few milliseconds to count.
MOST = 2000
KEPT = 600  # seconds


@dataclass(frozen=True)
class Averages:
    """Mean working days: filing to disposition, disposition to first answer, filing to confirmed closing.

    None where nothing of the window counts. Days are those of the national calendar, in WIB.
    """

    to_disposition: float | None
    to_answer: float | None
    to_closing: float | None


def averages(now: datetime) -> Averages:
    """Over reports received in the last 90 days that have taken the step. One query, kept for ten minutes."""
    key = f"averages:{int(now.timestamp()) // KEPT}"
    found: Averages | None = cache.get(key)
    if found is None:
        found = _counted(now)
        cache.set(key, found, KEPT)
    return found


def _counted(now: datetime) -> Averages:
    recent = Report.objects.filter(received__gte=now - WINDOW, received__lte=now).order_by("-received", "-id")
    rows = list(
        recent.values_list("received", "disposed_at", "first_answer_at", "closed_at", "closing")[:MOST]
    )
    confirmed = [(start, end) for start, _to, _answer, end, how in rows if how == Closing.CONFIRMED]
    return Averages(
        _mean([(start, end) for start, end, *_rest in rows]),
        _mean([(start, end) for _received, start, end, *_rest in rows]),
        _mean(confirmed),
    )


def _mean(spans: Sequence[tuple[datetime | None, datetime | None]]) -> float | None:
    days = [
        working_days_between(start.astimezone(NATIONAL).date(), end.astimezone(NATIONAL).date())
        for start, end in spans
        if start and end and end >= start
    ]
    return round(fmean(days), 1) if days else None
