#!/usr/bin/env python3
"""Count a competition of LAPOR! again, from its published file. Needs Python 3.9 or newer, nothing else.

    python3 hitung-ulang.py nilai.json

The file holds every score of every evaluator (under a pseudonym), the weights and the published ranking.
This computes scores and ranks anew and compares. Exit status 0: the same; 1: something differs; 2: no file.

How it counts: an evaluator's score is the weighted mean of the marks. With the method "mean_shift", whoever
scored at least `enough` proposals is moved by the difference between the own mean and the mean of all scores
of such evaluators. A proposal's score is the mean over its evaluators, rounded half up to two decimals. Equal
scores share a rank, and the next one is left out. The shortlist holds every rank up to its size.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any


def recount(data: dict[str, Any]) -> dict[int, tuple[str, int, bool]]:
    """{proposal number: (score as text, rank, shortlisted)} from the scores alone."""
    weight = {one["code"]: one["weight"] for one in data["criteria"]}
    whole = sum(weight.values())
    raw: dict[tuple[int, str], Fraction] = {}
    for row in data["scores"]:
        points = sum(weight[code] * mark for code, mark in row["marks"].items())
        raw[row["proposal"], row["evaluator"]] = Fraction(points, whole)

    by_evaluator: dict[str, list[Fraction]] = {}
    for (_proposal, evaluator), score in raw.items():
        by_evaluator.setdefault(evaluator, []).append(score)
    rule = data["method"]
    moved: dict[str, list[Fraction]] = {}
    if rule["code"] == "mean_shift":
        moved = {who: got for who, got in by_evaluator.items() if len(got) >= rule["enough"]}
    everything = [score for got in moved.values() for score in got]

    by_proposal: dict[int, list[Fraction]] = {}
    for (proposal, evaluator), score in raw.items():
        if evaluator in moved:
            own = moved[evaluator]
            score += sum(everything, Fraction(0)) / len(everything) - sum(own, Fraction(0)) / len(own)
        by_proposal.setdefault(proposal, []).append(score)

    cents: dict[int, int] = {}
    for proposal, got in by_proposal.items():
        cents[proposal] = int((sum(got) * 200 + len(got)) // (2 * len(got)))
    found = {}
    for proposal, value in cents.items():
        rank = 1 + sum(other > value for other in cents.values())
        sign, size = ("-" if value < 0 else ""), abs(value)
        text = f"{sign}{size // 100}.{size % 100:02d}"
        found[proposal] = (text, rank, rank <= rule["shortlist"])
    return found


def differences(data: dict[str, Any]) -> list[str]:
    """Lines that say what is published otherwise than it was counted; none where all is the same."""
    found = recount(data)
    published = {
        one["number"]: (one["score"], one["rank"], one["shortlisted"])
        for one in data["proposals"]
        if one["rank"] is not None
    }
    return [
        f"{number}: published {published.get(number)}, counted {found.get(number)}"
        for number in sorted(set(found) | set(published))
        if published.get(number) != found.get(number)
    ]


def main(arguments: list[str]) -> int:
    try:
        data = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    except (IndexError, OSError, ValueError) as error:
        print(f"usage: hitung-ulang.py nilai.json ({error})", file=sys.stderr)
        return 2
    wrong = differences(data)
    ranked = sorted(recount(data).items(), key=lambda pair: (pair[1][1], pair[0]))
    titles = {one["number"]: one["title"] for one in data["proposals"]}
    for number, (score, rank, shortlisted) in ranked:
        print(f"{rank:>4}  {score:>7}  {'*' if shortlisted else ' '}  {number:>3}  {titles[number]}")
    print("\n".join(wrong) if wrong else f"The same as published: {len(ranked)} proposals.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
