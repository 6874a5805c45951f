"""The estimate and the months, without a database: a planted drop is seen, chance alone is not."""

from __future__ import annotations

import math
from datetime import date
from random import Random

import pytest

from lapor.evidence.change import Months, Verdict, change, dispersion
from lapor.evidence.windows import too_early, windows

SEEDS = 300
PEERS = 10


def months_of(draw: Random, mean: float, jumps: float) -> list[int]:
    """A year with a season, each month as jumpy as `jumps` times Poisson (a gamma mixture)."""
    found = []
    for month in range(12):
        level = mean / 12 * (1 + 0.3 * math.sin(month))
        if jumps > 1:
            level = draw.gammavariate(level / (jumps - 1), jumps - 1)
        found.append(poisson(draw, level))
    return found


def poisson(draw: Random, mean: float) -> int:
    number, left = 0, draw.expovariate(1)
    while left < mean:
        number, left = number + 1, left + draw.expovariate(1)
    return number


def places(seed: int, *, jumps: float, differ: float, left: float) -> list[Months]:
    """A place and its peers; everywhere a fifth more comes after, in the first place `left` of that."""
    draw = Random(seed)
    found: list[Months] = []
    for number in range(PEERS + 1):
        before = 150 * math.exp(draw.gauss(0, 0.3))
        after = before * 1.2 * math.exp(draw.gauss(0, differ)) * (left if number == 0 else 1)
        found.append((months_of(draw, before, jumps), months_of(draw, after, jumps)))
    return found


def verdicts(*, jumps: float, differ: float, left: float, seeds: int = SEEDS) -> list[Verdict]:
    found = []
    for seed in range(seeds):
        own, *others = places(seed, jumps=jumps, differ=differ, left=left)
        found.append(change(own, others).verdict)
    return found


@pytest.mark.parametrize(("jumps", "differ"), [(1, 0.0), (2, 0.0), (1, 0.2), (2, 0.2)])
def test_chance_alone_is_called_a_change_no_more_than_once_in_twenty(jumps: float, differ: float) -> None:
    alarms = sum(one is not Verdict.UNCLEAR for one in verdicts(jumps=jumps, differ=differ, left=1))
    assert alarms <= SEEDS * 0.05 + 2.6 * math.sqrt(SEEDS * 0.05 * 0.95)


def test_a_planted_drop_is_seen_and_never_as_a_rise() -> None:
    halved = verdicts(jumps=1, differ=0.0, left=0.45, seeds=100)
    assert halved.count(Verdict.FEWER) >= 90
    assert Verdict.MORE not in halved
    doubled = verdicts(jumps=1, differ=0.0, left=2.2, seeds=100)
    assert doubled.count(Verdict.MORE) >= 90
    assert Verdict.FEWER not in doubled


def test_jumpy_months_and_unlike_places_make_the_interval_wider() -> None:
    calm = change(*_split(places(3, jumps=1, differ=0.0, left=1)))
    jumpy = change(*_split(places(3, jumps=4, differ=0.0, left=1)))
    unlike = change(*_split(places(3, jumps=1, differ=0.5, left=1)))
    assert calm.margin < jumpy.margin
    assert calm.margin < unlike.margin
    assert calm.spread < unlike.spread


def test_what_changed_everywhere_is_no_change_of_one_place() -> None:
    same = [([10] * 12, [5] * 12)] * 6
    found = change(same[0], same[1:])
    assert found.ratio == pytest.approx(1)
    assert found.usual == pytest.approx(60.5 / 120.5)
    assert found.verdict is Verdict.UNCLEAR


def test_a_place_without_any_report_can_be_computed() -> None:
    nothing = ([0] * 12, [0] * 12)
    found = change(nothing, [nothing] * 4)
    assert (found.ratio, found.dispersion) == (1.0, 1.0)
    assert found.low < 1 < found.high
    assert dispersion([nothing]) == 1.0


def test_a_year_on_both_sides_without_the_month_of_the_start() -> None:
    found = windows(date(2024, 3, 20), first=date(2019, 1, 1), today=date(2026, 1, 5))
    assert found is not None
    assert (found.before[0], found.before[-1], found.after[0], found.after[-1]) == (
        date(2023, 3, 1), date(2024, 2, 1), date(2024, 4, 1), date(2025, 3, 1),
    )  # fmt: skip
    assert (found.months, found.seasonal) == (12, True)


def test_a_shorter_time_is_compared_with_the_same_months_of_the_year_before() -> None:
    found = windows(date(2024, 3, 1), first=date(2019, 1, 1), today=date(2024, 8, 5))
    assert found is not None
    assert found.after == tuple(date(2024, month, 1) for month in (4, 5, 6, 7))
    assert found.before == tuple(date(2023, month, 1) for month in (4, 5, 6, 7))


def test_a_short_past_is_compared_with_as_much_after() -> None:
    """The oldest month may have begun in its middle."""
    found = windows(date(2024, 7, 9), first=date(2024, 2, 1), today=date(2026, 1, 5))
    assert found is not None
    assert found.before == tuple(date(2024, month, 1) for month in (3, 4, 5, 6))
    assert found.after == tuple(date(2024, month, 1) for month in (8, 9, 10, 11))
    assert not found.seasonal


@pytest.mark.parametrize(
    ("since", "first", "early"),
    [
        (date(2025, 12, 1), date(2019, 1, 1), True),
        (date(2027, 1, 1), date(2019, 1, 1), True),
        (date(2024, 3, 1), date(2024, 1, 1), False),
        (date(2024, 3, 1), None, False),
    ],
)
def test_less_than_a_quarter_on_either_side_is_no_comparison(
    since: date, first: date | None, early: bool
) -> None:
    today = date(2026, 1, 5)
    assert windows(since, first=first, today=today) is None
    assert too_early(since, today=today) is early


def _split(rows: list[Months]) -> tuple[Months, list[Months]]:
    return rows[0], rows[1:]
