"""How many have to answer, and how sure the index is. Pure; the steps come along as data for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from lapor.skm.arithmetic import STEP, two_decimals

# Krejcie and Morgan (1970), the table of the annex to PermenPANRB 14/2017.
CHI_SQUARE = Fraction(3841, 1000)  # one degree of freedom, 95 %
PROPORTION = Fraction(1, 2)  # the share that asks for the largest sample
MARGIN = Fraction(5, 100)
# The normal distribution's, for 95 %.
Z = Fraction(196, 100)


@dataclass(frozen=True)
class Sample:
    """The sample a survey needs, with the numbers of the formula S = numerator / denominator.

    numerator = X2 N P (1 - P); denominator = d2 (N - 1) + X2 P (1 - P); `size` is rounded half up.
    """

    population: int
    size: int
    numerator: Fraction
    denominator: Fraction
    chi_square: Fraction = CHI_SQUARE
    proportion: Fraction = PROPORTION
    margin: Fraction = MARGIN


def sample(population: int) -> Sample:
    """How many respondents a population of so many served in the period needs; ValueError below 1."""
    if population < 1:
        raise ValueError("the population must be 1 or more")
    spread = CHI_SQUARE * PROPORTION * (1 - PROPORTION)
    numerator = spread * population
    denominator = MARGIN**2 * (population - 1) + spread
    return Sample(population, int(numerator / denominator + Fraction(1, 2)), numerator, denominator)


@dataclass(frozen=True)
class Interval:
    """The index lies between `low` and `high` (25.00 to 100.00) with 95 % confidence."""

    low: Decimal
    high: Decimal
    margin: Decimal


def interval(
    ikm: Decimal, spread: Mapping[tuple[int, int], int], *, population: int | None
) -> Interval | None:
    """95 % interval around an index; None with fewer than two respondents.

    Method: each respondent's own index is 25 x the mean of the answers given; margin = 1.96 x s / root n,
    s its standard deviation (n - 1), x root((N - n) / (N - 1)) where the population N is known and larger
    than n. `spread`: respondents by (number of answers given, their sum).
    """
    n = sum(spread.values())
    if n < 2:
        return None
    own = [(Fraction(STEP * total, given), count) for (given, total), count in spread.items()]
    mean = sum((index * count for index, count in own), Fraction()) / n
    variance = sum((count * (index - mean) ** 2 for index, count in own), Fraction()) / (n - 1)
    margin = two_decimals(_root(Z * Z * variance / n * _finite(n, population)))
    # Weights as printed make an index a little below 25 of the worst answers.
    lowest = min(ikm, Decimal("25.00"))
    return Interval(max(ikm - margin, lowest), min(ikm + margin, Decimal("100.00")), margin)


def _finite(n: int, population: int | None) -> Fraction:
    """Who asks everybody is sure; a population smaller than its sample was a wrong guess and says nothing."""
    if population is None or population < max(n, 2):
        return Fraction(1)
    return Fraction(population - n, population - 1)


def _root(value: Fraction) -> Fraction:
    """The square root, cut after nine decimals."""
    scale = 10**9
    return Fraction(isqrt(value.numerator * scale * scale // value.denominator), scale)
