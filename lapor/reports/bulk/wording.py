"""Words of invented reports: sentences with gaps from `data/texts.toml`, filled by a draw."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

PATH = Path(__file__).resolve().parent / "data" / "texts.toml"
_GAP = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Topic:
    """What a report can be about: `categories` are codes of branches, `words` its sentences by their use."""

    number: int
    categories: tuple[str, ...]
    weight: int
    words: dict[str, Any]


@cache
def topics() -> tuple[Topic, ...]:
    """All topics in the order of the file."""
    rows = _file()["topics"]
    return tuple(
        Topic(number, tuple(row["categories"]), row["weight"], row) for number, row in enumerate(rows)
    )


def draw_topic(draw: Random) -> Topic:
    """A topic by its weight."""
    return draw.choices(topics(), [topic.weight for topic in topics()])[0]


def title_and_text(topic: Topic, report_class: str, draw: Random) -> tuple[str, str]:
    """What a citizen writes. One report in fifty holds a telephone number, which must not become public."""
    words = topic.words[report_class]
    text = f"{_filled(draw.choice(words['text']), draw)} {general('detail', draw)}"
    if draw.random() < 0.02:
        text = f"{text} Hubungi saya di 0812-{draw.randrange(1000, 9999)}-{draw.randrange(1000, 9999)}."
    return _filled(draw.choice(words["title"]), draw), text


def of_topic(topic: Topic, use: str, draw: Random) -> str:
    """An answer (`answer`) or an interim one (`interim`) that fits the topic."""
    return _filled(draw.choice(topic.words[use]), draw)


def general(use: str, draw: Random) -> str:
    """A sentence for any topic: a reply, a reason, a note."""
    return _filled(draw.choice(_file()["general"][use]), draw)


def person(draw: Random) -> str:
    """An invented name."""
    return str(draw.choice(_file()["slots"]["name"]))


def _filled(sentence: str, draw: Random) -> str:
    text = _GAP.sub(lambda gap: draw.choice(_file()["slots"][gap[1]]), sentence)
    return text[:1].upper() + text[1:]


@cache
def _file() -> dict[str, Any]:
    with PATH.open("rb") as file:
        return tomllib.load(file)
