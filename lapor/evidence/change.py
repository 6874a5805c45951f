"""Whether a place's reports changed otherwise than its like: the ratio of ratios and its interval. Pure.

With B and A the reports before and after in a place, d = ln((A + 0.5) / (B + 0.5)). The estimate is the
place's own d less the plain mean of its peers' (a difference in differences on logarithms): what changed
everywhere, as a season or a campaign, falls out. What it may be by chance has three parts:

- counting: v = phi (1 / (A + 0.5) + 1 / (B + 0.5)). Counts of one place jump more than chance alone makes
  them (Poisson); phi says how much: Pearson's chi-square of places by months within each window over its
  degrees of freedom, never below 1;
- places differ: tau2 = the variance s2 of the peers' d beyond the mean of their v, never below 0;
- the peers' mean is of k places: max(s2, mean v) / k.

The 95 % interval is the estimate -/+ t(k - 1) x root(v + tau2 + max(s2, mean v) / k).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import mean, variance

FEWEST, MOST = 4, 12
# Student's t, two-sided 95 %, by degrees of freedom (peers less one).
T = {3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228, 11: 2.201}
_HALF = 0.5

# Reports of each month, before and after.
Months = tuple[Sequence[int], Sequence[int]]


class Verdict(StrEnum):
    """What may be said of an interval of the ratio; `UNCLEAR` where it holds 1."""

    FEWER = "fewer"
    MORE = "more"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Change:
    """`ratio`: reports after per report before, over the same of the peers: 0.7 is 30 % fewer than expected.

    `usual`: the peers' own change. `dispersion` is phi, `spread` tau2,
    `margin`: half the interval, as a logarithm.
    """

    ratio: float
    low: float
    high: float
    usual: float
    peers: int
    dispersion: float
    spread: float
    margin: float

    @property
    def verdict(self) -> Verdict:
        if self.high < 1:
            return Verdict.FEWER
        return Verdict.MORE if self.low > 1 else Verdict.UNCLEAR


def change(own: Months, peers: Sequence[Months]) -> Change:
    """The estimate of a place beside `FEWEST` to `MOST` peers, all of the same months."""
    phi = dispersion([own, *peers])
    moved, noise = logarithm(*map(sum, own)), phi * _noise(*map(sum, own))
    others = [logarithm(*map(sum, one)) for one in peers]
    usual, seen = mean(others), variance(others)
    expected = mean(phi * _noise(*map(sum, one)) for one in peers)
    spread = max(seen - expected, 0.0)
    margin = T[len(peers) - 1] * math.sqrt(noise + spread + max(seen, expected) / len(peers))
    estimate = moved - usual
    return Change(
        math.exp(estimate),
        math.exp(estimate - margin),
        math.exp(estimate + margin),
        math.exp(usual),
        len(peers),
        phi,
        spread,
        margin,
    )


def logarithm(before: int, after: int) -> float:
    """ln of reports after over before; half a report more on each side, so that none has a logarithm too."""
    return math.log((after + _HALF) / (before + _HALF))


def dispersion(places: Sequence[Months]) -> float:
    """phi: how many times Poisson's variance the months of a place have, what all places share taken out."""
    squares, freedom = 0.0, 0
    for side in (0, 1):
        table = [place[side] for place in places]
        rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
        squares += sum(
            (number - expected) ** 2 / expected
            for row, total in zip(table, rows, strict=True)
            for number, column in zip(row, columns, strict=True)
            if (expected := total * column / (sum(rows) or 1))
        )
        freedom += max(_filled(rows) - 1, 0) * max(_filled(columns) - 1, 0)
    return max(squares / freedom, 1.0) if freedom else 1.0


def _noise(before: int, after: int) -> float:
    return 1 / (after + _HALF) + 1 / (before + _HALF)


def _filled(totals: Sequence[int]) -> int:
    return sum(total > 0 for total in totals)
