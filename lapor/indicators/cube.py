"""Reads the cells: sums, a series, a breakdown of any period under at most two filters.

Whole months come from `MonthCell`, the days at both ends that fill no month from `Cell`: what is read grows
with the length of the period and with a day's reports, never with all reports.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Sum

from lapor.indicators.dimensions import SETS, Dim, Where, code_of
from lapor.indicators.models import COUNTS, Cell, MonthCell
from lapor.indicators.sums import Sums

# Up to here a period is shown day by day, so it is read so.
BY_DAY = 31
# Before any report and after any, far from the ends of the calendar.
EARLIEST, LATEST = date(1970, 1, 1), date(2200, 12, 31)
Series = list[tuple[date, Sums]]
_ADDED = {f"n_{name}": Sum(name) for name in COUNTS}


def series(where: Where, start: date, end: date, *, today: date) -> Series:
    """The sums of each day of a short period; of a longer one its whole months, dated by their first day,
    and the days that fill none. Oldest first, empty ones left out. At most three queries.

    The spread that medians need is there with one filter at most.
    """
    months, days = split(start, end, today)
    found = [*_months(where, months), *_days(where, days)]
    return sorted(found, key=lambda one: one[0])


def together(parts: Sequence[tuple[date, Sums]]) -> Sums:
    """A series added up."""
    total = Sums()
    for _day, sums in parts:
        total.take(sums.counts, sums.answers, sums.steps)
    return total


def breakdown(dim: Dim, where: Where, start: date, end: date, *, today: date) -> dict[int, Sums]:
    """The sums of each value of `dim`, 0 for reports that have none. One filter at most; two queries.

    ValueError where `dim` and the filter are not kept together.
    """
    months, days = split(start, end, today)
    found: dict[int, Sums] = defaultdict(Sums)
    if months:
        code = code_of((dim, *where))
        column = "a" if not where or SETS[code][0] is dim else "b"
        fixed = {("b" if column == "a" else "a"): value for value in where.values()}
        rows = MonthCell.objects.filter(dims=code, month__gte=months[0], month__lte=months[1], **fixed)
        _take(found, rows.values(column).annotate(**_ADDED).values_list(column, *_ADDED))
    if days:
        cells = _cells(where, days).values(dim.column).annotate(**_ADDED)
        _take(found, cells.values_list(dim.column, *_ADDED))
    return dict(found)


Span = tuple[date, date]


def split(start: date, end: date, today: date) -> tuple[Span | None, list[Span]]:
    """(first days of the first and the last whole month, the days beside them) of a period.

    The running month is whole when the period reaches today: nothing lies behind today.
    """
    start, end = max(start, EARLIEST), min(end, LATEST)
    if (end - start).days < BY_DAY:
        return None, [(start, end)]
    first = start if start.day == 1 else _next(start)
    last = end.replace(day=1)
    if end < today and _next(end) != end + timedelta(days=1):
        last = (last - timedelta(days=1)).replace(day=1)
    if last < first:
        return None, [(start, end)]
    edges = [(start, first - timedelta(days=1)), (_next(last), end)]
    return (first, last), [(one, other) for one, other in edges if one <= other]


def _next(day: date) -> date:
    """The first day of the month after that of `day`."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _months(where: Where, months: Span | None) -> Iterator[tuple[date, Sums]]:
    if months is None:
        return
    dims = tuple(sorted(where))
    values = dict(zip(("a", "b"), (where[dim] for dim in dims), strict=False))
    rows = MonthCell.objects.filter(dims=code_of(dims), month__gte=months[0], month__lte=months[1], **values)
    for month, spread, *counts in rows.order_by("month").values_list("month", "spread", *COUNTS):
        answers = Counter({in_days(hundredths): number for hundredths, number in spread.items()})
        yield month, Sums(Counter(dict(zip(COUNTS, counts, strict=True))), answers)


def _days(where: Where, days: list[Span]) -> Iterator[tuple[date, Sums]]:
    if not days:
        return
    answers = _answers(where, days) if len(where) < 2 else {}
    rows = _cells(where, days).values("day").annotate(**_ADDED).order_by("day")
    for day, *counts in rows.values_list("day", *_ADDED):
        spread = answers.get(day, Counter())
        yield day, Sums(Counter(dict(zip(COUNTS, counts, strict=True))), spread)


def _answers(where: Where, days: list[Span]) -> dict[date, Counter[str]]:
    each = Func(F("answers"), function="unnest", output_field=IntegerField())
    rows = _cells(where, days).annotate(took=each).values("day", "took").annotate(number=Count("pk"))
    found = rows.order_by("day").values_list("day", "took", "number")
    return {
        day: Counter({in_days(took): number for _day, took, number in group})
        for day, group in groupby(found, key=lambda row: row[0])
    }


@lru_cache(maxsize=100_000)
def in_days(hundredths: int | str) -> str:
    """Hundredths of a day as stored in cells, as the key of a spread: "125" is "1.25"."""
    return f"{int(hundredths) / 100:.2f}"


def _cells(where: Where, days: list[Span]) -> QuerySet[Cell]:
    inside = Q()
    for first, last in days:
        inside |= Q(day__gte=first, day__lte=last)
    return Cell.objects.filter(inside, **{dim.column: value for dim, value in where.items()})


def _take(
    found: dict[int, Sums], rows: QuerySet[Cell, tuple[int, ...]] | QuerySet[MonthCell, tuple[int, ...]]
) -> None:
    for value, *counts in rows:
        found[value].counts.update(dict(zip(COUNTS, counts, strict=True)))
