"""One cell: text made fit for storing, and the values that dates, times and numbers are written as."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from lapor.reports.texts import tidy

# Longer cells are no report any more, and a search index could not take them.
TEXT_MAX = 100_000
WORDS_MAX = 1_000
NAME_MAX = 200
ID_MAX = 2**63 - 1
# The first days of the service's forerunners; a date before is a slip of the keyboard.
EARLIEST = date(1990, 1, 1)

MONTHS = {
    name: number
    for number, spellings in enumerate(
        (
            "jan januari january", "feb februari february peb", "mar maret march", "apr april",
            "may mei", "jun juni june", "jul juli july", "aug agu agt ags agustus august",
            "sep sept september", "oct okt oktober october", "nov nop november", "dec des desember december",
        ),
        1,
    )
    for name in spellings.split()
}  # fmt: skip
_UNTIDY = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WHOLE = re.compile(r"(\d{1,19})(?:\.0+)?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4}|\d{2})", re.ASCII)
_SERIAL = re.compile(r"\d{4,5}(\.\d+)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?", re.ASCII)
_FRACTION = re.compile(r"(0?\.\d+|0)([eE]-\d+)?|\d(\.\d+)?[eE]-\d+", re.ASCII)
# Day 0 of a workbook's serial dates.
_EPOCH = datetime(1899, 12, 30)

FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")


class RefusedCell(Exception):
    """This row cannot be taken; `column` and the reason say where and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def bare(text: str) -> str:
    """Without the quote that an export sets before what a spreadsheet would take for a formula."""
    return text[1:] if _QUOTED.match(text) else text


def guarded(text: str) -> str:
    """With a quote before it where a spreadsheet would take it for a formula; `bare` takes it off again."""
    return f"'{text}" if FORMULA.match(text) else text


def clean(column: str, text: str, *, longest: int = WORDS_MAX) -> str:
    """The text without zero bytes and other control characters; RefusedCell when it is too long."""
    text = tidy(_SURROGATE.sub("�", text)) if _UNTIDY.search(text) else text.strip()
    if len(text) > longest:
        raise RefusedCell(column, f"longer than {longest:,} characters")
    return text


def named(column: str, text: str) -> str:
    """A name in one line; "-" and the like are how people write that there is none."""
    text = " ".join(clean(column, text).split())
    return text if any(map(str.isalnum, text)) else ""


def tracking_id(column: str, text: str) -> int:
    written = clean(column, text)
    if not written:
        raise RefusedCell(column, "is empty")
    found = _WHOLE.fullmatch(written.removeprefix("#").strip())
    number = int(found[1]) if found else 0
    if not 0 < number <= ID_MAX:
        raise RefusedCell(column, f"{_short(written)} is no tracking id such as 5216807")
    return number


def number_or_none(column: str, text: str) -> int | None:
    """A number of LAPOR's own lists; an unreadable one is as good as none, the name stands beside it."""
    found = _WHOLE.fullmatch(clean(column, text))
    return int(found[1]) if found and int(found[1]) < 2**31 else None


def moment(day_column: str, day: str, time_column: str, clock: str) -> datetime:
    """Date and time as LAPOR writes them (UTC); a date alone is its midnight, UTC."""
    written = clean(day_column, day)
    if not written:
        raise RefusedCell(day_column, "is empty")
    found, at = _date(day_column, written)
    hour = clean(time_column, clock)
    return datetime.combine(found, _time(time_column, hour) if hour else at, UTC)


def stamp(column: str, text: str) -> datetime:
    """RFC 3339 with offset."""
    written = clean(column, text)
    if not written:
        raise RefusedCell(column, "is empty")
    try:
        found = datetime.fromisoformat(written)
        if found.tzinfo is None:
            raise RefusedCell(column, f"{_short(written)} has no offset; write 2024-01-18T08:33:26+07:00")
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise RefusedCell(column, f"{_short(written)} is no time such as 2024-01-18T08:33:26+07:00") from None


def credible(column: str, received: datetime, now: datetime) -> datetime:
    """The moment itself; RefusedCell for one that lies ahead or before there was any such service."""
    if received.date() < EARLIEST or received > now + timedelta(days=1):
        raise RefusedCell(column, f"{received:%Y-%m-%d} cannot be a day on which a report came in")
    return received


def _date(column: str, written: str) -> tuple[date, time]:
    try:
        if found := _DAY.fullmatch(written):
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
            return date(year, MONTHS[found[2].lower()], int(found[1])), time()
        if _SERIAL.fullmatch(written):
            serial = _EPOCH + timedelta(seconds=round(float(written) * 86_400))
            return serial.date(), serial.time()
        iso = datetime.fromisoformat(written).replace(tzinfo=None)
        return iso.date(), iso.time()
    except (ValueError, KeyError, OverflowError):
        raise RefusedCell(column, f"{_short(written)} is no date such as 18 Jan 2024") from None


def _time(column: str, written: str) -> time:
    try:
        if _FRACTION.fullmatch(written):
            return (_EPOCH + timedelta(seconds=round(float(written) * 86_400))).time()
        found = _CLOCK.fullmatch(written)
        if found:
            return time(int(found[1]), int(found[2]), int(found[3] or 0))
        return datetime.fromisoformat(written).time()
    except ValueError:
        raise RefusedCell(column, f"{_short(written)} is no time such as 01:33:26") from None


def _short(text: str) -> str:
    """A value in a message: enough to find it, not enough to tell a story."""
    return repr(text if len(text) <= 30 else f"{text[:30]}…")
