"""One row of a file, checked: everything a report needs of it, as codes where a rule knows the word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lapor.reports.importing import columns as c
from lapor.reports.importing import rules
from lapor.reports.importing.cells import (
    NAME_MAX,
    TEXT_MAX,
    RefusedCell,
    clean,
    credible,
    moment,
    named,
    number_or_none,
    stamp,
    tracking_id,
)
from lapor.reports.states import Channel, Status

TITLE_MAX = 200  # TextVersion.title
CHANNEL_MAX = 60  # Report.channel
_TYPES = ((";", ","), ("&", ","), ("/", ","), ("+", ","), (" dan ", ","))


@dataclass(frozen=True, slots=True)
class Raw:
    """A row as a reader found it: its line and its cells by column (JSON: by key)."""

    line: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Written:
    """A readable row. Names of places, category and agencies are still as written."""

    id: int
    received: datetime
    status: Status
    closing: str
    label: str
    report_class: str
    supervision: bool | None
    anonymous: bool
    secret: bool
    channel: str
    source: str
    name: str
    title: str
    first: str
    final: str
    reason: str
    category: tuple[int | None, str]
    parent: str
    agency: tuple[int | None, str]
    place: tuple[str, str, str, str]
    unmapped: dict[str, str] = field(default_factory=dict)


class _Cells:
    """The cells of one row, each asked for by its column."""

    def __init__(self, row: Raw, key_of: Callable[[str], str]) -> None:
        self._cells = row.cells
        self.key_of = key_of

    def raw(self, column: str) -> str:
        key = self.key_of(column)
        value = self._cells.get(key)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise RefusedCell(key, "is no text")

    def text(self, column: str, longest: int) -> str:
        return clean(self.key_of(column), self.raw(column), longest=longest)

    def named(self, column: str) -> str:
        return named(self.key_of(column), self.raw(column))

    def number(self, column: str) -> int | None:
        return number_or_none(self.key_of(column), self.raw(column))

    def truth(self, key: str) -> bool | None:
        value = self._cells.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise RefusedCell(key, f"{str(value)[:30]!r} is neither true nor false")


def of_sheet(row: Raw, now: datetime) -> Written:
    """A row of a "Laporan Ringkas"; RefusedCell names the column that keeps it out."""
    cells = _Cells(row, str)
    number = tracking_id(c.ID, cells.raw(c.ID))
    received = moment(c.DATE, cells.raw(c.DATE), c.TIME, cells.raw(c.TIME))
    return _written(cells, number, credible(c.DATE, received, now), _kinds(cells.named(c.TYPE)))


_KEYS = {column: key for key, column in c.JSON_KEYS.items()}


def of_json(row: Raw, now: datetime) -> Written:
    """A JSON line; RefusedCell names the key that keeps it out."""
    cells = _Cells(row, lambda column: _KEYS.get(column, column))
    number = tracking_id("tracking_id", cells.raw(c.ID))
    received = credible("received", stamp("received", cells.raw("received")), now)
    kinds = {kind for kind in ("anonymous", "secret") if cells.truth(kind)}
    return _written(cells, number, received, kinds, cells.truth("supervision"))


def _written(
    cells: _Cells, number: int, received: datetime, kinds: set[str], supervision: bool | None = None
) -> Written:
    title, first, final = _texts(cells)
    unmapped: dict[str, str] = {}
    report_class, supervised = _class(cells, unmapped)
    status, closing, label = _status(cells)
    channel, source = _channel(cells, unmapped)
    return Written(
        id=number,
        received=received,
        status=status,
        closing=closing,
        label=label,
        report_class=report_class,
        supervision=supervision if supervised is None and report_class == "complaint" else supervised,
        anonymous="anonymous" in kinds,
        secret="secret" in kinds,
        channel=channel,
        source=source,
        name=cells.text(c.NAME, NAME_MAX),
        title=title,
        first=first,
        final=final,
        reason=cells.text(c.REASON, TEXT_MAX),
        category=(cells.number(c.CATEGORY_ID), cells.named(c.CATEGORY)),
        parent=cells.named(c.PARENT),
        agency=(cells.number(c.AGENCY_ID), cells.named(c.AGENCY)),
        place=_place(cells),
        unmapped=unmapped,
    )


def _place(cells: _Cells) -> tuple[str, str, str, str]:
    return cells.named(c.PROVINCE), cells.named(c.REGENCY), cells.named(c.DISTRICT), cells.named(c.VILLAGE)


def _texts(cells: _Cells) -> tuple[str, str, str]:
    """Title, text as sent, text after the officer's edit ("" where it is the same)."""
    title = " ".join(cells.text(c.TITLE, TEXT_MAX).split())
    first, final = cells.text(c.FIRST_TEXT, TEXT_MAX), cells.text(c.FINAL_TEXT, TEXT_MAX)
    if not (title or first or final):
        raise RefusedCell(cells.key_of(c.FIRST_TEXT), "neither title nor text")
    if len(title) > TITLE_MAX:
        # A title may be a whole story: it goes on in the text, so that nothing of it is lost.
        first, final = f"{title}\n\n{first}".strip(), f"{title}\n\n{final}" if final else ""
        title = f"{title[: TITLE_MAX - 1]}…"
    return title, first, "" if final == first else final


def _class(cells: _Cells, unmapped: dict[str, str]) -> tuple[str, bool | None]:
    word = cells.named(c.CLASS)
    rule = rules.find("class", word) if word else None
    if word and rule is None:
        unmapped[c.CLASS] = word
    return rules.class_of(rule) if rule else ("", None)


def _status(cells: _Cells) -> tuple[Status, str, str]:
    """An empty cell is no refusal: nobody has verified such a report."""
    word = cells.named(c.STATUS)
    if not word:
        return Status.RECEIVED, "", ""
    rule = rules.find("status", word)
    if rule is None:
        raise RefusedCell(cells.key_of(c.STATUS), f"{word[:40]!r} is no status that the rules know")
    status, closing = rules.status_of(rule)
    return status, closing, rule.label


def _channel(cells: _Cells, unmapped: dict[str, str]) -> tuple[str, str]:
    """The channel's code, and the word as written where the code alone would lose it."""
    word = cells.named(c.CHANNEL)
    if not word:
        return Channel.IMPORT, ""
    rule = rules.find("channel", word)
    if rule is None:
        unmapped[c.CHANNEL] = word
        return word[:CHANNEL_MAX], ""
    return rule.code, "" if word in (rules.channel_label(rule.code), rule.code) else word[:120]


def _kinds(written: str) -> set[str]:
    """ "Anonim", "Rahasia" or both; an unknown word could mean to hide something, so it is refused."""
    for sign, comma in _TYPES:
        written = written.replace(sign, comma)
    kinds = set()
    for word in filter(None, map(str.strip, written.split(","))):
        rule = rules.find("type", word)
        if rule is None:
            raise RefusedCell(c.TYPE, f"{word[:40]!r} is neither Anonim nor Rahasia")
        kinds.add(rule.code)
    return kinds
