"""The public figures of a period: sums of day facts, divided."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from lapor.indicators import cube, figures
from lapor.indicators.dimensions import Where, where_of
from lapor.indicators.facts import day_of
from lapor.indicators.models import DayFacts, Scope
from lapor.indicators.sums import Sums
from lapor.registry.models import Agency, AgencyKind, Region

KINDS = (
    AgencyKind.MINISTRY,
    AgencyKind.INSTITUTION,
    AgencyKind.PROVINCE,
    AgencyKind.REGENCY,
    AgencyKind.CITY,
)
# The averages of the steps are of the reports received in so many days, today included.
LATELY = 90


@dataclass(frozen=True)
class Summary:
    """The figures by the names of the outside contract. Shares are 0..1; None where nothing counts."""

    received: int
    per_day: float
    connected: dict[str, int]
    followed_up_within_10_days: float | None
    verified_within_3_working_days: float | None
    followed_up_within_5_working_days: float | None
    completed_share: float | None
    auto_closed_share: float | None
    unconfirmed_share: float | None
    reopened_share: float | None
    median_days_to_first_answer: float | None

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class StepAverages:
    """Average working days of the steps of a report's way; None where fewer than 5 reports took the step.

    `verification` and `disposition` from filing, `answer` and `completion` from the first disposition.
    """

    verification: float | None
    disposition: float | None
    answer: float | None
    completion: float | None


def summary(
    *,
    start: date,
    end: date,
    now: datetime,
    agency: Agency | None = None,
    region: Region | None = None,
    also: Where = MappingProxyType({}),
) -> Summary:
    """The figures of the reports received from `start` to `end`, both included, local dates (WIB).

    At most four queries. A unit counts as its top agency, a district or village as its regency. `also` are
    further filters, `dimensions.MOST` in all; with two of them there is no median.
    """
    where = where_of(agency, region) | dict(also)
    return figured(cube.together(cube.series(where, start, end, today=day_of(now))), start, end)


def figured(sums: Sums, start: date, end: date) -> Summary:
    """The figures that follow from sums; one query, for the connected agencies."""
    days = (end - start).days + 1
    return Summary(
        received=sums.counts["received"],
        per_day=figures.per_day(sums, days) or 0.0,
        connected=connected(end),
        followed_up_within_10_days=figures.followed_up_within_10_days(sums, days),
        verified_within_3_working_days=figures.verified_within_3_working_days(sums, days),
        followed_up_within_5_working_days=figures.followed_up_within_5_working_days(sums, days),
        completed_share=figures.completed_share(sums, days),
        auto_closed_share=figures.auto_closed_share(sums, days),
        unconfirmed_share=figures.unconfirmed_share(sums, days),
        reopened_share=figures.reopened_share(sums, days),
        median_days_to_first_answer=figures.median_days_to_first_answer(sums, days),
    )


def headline(now: datetime) -> Summary | None:
    """The figures of this year so far; None while there is nothing to count."""
    today = day_of(now)
    found = summary(start=today.replace(month=1, day=1), end=today, now=now)
    return found if found.received else None


def step_averages(now: datetime) -> StepAverages | None:
    """How long the steps took the reports received in the last 90 days; None where no step is known.

    One query. Reports still on their way to a step do not count for it.
    """
    today = day_of(now)
    rows = DayFacts.objects.filter(scope=Scope.COUNTRY, scope_id=0, day__gt=today - timedelta(days=LATELY))
    sums = Sums()
    for counts in rows.filter(day__lte=today).values_list("counts", flat=True):
        sums.counts.update(counts)
    found = StepAverages(
        verification=figures.average_verification(sums, LATELY),
        disposition=figures.average_disposition(sums, LATELY),
        answer=figures.average_answer(sums, LATELY),
        completion=figures.average_completion(sums, LATELY),
    )
    return None if found == StepAverages(None, None, None, None) else found


def connected(on: date) -> dict[str, int]:
    """How many agencies of each kind were connected on a day; unknown dates do not count."""
    rows = Agency.objects.filter(connected_since__lte=on, kind__in=KINDS, active=True).values_list("kind")
    found = Counter(kind for (kind,) in rows)
    return {str(kind): found.get(kind, 0) for kind in KINDS}


def by_day(
    *, start: date, end: date, agency: Agency | None = None, region: Region | None = None
) -> list[tuple[date, Sums]]:
    """The sums of each day that has any, oldest first. One query; an agency or a region, not both."""
    scope, number = _scope(agency, region)
    rows = DayFacts.objects.filter(scope=scope, scope_id=number, day__range=(start, end)).order_by("day")
    found: list[tuple[date, Sums]] = []
    for day, counts, answers, steps in rows.values_list("day", "counts", "answer_days", "step_days"):
        sums = Sums()
        sums.take(counts, answers, steps)
        found.append((day, sums))
    return found


def together(days: list[tuple[date, Sums]]) -> Sums:
    """Days added up."""
    total = Sums()
    for _day, sums in days:
        total.take(sums.counts, sums.answers, sums.steps)
    return total


def _scope(agency: Agency | None, region: Region | None) -> tuple[Scope, int]:
    if agency:
        return Scope.AGENCY, agency.top_id()
    if region:
        return Scope.REGION, next(iter(where_of(None, region).values()))
    return Scope.COUNTRY, 0
