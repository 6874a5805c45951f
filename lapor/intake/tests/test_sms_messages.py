"""Messages as people write them: the table `data/messages.csv`, row by row.

Columns: `message`; `intent`, the name of the class; `report_id`; `rest`, which is the text of a Reply, the
reason of a Reopening, the rating of a Closing (or "unreadable"), the digits of a Code, the command of an
Unclear, and the text of a Filing where it is not the message itself; `flags` of a Filing, out of
"anonymous secret".
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from lapor.intake.sms import grammar
from lapor.intake.sms.intents import (
    Closing,
    Code,
    Filing,
    Help,
    Intent,
    New,
    Reopening,
    Reply,
    StatusQuestion,
    Survey,
    Thanks,
    Unclear,
    Withdrawal,
    Yes,
)

WITH_TEXT: dict[str, Callable[[int, str], Intent]] = {"Reply": Reply, "Reopening": Reopening}
ABOUT: dict[str, Callable[[int], Intent]] = {"StatusQuestion": StatusQuestion, "Withdrawal": Withdrawal}
WITH_WORD: dict[str, Callable[[str], Intent]] = {"Code": Code, "Unclear": Unclear}
BARE: dict[str, Callable[[], Intent]] = {"Yes": Yes, "New": New, "Thanks": Thanks, "Help": Help}
TABLE = Path(__file__).parent / "data" / "messages.csv"


@cache
def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected(row: dict[str, str]) -> Intent:
    number, rest, flags = int(row["report_id"] or 0), row["rest"], row["flags"]
    match row["intent"]:
        case "Filing":
            return Filing(rest or row["message"], anonymous="anonymous" in flags, secret="secret" in flags)
        case "Closing":
            return _closing(number, rest)
        case "Reply" | "Reopening" as name:
            return WITH_TEXT[name](number, rest)
        case "StatusQuestion" | "Withdrawal" as name:
            return ABOUT[name](number)
        case "Survey":
            return Survey(*rest.split())
        case "Code" | "Unclear" as name:
            return WITH_WORD[name](rest)
        case name:
            return BARE[name]()


@pytest.mark.parametrize("number", range(len(rows())))
def test_is_read_as_meant(number: int) -> None:
    row = rows()[number]
    assert grammar.parse(row["message"]) == expected(row), f"line of the table: {row['message'][:100]!r}"


def test_the_table_is_large_and_holds_every_intent() -> None:
    table = rows()
    assert len({row["message"] for row in table}) == len(table) >= 170
    assert {row["intent"] for row in table} == {kind.__name__ for kind in get_args(Intent)}


def _closing(number: int, rest: str) -> Closing:
    return (
        Closing(number, unreadable=True) if rest == "unreadable" else Closing(number, int(rest or 0) or None)
    )
