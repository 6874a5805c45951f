"""Agencies that fell silent: they owe an answer whose limit is over, and have answered nobody for N days.

N working days (`data/watching.csv`). Counted at night from open reports and the events of those days; pages
read the few rows.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Min

from lapor.indicators import watching
from lapor.indicators.facts import day_of
from lapor.indicators.models import SilentAgency
from lapor.registry.models import Agency
from lapor.reports.models import Event, Report
from lapor.reports.narrowing import TURNS, Turn
from lapor.reports.states import Act
from lapor.sla import calendar
from lapor.sla.zones import NATIONAL

ANSWERS = (Act.ANSWER, Act.APPROVE_DRAFT)


def find_silent(now: datetime) -> int:
    """Replace the list of silent agencies; says how many there are."""
    rows = _silent(now)
    with transaction.atomic():
        list(SilentAgency.objects.select_for_update().order_by("pk"))
        SilentAgency.objects.all().delete()
        SilentAgency.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _silent(now: datetime) -> list[SilentAgency]:
    since = _days_ago(watching.whole("silent_working_days"), now)
    owing = Report.objects.filter(status__in=TURNS[Turn.AGENCY], agency__isnull=False, due__lt=now)
    sums = (
        owing.order_by()
        .values("agency")
        .annotate(overdue=Count("pk"), oldest=Min("due"), had_since=Min("disposed_at"))
    )
    spoke = _answered_since(since)
    return [
        SilentAgency(agency_id=one["agency"], overdue=one["overdue"], oldest=one["oldest"], counted_at=now)
        for one in sums
        if one["agency"] not in spoke and one["had_since"] and one["had_since"] < since
    ]


def _answered_since(since: datetime) -> set[int]:
    """Top agencies of which anybody answered since."""
    events = Event.objects.filter(act__in=ANSWERS, at__gte=since, agency__isnull=False)
    places = set(events.order_by().values_list("agency_id", flat=True).distinct())
    return {place.top_id() for place in Agency.objects.filter(pk__in=places)}


def _days_ago(days: int, now: datetime) -> datetime:
    """The end of the working day that lies so many working days back."""
    end = day_of(now)
    start = end
    while calendar.working_days_between(start, end) < days:
        start = start.fromordinal(start.toordinal() - 1)
    return calendar.end_of_day(start, NATIONAL)
