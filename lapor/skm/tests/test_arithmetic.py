"""The index by hand: each row of the tables was computed with pencil and the annex of PermenPANRB 14/2017."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapor.skm.arithmetic import STEP, Counts, combined, decimals, highest, score, tally
from lapor.skm.codes import ELEMENTS, Grade, Weights
from lapor.skm.sampling import interval, sample

ALL_FOUR: Counts = (0, 0, 0, 10)
ALL_ONE: Counts = (10, 0, 0, 0)
ALL_THREE: Counts = (0, 0, 10, 0)


def _nine(counts: Counts) -> dict[str, Counts]:
    return dict.fromkeys(ELEMENTS, counts)


def _one(counts: Counts) -> dict[str, Counts]:
    return {"U1": counts}


# Ten answers each, of means 3.2 3.1 3.0 3.9 3.3 3.4 3.5 2.7 2.9: together 29.0.
MIXED: dict[str, Counts] = {
    "U1": (0, 0, 8, 2),
    "U2": (0, 0, 9, 1),
    "U3": (0, 0, 10, 0),
    "U4": (0, 0, 1, 9),
    "U5": (0, 0, 7, 3),
    "U6": (0, 0, 6, 4),
    "U7": (0, 0, 5, 5),
    "U8": (0, 3, 7, 0),
    "U9": (0, 1, 9, 0),
}
WITHOUT_COST = {code: ALL_THREE for code in ELEMENTS if code not in ("U4", "U9")} | {"U9": ALL_ONE}

WORKED: list[tuple[str, dict[str, Counts], str, str | None, str | None]] = [
    ("everybody content", _nine(ALL_FOUR), "exact", "100.00", "A"),
    ("9 x 0.111 x 4 x 25", _nine(ALL_FOUR), "printed", "99.90", "A"),
    ("nobody content", _nine(ALL_ONE), "exact", "25.00", "D"),
    ("9 x 0.111 x 25 = 24.975", _nine(ALL_ONE), "printed", "24.98", "D"),
    ("6499 / 2500 x 25", _one((0, 1001, 1499, 0)), "exact", "64.99", "D"),
    ("25997 / 10000 x 25 = 64.9925", _one((0, 4003, 5997, 0)), "exact", "64.99", "D"),
    ("12999 / 5000 x 25 = 64.995", _one((0, 2001, 2999, 0)), "exact", "65.00", "C"),
    ("26 / 10 x 25", _one((0, 4, 6, 0)), "exact", "65.00", "C"),
    ("383 / 125 x 25", _one((0, 0, 117, 8)), "exact", "76.60", "C"),
    ("15321 / 5000 x 25 = 76.605", _one((0, 0, 4679, 321)), "exact", "76.61", "B"),
    ("7661 / 2500 x 25", _one((0, 0, 2339, 161)), "exact", "76.61", "B"),
    ("883 / 250 x 25", _one((0, 0, 117, 133)), "exact", "88.30", "B"),
    ("8831 / 2500 x 25", _one((0, 0, 1169, 1331)), "exact", "88.31", "A"),
    ("29 / 9 x 25 = 80.5555", MIXED, "exact", "80.56", "B"),
    ("29 x 0.111 x 25 = 80.475", MIXED, "printed", "80.48", "B"),
    ("cost dropped: (7 x 3 + 1) / 8 x 25", WITHOUT_COST, "exact", "68.75", "C"),
    ("cost free and praised: (22 + 4) / 9 x 25", {**WITHOUT_COST, "U4": ALL_FOUR}, "exact", "72.22", "C"),
    ("empty cells: (7/2 + 3/1) / 2 x 25", {"U1": (0, 0, 1, 1), "U2": (0, 0, 1, 0)}, "exact", "81.25", "B"),
    ("nobody answered U2", {"U1": (0, 0, 0, 2), "U2": (0, 0, 0, 0)}, "exact", "100.00", "A"),
    ("7 x 0.142 x 4 x 25", dict.fromkeys(ELEMENTS[:7], ALL_FOUR), "printed", "99.40", "A"),
    ("nobody answered", _nine((0, 0, 0, 0)), "exact", None, None),
]


@pytest.mark.parametrize(
    ("why", "counts", "weights", "ikm", "letter"), WORKED, ids=[row[0] for row in WORKED]
)
def test_worked_examples(
    why: str, counts: dict[str, Counts], weights: str, ikm: str | None, letter: str | None
) -> None:
    found = score(counts, n=10, weights=Weights(weights))
    assert (found.ikm and str(found.ikm), found.grade) == (ikm, letter)


def test_each_element_has_its_own_mean_index_and_grade() -> None:
    found = score({**MIXED, "U4": (0, 0, 0, 0)}, n=10)
    assert (found.elements["U7"].nrr, found.elements["U7"].ikm) == (Fraction(7, 2), Decimal("87.50"))
    assert found.elements["U7"].grade == Grade.B
    assert (found.elements["U4"].nrr, found.elements["U4"].ikm, found.elements["U4"].grade) == (None,) * 3
    assert found.lowest() == ["U8", "U9", "U3"]
    assert (found.weight, found.nrr) == (Fraction(1, 8), Fraction(251, 80))


def test_a_questionnaire_counts_when_it_answers_an_element_of_the_survey() -> None:
    rows: list[dict[str, int | None]] = [
        {"U1": 4, "U2": None},
        {"U1": None, "U2": None},
        {"U4": 1},
        {"U2": 2},
    ]
    assert tally(rows, ["U1", "U2"]) == ({"U1": (0, 0, 0, 1), "U2": (0, 1, 0, 0)}, 2)


def test_an_agencys_index_by_respondents_or_plain() -> None:
    """Units of 100.00 (30 respondents) and 50.00 (10): 87.50 or 75.00; one without answers is left out."""
    parts = [(score(_one(ALL_FOUR), n=30), 30), (score(_one((0, 10, 0, 0)), n=10), 10), (score({}, n=0), 0)]
    assert combined(parts, by_respondents=True) == Decimal("87.50")
    assert combined(parts, by_respondents=False) == Decimal("75.00")
    assert combined([], by_respondents=True) is None


ROWS = st.lists(
    st.fixed_dictionaries({code: st.sampled_from([None, 1, 2, 3, 4]) for code in ELEMENTS}), max_size=12
)


def _index(rows: list[dict[str, Any]], weights: Weights = Weights.EXACT) -> Any:
    counts, n = tally(rows, ELEMENTS)
    return score(counts, n=n, weights=weights)


@settings(max_examples=60)
@given(ROWS, st.randoms(use_true_random=False))
def test_bounds_and_order(rows: list[dict[str, Any]], chance: Any) -> None:
    found = _index(rows)
    mixed = list(rows)
    chance.shuffle(mixed)
    assert _index(mixed) == found
    if found.ikm is None:
        assert found.n == 0
        return
    assert 25 <= found.ikm <= 100
    assert found.nrr == found.weight * sum(one.nrr for one in found.elements.values() if one.nrr)
    printed = _index(rows, Weights.PRINTED)
    # 0.142 for 1/7 loses most: 0.6 %.
    assert found.nrr * STEP * Fraction(994, 1000) <= printed.nrr * STEP <= found.nrr * STEP


@settings(max_examples=60)
@given(ROWS.filter(bool), st.data())
def test_a_better_answer_never_lowers_the_index(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(rows) - 1))
    code = data.draw(st.sampled_from(ELEMENTS))
    before = _index(rows)
    given_answer = rows[number][code]
    if given_answer is None or given_answer == 4:
        return
    better = [dict(row) for row in rows]
    better[number][code] = given_answer + 1
    assert _index(better).ikm >= before.ikm
    assert _index(better).nrr > before.nrr


# As printed in the annex (Krejcie and Morgan).
POINTS = {1: 1, 10: 10, 15: 14, 20: 19, 50: 44, 100: 80, 200: 132, 300: 169, 500: 217, 1_000: 278,
          2_000: 322, 5_000: 357, 10_000: 370, 50_000: 381, 1_000_000: 384}  # fmt: skip


@pytest.mark.parametrize(("population", "size"), POINTS.items())
def test_sample_size(population: int, size: int) -> None:
    found = sample(population)
    assert found.size == size
    assert found.numerator == Fraction(3841, 4000) * population
    assert found.denominator == Fraction(25, 10_000) * (population - 1) + Fraction(3841, 4000)


def test_a_sample_grows_and_never_exceeds_its_population() -> None:
    sizes = [sample(population).size for population in (*range(1, 3_000), *range(3_000, 1_000_001, 997))]
    assert sizes == sorted(sizes)
    assert all(1 <= size <= population for population, size in enumerate(sizes[:2_999], 1))
    with pytest.raises(ValueError, match="population"):
        sample(0)


def test_interval_by_hand() -> None:
    """Respondents of 100 and 50: s2 = 1250, 1.96 x root(1250 / 2) = 49; of five served x root(3 / 4)."""
    spread = {(1, 4): 1, (2, 4): 1}
    alone = interval(Decimal("75.00"), spread, population=None)
    assert alone is not None
    assert (alone.low, alone.high, alone.margin) == (Decimal("26.00"), Decimal("100.00"), Decimal("49.00"))
    of_five = interval(Decimal("75.00"), spread, population=5)
    everybody = interval(Decimal("75.00"), spread, population=2)
    assert of_five is not None
    assert everybody is not None
    assert (of_five.margin, everybody.margin) == (Decimal("42.44"), Decimal("0.00"))
    assert interval(Decimal("75.00"), {(1, 3): 1}, population=10) is None
    worst = interval(Decimal("24.98"), {(9, 9): 2}, population=None)  # with weights as printed
    assert worst is not None
    assert (worst.low, worst.high) == (Decimal("24.98"), Decimal("24.98"))


def test_rounding_is_half_up_in_every_place() -> None:
    """41 / 16 = 2.5625, which a binary fraction rounds to the even 2.562."""
    assert [str(decimals(Fraction(41, 16), places)) for places in (2, 3)] == ["2.56", "2.563"]
    assert [str(highest(score(_nine(ALL_ONE), n=1, weights=one))) for one in Weights] == ["100.00", "99.90"]
