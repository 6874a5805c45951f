"""The competition's arithmetic: words, age, weights, moved scores, ties; against numbers reckoned by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapor.jipp.competition.criteria import Criterion, judged, newest, sets
from lapor.jipp.competition.eligibility import Profile, age_in_months, reasons_against
from lapor.jipp.competition.recount import differences, recount
from lapor.jipp.competition.scoring import MEAN_SHIFT, RAW, Placed, Sheet, half_up, ranking, weighted

ONE = {"all": 1}


def placed(
    marks: dict[tuple[str, str], int], *, method: str = RAW, enough: int = 2, shortlist: int = 2
) -> list[Placed[str]]:
    sheets = [Sheet(what, who, {"all": mark}) for (what, who), mark in marks.items()]
    return ranking(sheets, ONE, method=method, enough=enough, shortlist=shortlist)


def test_the_weights_of_2023() -> None:
    assert [one.weight for one in sets()[2023]] == [0, 10, 15, 5, 30, 20, 5, 15]
    assert newest()[0] == Criterion("summary", 0, 200)
    assert len(judged(newest())) == 7


def test_age_in_whole_months() -> None:
    assert age_in_months(date(2017, 8, 28), date(2018, 8, 28)) == 12
    assert age_in_months(date(2017, 8, 29), date(2018, 8, 28)) == 11
    assert age_in_months(date(2018, 1, 31), date(2018, 2, 28)) == 0


def test_every_reason_against_a_proposal_is_said_at_once() -> None:
    sections = {one.code: "kata " * one.words for one in newest()}
    fine = Profile(date(2017, 1, 1), 3, sections)
    rules: dict[str, Any] = {"day": date(2018, 1, 1), "months": 12, "labels": {"novelty": "Kebaruan"}}
    assert reasons_against(fine, newest(), **rules) == []
    wrong = Profile(date(2017, 1, 2), None, sections | {"summary": "kata " * 201, "novelty": " \n "})
    said = reasons_against(wrong, newest(), **rules)
    assert len(said) == 4
    assert "baru 11 bulan" in said[0]
    assert "201 kata, paling banyak 200" in said[2]
    assert "“Kebaruan” masih kosong" in said[3]
    assert len(reasons_against(Profile(None, 3, sections), newest(), **rules)) == 1
    assert (
        len(reasons_against(Profile(date(2019, 1, 1), 3, sections), newest(), **rules | {"months": 0})) == 1
    )


def test_a_score_is_the_weighted_mean_of_the_marks() -> None:
    weights = {one.code: one.weight for one in judged(newest())}
    marks = {"background": 70, "novelty": 80, "implementation": 61, "significance": 90, "adaptability": 75,
             "resources": 50, "sustainability": 66}  # fmt: skip
    # (700 + 1200 + 305 + 2700 + 1500 + 250 + 990) / 100
    assert weighted(marks, weights) == Fraction(7645, 100)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 3), "0.33"),
        (Fraction(76_445, 1000), "76.45"),
        (Fraction(-1, 200), "0.00"),
        (Fraction(-1, 3), "-0.33"),
        (Fraction(100), "100.00"),
    ],
)
def test_halves_go_up(value: Fraction, rounded: str) -> None:
    assert half_up(value) == Decimal(rounded)


def test_ties_share_a_rank_and_the_border_is_all_in() -> None:
    found = placed({("a", "x"): 90, ("b", "x"): 80, ("c", "x"): 80, ("d", "x"): 70})
    assert [(one.proposal, one.rank, one.shortlisted) for one in found] == [
        ("a", 1, True), ("b", 2, True), ("c", 2, True), ("d", 4, False),
    ]  # fmt: skip


def test_strict_and_mild_evaluators_are_brought_together() -> None:
    """x gives 60 and 80, y 20 and 40, z one 100: x is moved by -20, y by +20, z not at all."""
    marks = {("a", "x"): 60, ("b", "x"): 80, ("b", "y"): 20, ("c", "y"): 40, ("c", "z"): 100}
    found = {one.proposal: one.score for one in placed(marks, method=MEAN_SHIFT)}
    assert found == {"a": Decimal("40.00"), "b": Decimal("50.00"), "c": Decimal("80.00")}
    assert {one.proposal: one.score for one in placed(marks)}["b"] == Decimal("50.00")
    alone = {one.proposal: one.score for one in placed(marks, method=MEAN_SHIFT, enough=3)}
    assert alone == {"a": Decimal("60.00"), "b": Decimal("50.00"), "c": Decimal("70.00")}


@given(
    st.dictionaries(
        st.tuples(st.integers(1, 9), st.sampled_from("vwxyz")),
        st.tuples(st.integers(0, 100), st.integers(0, 100)),
        min_size=1,
    ),
    st.sampled_from([RAW, MEAN_SHIFT]),
    st.integers(2, 6),
    st.integers(1, 9),
)
def test_the_script_counts_the_same(
    given_marks: dict[tuple[int, str], tuple[int, int]], method: str, enough: int, shortlist: int
) -> None:
    """Two ways of counting, written apart, agree on every input; and the script finds a changed figure."""
    weights = {"one": 7, "two": 13}
    sheets = [Sheet(what, who, {"one": a, "two": b}) for (what, who), (a, b) in given_marks.items()]
    found = ranking(sheets, weights, method=method, enough=enough, shortlist=shortlist)
    file: dict[str, Any] = {
        "method": {"code": method, "enough": enough, "shortlist": shortlist},
        "criteria": [{"code": code, "weight": weight} for code, weight in weights.items()],
        "scores": [
            {"proposal": one.proposal, "evaluator": one.evaluator, "marks": one.marks} for one in sheets
        ],
        "proposals": [
            {"number": one.proposal, "title": "", "score": str(one.score), "rank": one.rank,
             "shortlisted": one.shortlisted}
            for one in found
        ],
    }  # fmt: skip
    assert recount(file) == {one.proposal: (str(one.score), one.rank, one.shortlisted) for one in found}
    assert differences(file) == []
    file["proposals"][0]["score"] = "12345.67"
    assert len(differences(file)) == 1
