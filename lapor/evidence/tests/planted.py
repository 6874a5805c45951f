"""Invented reports of a topic in ten regencies over two years, as bare rows: a drop is planted or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from lapor.indicators import facts
from lapor.registry.models import Category, Region
from lapor.reports.models import Report
from lapor.reports.states import Closing, Status

WIB = ZoneInfo("Asia/Jakarta")
SINCE = date(2018, 3, 14)
# All twelve months after the start are over.
NOW = datetime(2019, 6, 4, 10, 0, tzinfo=WIB)
MONTHS = 26
BEGIN = date(2017, 2, 1)
DAYS = (4, 11, 18)


def regencies(number: int = 11) -> list[Region]:
    """Below one province, each with a district: regencies of about the same size, and a city among them."""
    province = _region("99", "province", 1, None, 9_000_000)
    made = []
    for place in range(number):
        level = "city" if place == number - 1 else "regency"
        made.append(_region(f"99.{place + 1:02}", level, 2, province, 400_000 + 10_000 * place))
    for one in made:
        _region(f"{one.code}.01", "district", 3, one, None)
    return made


def topic(name: str) -> Category:
    """A main category; beside it one below it."""
    main = Category.objects.create(code=name, name=name.title())
    Category.objects.create(code=f"{name}/rinci", name=f"{name.title()} rinci", parent=main)
    return main


def plant(main: Category, places: Sequence[Region], *, seed: int, left: float = 1.0) -> None:
    """About six reports a month in each place; from the start on only `left` of them in the first one.

    Every kind that must not count lies among them: secret, merged, withdrawn, not verified.
    """
    draw, below = Random(seed), Category.objects.get(parent=main)
    districts = {one.parent_id: one for one in Region.objects.filter(parent__in=places)}
    rows = []
    for place in places:
        level = 6 * draw.uniform(0.8, 1.25)
        for month in range(MONTHS):
            number = BEGIN.month - 1 + month
            first = date(BEGIN.year + number // 12, number % 12 + 1, 1)
            later = first > SINCE
            mean = level * (0.8 if later else 1) * (left if later and place == places[0] else 1)
            rows += [
                _report(draw, first, draw.choice((main, below)), draw.choice((place, districts[place.pk])))
                for _one in range(_poisson(draw, mean))
            ]
    Report.objects.bulk_create(rows)


def count(now: datetime = NOW) -> None:
    """Figures as the worker counts them."""
    facts.rebuild(now)


def _report(draw: Random, first: date, category: Category, region: Region) -> Report:
    received = datetime(first.year, first.month, draw.choice(DAYS), draw.choice((1, 9, 23)), tzinfo=WIB)
    verified = received + timedelta(days=1)
    row = Report(
        received=received,
        category=category,
        region=region,
        report_class="complaint",
        status=Status.DISPOSED,
        verified_at=verified,
        disposed_at=verified,
    )
    fate = draw.random()
    if fate < 0.5:
        row.status, row.closing = Status.CLOSED, Closing.CONFIRMED
        row.closed_at = verified + timedelta(days=draw.randrange(60))
    elif fate < 0.55:
        row.secret = True
    elif fate < 0.6:
        row.status = draw.choice((Status.MERGED, Status.WITHDRAWN))
    elif fate < 0.65:
        row.status, row.verified_at, row.disposed_at = Status.RECEIVED, None, None
    elif fate < 0.7:
        row.status, row.disposed_at = Status.ARCHIVED, None
    return row


def _poisson(draw: Random, mean: float) -> int:
    number, reached = 0, draw.expovariate(1)
    while reached < mean:
        number, reached = number + 1, reached + draw.expovariate(1)
    return number


def _region(code: str, level: str, depth: int, parent: Region | None, heads: int | None) -> Region:
    return Region.objects.create(
        code=code,
        name=f"Wilayah {code}",
        level=level,
        depth=depth,
        parent=parent,
        population=heads,
        name_key=code,
        search=code,
    )
