"""Which element a suggestion speaks of: by the words of `data/topics.csv`, simple enough to be explained."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from lapor.skm.codes import ELEMENTS

_FILE = Path(__file__).parent / "data" / "topics.csv"
_WORD = re.compile(r"\w+")


def topic_of(suggestion: str) -> str:
    """The element with the most of its words in the text, the first of equals; empty where there is none."""
    known = keywords()
    hits = [known[word] for word in _WORD.findall(suggestion.lower()) if word in known]
    return max(ELEMENTS, key=hits.count) if hits else ""


@cache
def keywords() -> dict[str, str]:
    """Word, in small letters -> element."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["word"]: row["element"] for row in csv.DictReader(file)}
