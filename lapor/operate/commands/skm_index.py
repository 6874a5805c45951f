"""`lapor skm-index FILE`: the index of one survey from a file of answers. Needs no database."""

import argparse
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from lapor.skm import sheets
from lapor.skm.arithmetic import ElementScore, Score, score, tally
from lapor.skm.codes import Weights

# So many bad cells are named; who has more has another problem.
NAMED = 10


class AnswersRefused(Exception):
    """Cells that are no answers, each with its line and column."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="csv or xlsx, a respondent a row, U1 to U9")
    parser.add_argument(
        "--weights",
        choices=[str(choice) for choice in Weights.values],
        default=str(Weights.EXACT.value),
        help="1/n, or cut to three decimals as printed (0.111)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    sheet = sheets.read(args.file)
    rows = _rows(sheet)
    counts, n = tally(rows, sheet.elements())
    found = score(counts, n=n, weights=Weights(args.weights))
    if args.json:
        print(json.dumps(as_dict(found), indent=2))
    else:
        _print_table(found)
    return 0


def as_dict(found: Score) -> dict[str, object]:
    """As docs/skm.md has it: `nrr` unrounded, `ikm` rounded half up to two decimals, null without answers."""
    return {
        "n": found.n,
        "elements": {
            code: {"nrr": _number(one.nrr), "ikm": _number(one.ikm), "grade": one.grade and one.grade.value}
            for code, one in found.elements.items()
        },
        "weights": found.weights.value,
        "nrr": _number(found.nrr),
        "ikm": _number(found.ikm),
        "grade": found.grade and found.grade.value,
    }


def _number(value: Fraction | Decimal | None) -> float | None:
    return None if value is None else float(value)


def _rows(sheet: sheets.Sheet) -> list[dict[str, int | None]]:
    rows, wrong = [], []
    for line in sheet.lines:
        try:
            line.demand_whole()
            rows.append({code: sheets.answer(line, code) for code in sheet.elements()})
        except sheets.WrongCell as cell:
            wrong.append(str(cell))
    if wrong:
        more = f"; and {len(wrong) - NAMED} more rows" if len(wrong) > NAMED else ""
        raise AnswersRefused("; ".join(wrong[:NAMED]) + more)
    return rows


def _print_table(found: Score) -> None:
    rows: list[tuple[str, Score | ElementScore]] = [*found.elements.items(), ("IKM", found)]
    for code, one in rows:
        print(f"{code:4} {_shown(one.nrr, 4):>8} {_shown(one.ikm, 2):>8}  {one.grade or '-'}")
    print(f"n    {found.n:>8}")


def _shown(value: Fraction | Decimal | None, decimals: int) -> str:
    return "-" if value is None else f"{float(value):.{decimals}f}"
