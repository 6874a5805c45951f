"""The public figures of a period: sums of day facts, divided."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from lapor.indicators.facts import Sums, case_of
from lapor.indicators.models import DayFacts, Scope
from lapor.registry.models import Agency, AgencyKind, Region
from lapor.reports.models import Report
from lapor.sla.zones import NATIONAL

KINDS = (
    AgencyKind.MINISTRY,
    AgencyKind.INSTITUTION,
    AgencyKind.PROVINCE,
    AgencyKind.REGENCY,
    AgencyKind.CITY,
)


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


def summary(
    *,
    start: date,
    end: date,
    now: datetime,
    agency: Agency | None = None,
    region: Region | None = None,
) -> Summary:
    """The figures of the reports received from `start` to `end`, both included, local dates (WIB).

    One query over day facts; for an agency *and* a region together the reports of that agency are read.
    A unit counts as its top agency, a district or village as its regency.
    """
    if agency and region:
        sums = _counted(start, end, agency.top(), region, now)
    else:
        sums = _summed(start, end, agency, region)
    return _figures(sums, start, end)


def headline(now: datetime) -> Summary | None:
    """The figures of this year so far; None while there is nothing to count."""
    today = now.astimezone(NATIONAL).date()
    found = summary(start=today.replace(month=1, day=1), end=today, now=now)
    return found if found.received else None


def connected(on: date) -> dict[str, int]:
    """How many agencies of each kind were connected on a day; unknown dates do not count."""
    rows = Agency.objects.filter(connected_since__lte=on, kind__in=KINDS, active=True).values_list("kind")
    found = Counter(kind for (kind,) in rows)
    return {str(kind): found.get(kind, 0) for kind in KINDS}


def _summed(start: date, end: date, agency: Agency | None, region: Region | None) -> Sums:
    scope, number = Scope.COUNTRY, 0
    if agency:
        scope, number = Scope.AGENCY, agency.top_id()
    elif region:
        scope, number = Scope.REGION, _regency(region)
    sums = Sums()
    rows = DayFacts.objects.filter(scope=scope, scope_id=number, day__range=(start, end))
    for counts, answers in rows.values_list("counts", "answer_days"):
        sums.counts.update(counts)
        sums.answers.update(answers)
    return sums


def _counted(start: date, end: date, agency: Agency, region: Region, now: datetime) -> Sums:
    first = datetime.combine(start, time(), NATIONAL)
    last = datetime.combine(end, time(), NATIONAL) + timedelta(days=1)
    rows = Report.objects.filter(agency=agency, received__gte=first, received__lt=last)
    inside = Region.objects.inside(region).values("pk")
    sums = Sums()
    for report in rows.filter(region__in=inside).select_related("agency__region").iterator():
        sums.add(case_of(report), now)
    return sums


def _regency(region: Region) -> int:
    """The region itself down to regencies; a district or village counts in its regency."""
    while region.depth > 2 and region.parent:
        region = region.parent
    return region.pk


def _figures(sums: Sums, start: date, end: date) -> Summary:
    counts = sums.counts
    days = max((end - start).days + 1, 1)
    return Summary(
        received=counts["received"],
        per_day=round(counts["received"] / days, 2),
        connected=connected(end),
        followed_up_within_10_days=_share(counts["followed_up_10_met"], counts["followed_up_10_counted"]),
        verified_within_3_working_days=_share(counts["verified_3_met"], counts["verified_3_counted"]),
        followed_up_within_5_working_days=_share(
            counts["followed_up_5_met"], counts["followed_up_5_counted"]
        ),
        completed_share=_share(counts["completed"], counts["not_archived"]),
        auto_closed_share=_share(counts["auto_closed"], counts["closed"]),
        unconfirmed_share=_share(counts["unconfirmed"], counts["closed"]),
        reopened_share=_share(counts["reopened"], counts["ever_closed"]),
        median_days_to_first_answer=_median(sums.answers),
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _median(days: Counter[str]) -> float | None:
    """The median of a histogram; the mean of the two middle ones when their number is even."""
    total = sum(days.values())
    if not total:
        return None
    middle = {(total - 1) // 2, total // 2}
    found: list[float] = []
    seen = 0
    for value in sorted(days, key=float):
        found += [float(value)] * len(middle & set(range(seen, seen + days[value])))
        seen += days[value]
    return round(sum(found) / len(found), 2)
