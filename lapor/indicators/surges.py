"""Surges (lonjakan): a category in a province, regency or city against its own past, week by week.

Weeks begin on Monday, WIB; a report counts with its top category, whatever became of it (twenty alike that
were merged into one are a surge too). What is usual is a moving average of the
weeks before (EWMA, weight and length in `data/watching.csv`); weeks of a surge enter it as usual ones, so
that a long surge does not become the rule. A surge is a week with at least so many reports, so many times
the usual, and so unlikely by chance (Poisson). The running week counts as far as it has come: it can only
turn into a surge, so that nobody waits for Sunday. Work of a night: the weeks that are missing or young,
read once each, and the past of those pairs that have enough reports.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count

from lapor.indicators import watching
from lapor.indicators.facts import day_of
from lapor.indicators.models import Surge, WeekCount
from lapor.registry.models import Category, Region
from lapor.reports.models import Report
from lapor.sla.zones import NATIONAL

WEEK = timedelta(days=7)
# So many of the newest weeks are counted again each night: verifiers set categories late.
YOUNG = 3
# A place where next to nothing happens is not one where two reports are a surge: usual is at least this.
FLOOR = 1.0

Pair = tuple[int, int]


def find_surges(now: datetime) -> int:
    """At night: count, then look at this week and the one before; says how many surges are new."""
    here = week_of(day_of(now))
    length = watching.whole("surge_weeks")
    known = set(WeekCount.objects.filter(week__gte=here - length * WEEK).values_list("week", flat=True))
    for back in range(length + 1):
        week = here - back * WEEK
        if back < YOUNG or week not in known:
            count_week(week)
    return sum(_look(week, now) for week in (here - WEEK, here))


def week_of(day: date) -> date:
    """The Monday of that week."""
    return day - timedelta(days=day.weekday())


@transaction.atomic
def count_week(week: date) -> None:
    """Replace the counts of one week: one grouped read of its reports."""
    start = datetime.combine(week, time(), NATIONAL)
    rows = Report.objects.filter(received__gte=start, received__lt=start + WEEK)
    rows = rows.filter(category__isnull=False, region__isnull=False)
    groups = rows.order_by().values_list("category_id", "region_id")
    found = list(groups.annotate(n=Count("pk")))
    tops, places = _tops(), _places({region for _category, region, _n in found})
    counts: Counter[Pair] = Counter()
    for category, region, number in found:
        for place in places[region]:
            counts[tops[category], place] += number
    WeekCount.objects.filter(week=week).delete()
    WeekCount.objects.bulk_create(
        (
            WeekCount(week=week, category_id=pair[0], region_id=pair[1], number=n)
            for pair, n in counts.items()
        ),
        ignore_conflicts=True,
        batch_size=1000,
    )


def usual(past: Sequence[int]) -> float:
    """What the weeks before (oldest first) let expect: their moving average, the newest weighing most."""
    weight = watching.settings()["surge_smoothing"]
    mean = sum(past) / len(past)
    for number in past:
        mean += weight * (_calm(number, mean) - mean)
    return mean


def is_surge(number: int, expected: float) -> bool:
    """Whether so many are too many where `expected` are usual."""
    rules = watching.settings()
    base = max(expected, FLOOR)
    many = number >= rules["surge_least"] and number >= rules["surge_ratio"] * base
    return many and chance(number, base) < rules["surge_chance"]


def chance(number: int, mean: float) -> float:
    """The probability of `number` or more where `mean` are usual (Poisson)."""
    below = (math.exp(each * math.log(mean) - mean - math.lgamma(each + 1)) for each in range(number))
    return max(0.0, 1.0 - math.fsum(below))


def _calm(number: int, mean: float) -> float:
    return mean if is_surge(number, mean) else float(number)


def _look(week: date, now: datetime) -> int:
    """Surges of one week: new ones get a row, those that go on their newest number; says how many are new."""
    length = watching.whole("surge_weeks")
    oldest = WeekCount.objects.order_by("week").values_list("week", flat=True).first()
    weeks = min(length, (week - oldest).days // 7) if oldest else 0
    if weeks < watching.whole("surge_weeks_known"):
        return 0
    least = watching.settings()["surge_least"]
    many = WeekCount.objects.filter(week=week, number__gte=least).values_list(
        "category_id", "region_id", "number"
    )
    past = _past([(category, region) for category, region, _number in many], week, weeks)
    fresh = 0
    for category, region, number in many:
        expected = usual(past[category, region])
        if is_surge(number, expected):
            fresh += _note((category, region), week, number, expected, now)
    return fresh


def _past(pairs: Sequence[Pair], week: date, weeks: int) -> dict[Pair, list[int]]:
    """The numbers of the weeks before, oldest first, weeks without reports as 0. One query."""
    first = week - weeks * WEEK
    found: dict[Pair, list[int]] = {pair: [0] * weeks for pair in pairs}
    rows = WeekCount.objects.filter(week__gte=first, week__lt=week)
    rows = rows.filter(category__in={one for one, _region in pairs}, region__in={one for _c, one in pairs})
    for category, region, day, number in rows.values_list("category_id", "region_id", "week", "number"):
        if (category, region) in found:
            found[category, region][(day - first).days // 7] = number
    return found


@transaction.atomic
def _note(pair: Pair, week: date, number: int, expected: float, now: datetime) -> bool:
    """One row per surge: of two nights at once, and of weeks in a row, only the first writes one."""
    category, region = pair
    running = Surge.objects.filter(category=category, region=region, last__gte=week - WEEK, week__lte=week)
    if before := running.select_for_update().order_by("-week").first():
        if before.last <= week:
            Surge.objects.filter(pk=before.pk).update(last=week, number=number, usual=expected)
        return False
    rest = {"last": week, "number": number, "usual": expected, "found_at": now}
    _row, fresh = Surge.objects.get_or_create(
        category_id=category, region_id=region, week=week, defaults=rest
    )
    return fresh


def _tops() -> dict[int, int]:
    """Each category's top one."""
    above: dict[int, int | None] = dict(Category.objects.values_list("pk", "parent_id"))
    tops: dict[int, int] = {}
    for one in above:
        top = one
        while (higher := above[top]) is not None:
            top = higher
        tops[one] = top
    return tops


def _places(regions: set[int]) -> dict[int, list[int]]:
    """The regency or city and the province that each place lies in. At most four queries."""
    line: dict[int, tuple[int, int | None]] = {}
    level = set(regions)
    while level:
        rows = Region.objects.filter(pk__in=level).values_list("pk", "depth", "parent_id")
        line |= {pk: (depth, parent) for pk, depth, parent in rows}
        level = {parent for pk in level if (parent := line[pk][1]) is not None} - line.keys()
    found: dict[int, list[int]] = defaultdict(list)
    for region in regions:
        place: int | None = region
        while place is not None:
            depth, parent = line[place]
            if depth <= 2:
                found[region].append(place)
            place = parent
    return found
