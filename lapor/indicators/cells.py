"""Writes the cells: of a day from its reports, of a month from its days. Only what differs is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from lapor.indicators.definitions import STEPS, Case, answer_days, counts_of
from lapor.indicators.dimensions import CHANNELS, CLASSES, KINDS, SETS, Dim, number_of
from lapor.indicators.marking import mark_month
from lapor.indicators.models import COUNTS, Cell, MonthCell, StaleMonth
from lapor.registry.models import Category, Region
from lapor.reports.models import Report

# The values of a cell, in the order of `Dim`.
Key = tuple[int, ...]
COLUMNS = tuple(dim.column for dim in Dim)
_LISTS = ("answers", "completions")
# The sets whose spread of working days to completion is kept: a topic in a province, a regency or a city.
_COMPLETED = ((Dim.PROVINCE, Dim.CATEGORY), (Dim.REGENCY, Dim.CATEGORY))
CHUNK = 1000


@dataclass
class Added:
    """What the reports of one cell add up to."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    answers: list[int] = field(default_factory=list)
    completions: list[int] = field(default_factory=list)

    def add(self, case: Case, now: datetime) -> None:
        for name in counts_of(case, now):
            self.counts[name] += 1
        if (days := answer_days(case)) is not None:
            self.answers.append(round(float(days) * 100))
        for step, took in STEPS.items():
            if (working_days := took(case)) is not None:
                self.counts[f"{step}_taken"] += 1
                self.counts[f"{step}_days"] += working_days
                if step == "completion":
                    self.completions.append(working_days)

    @property
    def row(self) -> tuple[object, ...]:
        return (*self.counts.values(), tuple(sorted(self.answers)), tuple(sorted(self.completions)))


