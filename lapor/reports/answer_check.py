"""Whether an answer says something: advice to the officer who writes it, and never more than advice.

Pure: the same texts give the same advice. The words it knows are data (`data/answers.toml`); how often it is
right is measured on a labelled table (`tests/data/answers.csv`) and stated in docs/answers.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lapor.reports.masking import Kind, mask
from lapor.reports.stems import roots, words

DATA = Path(__file__).resolve().parent / "data" / "answers.toml"
# Fewer words than this hardly answer anything; fewer that say something, and it is politeness only.
FEW_WORDS = 6
FEW_SAYING = 3
# Of a phone number so many last digits are compared: with or without +62 it is the same.
TAIL = 8
LONGEST = 10_000  # nothing longer can be sent


class Advice(TextChoices):
    """What the officer may wish to mend, as shown."""

    TOO_SHORT = "too_short", _("Jawaban ini sangat pendek. Tulis apa yang dikerjakan, kapan, dan oleh siapa.")
    EMPTY = "empty", _("Jawaban ini baru berisi kata sopan. Pelapor belum tahu apa yang terjadi.")
    OFF_TOPIC = "off_topic", _("Jawaban ini belum menyebut hal yang dilaporkan. Sebutkan pokoknya.")
    NO_RESULT = "no_result", _("Jawaban akhir perlu hasil: apa yang dikerjakan, kapan, dan oleh siapa.")
    NO_DATE = "no_date", _("Ada janji tanpa waktu. Tulis sampai kapan.")
    PERSONAL = (
        "personal",
        _("Ada nomor atau alamat surel yang tampaknya milik pelapor. Hapus: jawaban dibaca umum."),
    )


@dataclass(frozen=True)
class Words:
    """The data file, compiled."""

    empty: re.Pattern[str]
    promise: re.Pattern[str]
    done: re.Pattern[str]
    explained: re.Pattern[str]
    when: re.Pattern[str]
    who: re.Pattern[str]
    common: frozenset[str]


def check(title: str, text: str, answer: str, *, final: bool, private: Iterable[str] = ()) -> list[Advice]:
    """Advice for one answer to the report of this title and text; none for an empty answer.

    `private`: contacts of the reporter as far as the officer may know them, to find them in the answer.
    """
    plain = " ".join(answer[:LONGEST].lower().split())
    if not plain:
        return []
    known = _known()
    rest = known.empty.sub(" ", plain)
    found = _about_substance(known, f"{title} {text}"[:LONGEST], plain, rest, final=final)
    if _personal(f"{title} {text}"[:LONGEST], answer[:LONGEST], private):
        found.append(Advice.PERSONAL)
    return found


def _about_substance(known: Words, report: str, plain: str, rest: str, *, final: bool) -> list[Advice]:
    if len(_saying(known, rest)) < FEW_SAYING and not known.when.search(rest):
        return [Advice.TOO_SHORT if rest == plain and len(words(plain)) < FEW_WORDS else Advice.EMPTY]
    found = [Advice.TOO_SHORT] if len(words(plain)) < FEW_WORDS else []
    if not _meets(known, report, rest):
        found.append(Advice.OFF_TOPIC)
    if known.promise.search(plain) and not known.when.search(plain):
        found.append(Advice.NO_DATE)
    elif final and not _result(known, plain):
        found.append(Advice.NO_RESULT)
    return found


def _result(known: Words, plain: str) -> bool:
    """Two of what was done, when and by whom; or why and how."""
    if known.explained.search(plain):
        return True
    told = (known.done.search(plain), known.when.search(plain), known.who.search(plain))
    return sum(one is not None for one in told) >= 2


def _saying(known: Words, text: str) -> list[str]:
    """Words that carry the matter."""
    return [word for word in words(text) if word not in known.common and (len(word) > 2 or word.isdigit())]


def _meets(known: Words, report: str, answer: str) -> bool:
    """Whether the answer speaks of anything that the report speaks of; a report of no words asks nothing."""
    asked = {root for word in _saying(known, report) for root in roots(word)}
    return not asked or any(roots(word) & asked for word in _saying(known, answer))


def _personal(report: str, answer: str, private: Iterable[str]) -> bool:
    """A NIK, or a number or address that stands in the report or is known as the reporter's."""
    masked = mask(answer)
    if Kind.NIK in masked.kinds:
        return True
    lowered = answer.lower()
    theirs = [report[span.start : span.end] for span in mask(report).spans] + list(private)
    if any("@" in one and one.strip().lower() in lowered for one in theirs):
        return True
    digits = re.sub(r"\D", "", answer)
    tails = {re.sub(r"\D", "", one)[-TAIL:] for one in theirs}
    return any(len(tail) == TAIL and tail in digits for tail in tails)


@cache
def _known() -> Words:
    data = tomllib.loads(DATA.read_text())
    patterns = {name: _any_of(data[name]) for name in ("promise", "done", "explained", "when", "who")}
    return Words(empty=_any_of(data["empty"]), common=frozenset(data["common"].split()), **patterns)


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(patterns) + r")(?![a-z0-9])")
