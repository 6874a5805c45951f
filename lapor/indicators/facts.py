"""Roll-ups: the facts of a day counted from its reports, in the worker, never while somebody waits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction

from lapor.indicators.definitions import Case, answer_days, counts_of
from lapor.indicators.models import DayFacts, Scope, StaleDay
from lapor.registry.queries import zone_of
from lapor.reports.models import Event, Report
from lapor.sla.zones import NATIONAL

# Time limits pass without an event: days as young as this are counted again every day.
YOUNG = 45


@dataclass
class Sums:
    """What one scope adds up to."""

    counts: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)

    def add(self, case: Case, now: datetime) -> None:
        self.counts.update(counts_of(case, now))
        days = answer_days(case)
        if days is not None:
            self.answers[days] += 1


Key = tuple[str, int]


def mark_stale(event: Event) -> None:
    """A reaction to every act that changes a figure: the report's day is to be counted again."""
    StaleDay.objects.get_or_create(day=event.report.received.astimezone(NATIONAL).date())


def mark_young(today: date) -> None:
    """Have the youngest days counted again: limits pass by themselves."""
    days = [StaleDay(day=today - timedelta(days=back)) for back in range(YOUNG)]
    StaleDay.objects.bulk_create(days, ignore_conflicts=True)


def roll_up(now: datetime, *, most: int = 400) -> int:
    """Count up to `most` stale days again; says how many. Two at once share the work (skip locked)."""
    done = 0
    while done < most and _next_day(now):
        done += 1
    return done


def count_day(day: date, now: datetime) -> None:
    """Replace the facts of one day. Two queries to read, two to write, memory of one day's sums."""
    sums = add_up(_reports_of(day), now)
    DayFacts.objects.filter(day=day).delete()
    DayFacts.objects.bulk_create(
        DayFacts(day=day, scope=scope, scope_id=number, counts=one.counts, answer_days=one.answers)
        for (scope, number), one in sums.items()
    )


def add_up(reports: Iterable[Report], now: datetime) -> dict[Key, Sums]:
    """The sums of every scope that these reports touch."""
    sums: dict[Key, Sums] = defaultdict(Sums)
    for report in reports:
        case = case_of(report)
        for key in _scopes(report):
            sums[key].add(case, now)
    return sums


def case_of(report: Report) -> Case:
    return Case(
        received=report.received,
        status=report.status,
        closing=report.closing,
        reopened=report.reopened,
        dated=report.dated,
        verified_at=report.verified_at,
        disposed_at=report.disposed_at,
        first_answer_at=report.first_answer_at,
        zone=zone_of(report.agency) if report.agency else NATIONAL,
    )


@transaction.atomic
def _next_day(now: datetime) -> bool:
    stale = StaleDay.objects.select_for_update(skip_locked=True).order_by("-day").first()
    if stale is None:
        return False
    day = stale.day
    stale.delete()  # before counting: an act meanwhile marks the day again
    count_day(day, now)
    return True


def _reports_of(day: date) -> Iterable[Report]:
    start = datetime.combine(day, time(), NATIONAL)
    rows = Report.objects.filter(received__gte=start, received__lt=start + timedelta(days=1))
    return rows.select_related("agency__region", "region__parent__parent__parent").iterator(chunk_size=2000)


def _scopes(report: Report) -> list[Key]:
    keys: list[Key] = [(Scope.COUNTRY, 0)]
    if report.agency_id:
        keys.append((Scope.AGENCY, report.agency_id))
    if report.region:
        keys += [(Scope.REGION, number) for number in _region_line(report)]
    return keys


def _region_line(report: Report) -> list[int]:
    """The regency or city and the province that a report's place lies in."""
    line: list[int] = []
    region = report.region
    while region is not None:
        if region.depth <= 2:
            line.append(region.pk)
        region = region.parent
    return line
