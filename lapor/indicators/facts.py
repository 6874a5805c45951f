"""Roll-ups: the facts of a day counted from its reports, in the worker, never while somebody waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from lapor.indicators import cells
from lapor.indicators.definitions import Case
from lapor.indicators.marking import mark_days
from lapor.indicators.models import Cell, DayFacts, Scope, StaleDay
from lapor.indicators.sums import Sums
from lapor.registry.models import Agency, Category
from lapor.registry.queries import zone_of
from lapor.reports.models import Event, Report
from lapor.reports.states import Act
from lapor.sla.zones import NATIONAL

# Time limits pass without an event: days as young as this, and days whose reports were filed or forwarded
# as lately as this, are counted again every day. Longer than any limit, holidays in a row included.
YOUNG = timedelta(days=45)

Key = tuple[str, int]


def mark_stale(event: Event) -> None:
    """A reaction to every act that changes a figure: the report's day is to be counted again."""
    mark_days([day_of(event.report.received)])


def mark_reports(reports: QuerySet[Report]) -> None:
    """Have the days counted again on which these came in: for whoever changes what they count for."""
    local = TruncDate("received", tzinfo=NATIONAL)
    mark_days(reports.annotate(day=local).order_by().values_list("day", flat=True).distinct())


def mark_young(now: datetime) -> int:
    """Have the days counted again whose limits may have passed by themselves; says how many.

    Of the young ones those that have reports or facts: an empty day stays empty.
    """
    since = now - YOUNG
    first = day_of(since) + timedelta(days=1)
    days = set(_days_of_reports(datetime.combine(first, time(), NATIONAL)))
    days |= set(DayFacts.objects.filter(scope=Scope.COUNTRY, day__gte=first).values_list("day", flat=True))
    days |= _moving(since)
    mark_days(days)
    return len(days)


def _moving(since: datetime) -> set[date]:
    """Older days on whose reports a limit began lately: forwarded, split off, or a letter typed in late."""
    began = Event.objects.filter(at__gte=since, act__in=(Act.FILE, Act.DISPOSE), report__received__lt=since)
    return {day_of(moment) for moment in began.values_list("report__received", flat=True).iterator()}


def day_of(moment: datetime) -> date:
    """The day, by the clock of Jakarta, whose cohort a report received at that moment belongs to."""
    return moment.astimezone(NATIONAL).date()


def roll_up(now: datetime, *, most: int = 400) -> int:
    """Count up to `most` stale days again, then their months; says how many days.

    Two at once share the work (skip locked).
    """
    done = 0
    while done < most and _next_day(now):
        done += 1
    cells.roll_up_months()
    return done


def rebuild(now: datetime, *, done: Callable[[date], None] = lambda _day: None) -> int:
    """Forget every fact and count them all from the reports; says how many days. Reads all reports.

    Day by day, each in a transaction of its own: pages go on reading, of days not yet counted again the old
    facts. May be killed and run again.
    """
    days = set(Cell.objects.values_list("day", flat=True).distinct())
    days |= set(DayFacts.objects.filter(scope=Scope.COUNTRY).values_list("day", flat=True))
    days |= set(_days_of_reports())
    for day in sorted(days):
        with transaction.atomic():
            Cell.objects.filter(day=day).delete()
            count_day(day, now)
        done(day)
    cells.rebuild_months()
    return len(days)


def count_day(day: date, now: datetime) -> None:
    """Replace the facts and the cells of one day; a fixed number of queries, memory of one day's sums."""
    rows, found = _counted(day, now)
    DayFacts.objects.filter(day=day).delete()
    DayFacts.objects.bulk_create(rows)
    cells.replace_day(day, found.rows())


def _counted(day: date, now: datetime) -> tuple[list[DayFacts], cells.Cells]:
    found = cells.Cells(now)
    facts = [
        DayFacts(
            day=day,
            scope=scope,
            scope_id=number,
            counts=one.counts,
            answer_days=one.answers,
            step_days={name: spread for name, spread in one.steps.items() if spread},
        )
        for (scope, number), one in _add_up(_reports_of(day), now, found).items()
    ]
    return facts, found


