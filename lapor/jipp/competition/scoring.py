"""From marks to a ranking: pure arithmetic, exact to the last fraction. Needs no database.

1. A score of one evaluator for one proposal is the weighted mean of the marks (0 to 100).
2. Some evaluators are strict, some are mild. `mean_shift`: whoever has scored at least `enough` proposals has
   the difference between the own mean and the mean of all such scores taken off each score. Who has scored
   fewer keeps the scores as given, for a mean of few says little. `raw`: nobody's scores are moved. A moved
   score may lie below 0 or above 100: it is not cut, or the shift would not be the same for all.
3. A proposal's score is the mean over its evaluators, rounded half up to two decimals.
4. The ranking goes by that rounded number, so that everybody can check it by eye: equal numbers share a rank
   and the next rank is left out (1, 2, 2, 4).
5. The shortlist of n holds every rank up to n: who is equal at the border is all in.

`recount.py` does the same in code of its own, from the published file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)
E = TypeVar("E", bound=Hashable)
MEAN_SHIFT, RAW = "mean_shift", "raw"
CENTS = 100


@dataclass(frozen=True)
class Sheet(Generic[P, E]):
    """What one evaluator gave one proposal: marks by criterion."""

    proposal: P
    evaluator: E
    marks: Mapping[str, int]


@dataclass(frozen=True)
class Placed(Generic[P]):
    """A proposal in the ranking; `scores`: by how many evaluators."""

    proposal: P
    score: Decimal
    rank: int
    shortlisted: bool
    scores: int


def weighted(marks: Mapping[str, int], weights: Mapping[str, int]) -> Fraction:
    """The weighted mean of the marks. KeyError where a mark is missing; some weight must be above 0."""
    total = sum(weights.values())
    return (
        sum((Fraction(marks[code] * weight) for code, weight in weights.items() if weight), Fraction(0))
        / total
    )


def ranking(
    sheets: Sequence[Sheet[P, E]], weights: Mapping[str, int], *, method: str, enough: int, shortlist: int
) -> list[Placed[P]]:
    """Every proposal that has a sheet, the best first; those of one rank in the order they came in."""
    given = [(one.proposal, one.evaluator, weighted(one.marks, weights)) for one in sheets]
    moves = _moves([(who, score) for _what, who, score in given], enough) if method == MEAN_SHIFT else {}
    scores: dict[P, list[Fraction]] = defaultdict(list)
    for what, who, score in given:
        scores[what].append(score - moves.get(who, 0))
    finals = {what: half_up(_mean(each)) for what, each in scores.items()}
    best = sorted(finals.values(), reverse=True)
    ranks = {score: best.index(score) + 1 for score in finals.values()}
    placed = [
        Placed(what, score, ranks[score], ranks[score] <= shortlist, len(scores[what]))
        for what, score in finals.items()
    ]
    return sorted(placed, key=lambda one: one.rank)


def half_up(value: Fraction) -> Decimal:
    """To two decimals, half away from zero for what is above it (-0.005 becomes 0.00, as floor has it)."""
    cents = (value * CENTS + Fraction(1, 2)).__floor__()
    return Decimal(cents).scaleb(-2)


def _moves(given: Sequence[tuple[E, Fraction]], enough: int) -> dict[E, Fraction]:
    """By how much each evaluator with enough scores lies above the mean of all their scores."""
    own: dict[E, list[Fraction]] = defaultdict(list)
    for who, score in given:
        own[who].append(score)
    many = {who: scores for who, scores in own.items() if len(scores) >= enough}
    if not many:
        return {}
    middle = _mean([score for scores in many.values() for score in scores])
    return {who: _mean(scores) - middle for who, scores in many.items()}


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
