"""The arithmetic of PermenPANRB 14/2017: pure, exact (fractions, no floats), from counts of answers.

Everything is computed from counts, so that one answer file and a roll-up of a million answers give the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lapor.skm.codes import ANSWERS, ELEMENTS, Grade, Weights

# Lowest index of each grade (the annex's table), compared after rounding to two decimals.
BORDERS = (
    (Decimal("88.31"), Grade.A),
    (Decimal("76.61"), Grade.B),
    (Decimal("65.00"), Grade.C),
)
# From a mean of 1 to 4 to an index of 25 to 100.
STEP = 25

# Of one element: how many gave 1, 2, 3 and 4.
Counts = tuple[int, int, int, int]
NONE_GIVEN: Counts = (0, 0, 0, 0)


@dataclass(frozen=True)
class ElementScore:
    """One element. `nrr`: mean answer, 1 to 4; `ikm`: 25.00 to 100.00; all None where nobody answered."""

    answers: int
    nrr: Fraction | None
    ikm: Decimal | None
    grade: Grade | None


@dataclass(frozen=True)
class Score:
    """A whole survey. `nrr`: sum of NRR x weight; `ikm`: that x 25, rounded; None where nobody answered.

    `weight`: of each element that was answered. `n`: questionnaires with at least one answer.
    """

    n: int
    elements: Mapping[str, ElementScore]
    weights: Weights
    weight: Fraction | None
    nrr: Fraction | None
    ikm: Decimal | None
    grade: Grade | None

    def lowest(self, most: int = 3) -> list[str]:
        """Codes of the elements with the lowest NRR, the lowest first; by code where they are equal."""
        scored = [(one.nrr, code) for code, one in self.elements.items() if one.nrr is not None]
        return [code for _nrr, code in sorted(scored)[:most]]


def score(counts: Mapping[str, Counts], *, n: int, weights: Weights = Weights.EXACT) -> Score:
    """NRR per element and the index, from counts of answers by element.

    `counts` holds every element of the survey, a dropped one is absent. An element that nobody answered has
    no score and no weight: the others share the whole, so that the index stays within 25 and 100.
    """
    elements = {code: element_score(counts[code]) for code in ELEMENTS if code in counts}
    means = [one.nrr for one in elements.values() if one.nrr is not None]
    if not means:
        return Score(n, elements, weights, None, None, None, None)
    weight = weight_of(len(means), weights)
    nrr = sum((mean * weight for mean in means), Fraction())
    ikm = two_decimals(nrr * STEP)
    return Score(n, elements, weights, weight, nrr, ikm, grade(ikm))


def element_score(counts: Counts) -> ElementScore:
    """NRR = sum of answers / number of answers; empty answers are in neither."""
    answers = sum(counts)
    if not answers:
        return ElementScore(0, None, None, None)
    nrr = Fraction(sum(value * count for value, count in zip(ANSWERS, counts, strict=True)), answers)
    ikm = two_decimals(nrr * STEP)
    return ElementScore(answers, nrr, ikm, grade(ikm))


def weight_of(elements: int, weights: Weights) -> Fraction:
    """1 / number of elements; as printed in the annex it is cut to three decimals (1/9 = 0.111)."""
    exact = Fraction(1, elements)
    return exact if weights == Weights.EXACT else Fraction(exact * 1000 // 1, 1000)


def highest(score: Score) -> Decimal:
    """The index of this survey if everybody gave 4 to all: 100.00, or less with weights as printed."""
    answered = sum(one.nrr is not None for one in score.elements.values())
    return two_decimals((score.weight or 0) * Fraction(answered * max(ANSWERS) * STEP))


def two_decimals(value: Fraction) -> Decimal:
    """Rounded half up, always with two decimals: 64.995 is 65.00."""
    return decimals(value, 2)


def decimals(value: Fraction, places: int) -> Decimal:
    """Rounded half up to so many places, as a clerk and a spreadsheet do: of three 2.5625 is 2.563."""
    return Decimal(int(value * 10**places + Fraction(1, 2))).scaleb(-places)


def grade(ikm: Decimal) -> Grade:
    """Mutu of an index that is already rounded to two decimals."""
    return next((letter for lowest, letter in BORDERS if ikm >= lowest), Grade.D)


def tally(rows: Iterable[Mapping[str, int | None]], elements: Sequence[str]) -> tuple[dict[str, Counts], int]:
    """Counts of answers by element and the number of questionnaires with at least one of them answered.

    Each row maps element codes to 1, 2, 3, 4 or None; elements not among `elements` are left out.
    """
    counts = {code: [0, 0, 0, 0] for code in elements}
    n = 0
    for row in rows:
        given = [(code, row.get(code)) for code in elements]
        n += any(answer is not None for _code, answer in given)
        for code, answer in given:
            if answer is not None:
                counts[code][answer - 1] += 1
    return {code: (a, b, c, d) for code, (a, b, c, d) in counts.items()}, n


def combined(parts: Iterable[tuple[Score, int]], *, by_respondents: bool) -> Decimal | None:
    """The index of an agency from its units' unrounded indices: weighted by respondents, or plain.

    Each part is a unit's score and its respondents. The regulation leaves the way open; a page says which.
    """
    known = [(one.nrr, n if by_respondents else 1) for one, n in parts if one.nrr is not None]
    total = sum(share for _nrr, share in known)
    if not total:
        return None
    return two_decimals(sum((nrr * share for nrr, share in known), Fraction()) * STEP / total)