def settled_days(now: datetime, *, most: int) -> list[date]:
    """Up to `most` days, drawn over all of them, whose figures nothing can have changed since the last count.

    None that is stale or young, and no report of which was filed or forwarded lately. One scan of the facts.
    """
    since = now - YOUNG
    moving = _moving(since) | set(StaleDay.objects.values_list("day", flat=True))
    counted = DayFacts.objects.filter(scope=Scope.COUNTRY, day__lt=day_of(since)).order_by("day")
    days = [day for day in counted.values_list("day", flat=True) if day not in moving]
    return days[:: max(1, -(-len(days) // most))]


def stands(day: date, now: datetime) -> bool:
    """Whether the stored facts of a day are what its reports add up to. Reads the reports of that day."""
    rows, found = _counted(day, now)
    counted = {(row.scope, row.scope_id): _sums(row) for row in rows}
    stored = {(row.scope, row.scope_id): _sums(row) for row in DayFacts.objects.filter(day=day)}
    return counted == stored and cells.same_cells(day, found.rows())


def _sums(row: DayFacts) -> tuple[object, ...]:
    return (
        dict(row.counts),
        dict(row.answer_days),
        {name: dict(spread) for name, spread in row.step_days.items()},
    )


def uncounted_days() -> list[date]:
    """Days with reports but without facts that nobody has marked to be counted. Reads all reports."""
    days = set(_days_of_reports())
    days -= set(DayFacts.objects.filter(scope=Scope.COUNTRY).values_list("day", flat=True))
    return sorted(days - set(StaleDay.objects.values_list("day", flat=True)))


def _add_up(reports: Iterable[Report], now: datetime, found: cells.Cells) -> dict[Key, Sums]:
    """The sums of every scope that these reports touch; their cells go into `found`."""
    sums: dict[Key, Sums] = defaultdict(Sums)
    for report in reports:
        case = case_of(report)
        found.add(report, case)
        for key in _scopes(report):
            sums[key].add(case, now)
    return sums


def with_filing(reports: QuerySet[Report]) -> QuerySet[Report]:
    """The same with the moment of filing as `filed`, as `case_of` needs it: by an index, for each one.

    Imported reports were filed elsewhere, when they were received.
    """
    acts = Event.objects.filter(report=OuterRef("pk"), act=Act.FILE).order_by("id")
    return reports.annotate(filed=Coalesce(Subquery(acts.values("at")[:1]), F("received")))


def case_of(report: Report) -> Case:
    """Of a report that comes by `with_filing`."""
    return Case(
        filed=report.filed,  # type: ignore[attr-defined]
        status=report.status,
        closing=report.closing,
        reopened=report.reopened,
        dated=report.dated,
        verified_at=report.verified_at,
        disposed_at=report.disposed_at,
        first_answer_at=report.first_answer_at,
        closed_at=report.closed_at,
        public=report.verified_at is not None and not report.secret,
        zone=_zone(report.agency),
    )


def _zone(agency: Agency | None) -> ZoneInfo:
    """A ministry has no region and nothing above it: no query for each of its reports."""
    if agency is None or (agency.region_id is None and agency.parent_id is None):
        return NATIONAL
    return zone_of(agency)


def _days_of_reports(since: datetime | None = None) -> Iterable[date]:
    local = TruncDate("received", tzinfo=NATIONAL)
    rows = Report.objects.filter(received__gte=since) if since else Report.objects.all()
    return rows.annotate(day=local).order_by().values_list("day", flat=True).distinct()


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
    return (
        with_filing(rows)
        .select_related("agency__region", "region__parent__parent__parent", "category__parent__parent")
        .iterator(chunk_size=2000)
    )


def _scopes(report: Report) -> list[Key]:
    """Which facts a report counts in. A secret one in the country's alone, as in the cells."""
    keys: list[Key] = [(Scope.COUNTRY, 0)]
    if report.secret:
        return keys
    if report.agency_id:
        keys.append((Scope.AGENCY, report.agency_id))
    if report.region:
        keys += [(Scope.REGION, number) for number in _region_line(report)]
    if report.category:
        keys.append((Scope.CATEGORY, main_category(report.category)))
    return keys


def main_category(category: Category) -> int:
    """The id of the main category, at most two levels up."""
    above = category.parent
    return (above.parent_id or above.pk) if above else category.pk


def _region_line(report: Report) -> list[int]:
    """The regency or city and the province that a report's place lies in."""
    line: list[int] = []
    region = report.region
    while region is not None:
        if region.depth <= 2:
            line.append(region.pk)
        region = region.parent
    return line