class Cells:
    """Collects the cells of one day, report by report."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._found: dict[Key, Added] = defaultdict(Added)

    def add(self, report: Report, case: Case) -> None:
        """`report` with agency, category up to its root and region up to its province: no query."""
        self._found[_key(report)].add(case, self._now)

    def rows(self) -> dict[Key, tuple[object, ...]]:
        """Without the cells to which every report was merged away or withdrawn."""
        return {key: one.row for key, one in self._found.items() if one.counts["received"]}


def replace_day(day: date, rows: dict[Key, tuple[object, ...]]) -> None:
    """Make the stored cells of a day these; its month is marked where any differed. At most four queries."""
    gone, fresh = [], dict(rows)
    stored = Cell.objects.filter(day=day).values_list("pk", *COLUMNS, *COUNTS, *_LISTS)
    for number, *values in stored.iterator(chunk_size=CHUNK):
        key, row = _split(values)
        if fresh.get(key) == row:
            del fresh[key]
        else:
            gone.append(number)
    if gone:
        Cell.objects.filter(pk__in=gone).delete()
    if fresh:
        Cell.objects.bulk_create(_made(day, fresh), batch_size=CHUNK)
    if gone or fresh:
        mark_month(day)


def same_cells(day: date, rows: dict[Key, tuple[object, ...]]) -> bool:
    """Whether the stored cells of a day are these."""
    stored = Cell.objects.filter(day=day).values_list(*COLUMNS, *COUNTS, *_LISTS)
    return rows == dict(_split(one) for one in stored)


def _split(values: Sequence[Any]) -> tuple[Key, tuple[object, ...]]:
    """The key of a stored cell and its `Added.row`."""
    width = len(COLUMNS)
    return tuple(values[:width]), (*values[width:-2], *map(tuple, values[-2:]))


def roll_up_months() -> int:
    """Add up the months of days that changed; says how many. Two at once share the work (skip locked)."""
    done = 0
    while _next_month():
        done += 1
    return done


def rebuild_months() -> None:
    """Add up every month anew."""
    months = {month for (month,) in MonthCell.objects.order_by().values_list("month").distinct()}
    months |= {day.replace(day=1) for day in Cell.objects.order_by().dates("day", "month")}
    for month in sorted(months):
        with transaction.atomic():
            StaleMonth.objects.filter(month=month).delete()
            MonthCell.objects.filter(month=month).delete()
            count_month(month)


def count_month(month: date) -> None:
    """Make the cells of the month that begins on `month` what its days add up to. One statement."""
    after = (month + timedelta(days=31)).replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"month": month, "after": after})


@transaction.atomic
def _next_month() -> bool:
    stale = StaleMonth.objects.select_for_update(skip_locked=True).order_by("-month").first()
    if stale is None:
        return False
    month = stale.month
    stale.delete()  # before adding up: a day that changes meanwhile marks its month again
    count_month(month)
    return True


def _key(report: Report) -> Key:
    """Agency, place and category of a secret report are nobody's to know (lifecycle: who sees what).

    It counts as one that has none, or a figure of two periods and the public list would tell them by
    subtraction.
    """
    if report.secret:
        return (0, 0, 0, 0, 0, number_of(CLASSES, report.report_class), number_of(CHANNELS, report.channel))
    agency = report.agency
    regency, province = _places(report.region)
    return (
        report.agency_id or 0,
        number_of(KINDS, agency.kind) if agency else 0,
        province,
        regency,
        _main(report.category),
        number_of(CLASSES, report.report_class),
        number_of(CHANNELS, report.channel),
    )


def _places(region: Region | None) -> tuple[int, int]:
    """(regency or city, province)."""
    line = {0: 0, 1: 0, 2: 0}
    while region is not None:
        line[region.depth if region.depth <= 2 else 0] = region.pk
        region = region.parent
    return line[2], line[1]


def _main(category: Category | None) -> int:
    """The root of its tree."""
    while category is not None and category.parent is not None:
        category = category.parent
    return category.pk if category else 0


def _made(day: date, rows: dict[Key, tuple[object, ...]]) -> Iterable[Cell]:
    for key, row in rows.items():
        values: dict[str, Any] = dict(zip((*COLUMNS, *COUNTS, *_LISTS), (*key, *row), strict=True))
        yield Cell(day=day, **values | {name: list(values[name]) for name in _LISTS})


def _sets() -> Iterator[str]:
    """One row of VALUES for each set of dimensions: its code and its values in a cell."""
    for code, dims in SETS.items():
        a, b = (*(f"c.{dim.column}" for dim in dims), "0", "0")[:2]
        yield f"({code}, {a}::bigint, {b}::bigint)"


def _statement() -> str:
    columns = (*COUNTS, "spread", "completions")
    stored = ", ".join(columns)
    sums = ", ".join(f"sum(c.{name})::int AS {name}" for name in COUNTS)
    every = ", ".join(_sets())
    singles = ", ".join(one for one, dims in zip(_sets(), SETS.values(), strict=True) if len(dims) < 2)
    topics = ", ".join(one for one, dims in zip(_sets(), SETS.values(), strict=True) if dims in _COMPLETED)
    table, cells = MonthCell._meta.db_table, Cell._meta.db_table
    days = "c.day >= %(month)s AND c.day < %(after)s"
    return f"""
        WITH spread AS (
            SELECT dims, a, jsonb_object_agg(answer::text, number) AS spread FROM (
                SELECT v.dims, v.a, answer, count(*) AS number
                FROM {cells} c, unnest(c.answers) AS answer, LATERAL (VALUES {singles}) AS v (dims, a, b)
                WHERE {days} GROUP BY 1, 2, 3
            ) AS each GROUP BY 1, 2
        ), finished AS (
            SELECT dims, a, b, jsonb_object_agg(took::text, number) AS completions FROM (
                SELECT v.dims, v.a, v.b, took, count(*) AS number
                FROM {cells} c, unnest(c.completions) AS took, LATERAL (VALUES {topics}) AS v (dims, a, b)
                WHERE {days} GROUP BY 1, 2, 3, 4
            ) AS each GROUP BY 1, 2, 3
        ), added AS (
            SELECT v.dims, v.a, v.b, {sums} FROM {cells} c, LATERAL (VALUES {every}) AS v (dims, a, b)
            WHERE {days} GROUP BY 1, 2, 3
        ), fresh AS (
            SELECT added.*, coalesce(spread, '{{}}') AS spread, coalesce(completions, '{{}}') AS completions
            FROM added LEFT JOIN spread USING (dims, a) LEFT JOIN finished USING (dims, a, b)
        ), gone AS (
            DELETE FROM {table} AS old WHERE old.month = %(month)s AND NOT EXISTS (
                SELECT FROM fresh WHERE (fresh.dims, fresh.a, fresh.b) = (old.dims, old.a, old.b))
        )
        INSERT INTO {table} AS old (month, dims, a, b, {stored})
        SELECT %(month)s, dims, a, b, {stored} FROM fresh
        ON CONFLICT (month, dims, a, b) DO UPDATE SET
            {", ".join(f"{name} = EXCLUDED.{name}" for name in columns)}
        WHERE ({", ".join(f"old.{name}" for name in columns)})
            IS DISTINCT FROM ({", ".join(f"EXCLUDED.{name}" for name in columns)})
    """  # noqa: S608 - names of our own columns only


_STATEMENT = _statement()
