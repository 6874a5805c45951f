"""What a reporter reads by SMS: one message of 160 GSM-7 places, always with what can be done by SMS."""

from __future__ import annotations

from collections.abc import Iterable

from lapor.notifications.wording.notice import Notice, Say
from lapor.notifications.wording.words import SMS_MAX, cut, fits, gsm, places

# How dates are written where letters are counted.
SHORT = "j M Y"


def for_reporter(say: Say, notice: Notice) -> str:
    """The fullest form that fits: the link goes first, then the date, then what may be long.

    Of an answer its own words come before everything but number and command: who has only this telephone
    must get to know it.
    """
    command = str(say.command) % {"id": notice.report_id}
    if say.quoted and notice.quote:
        return _quoting(say, notice, command)
    full, bare, by = say.told(notice, SHORT), say.told(notice.bare(), SHORT), say.until(notice, SHORT)
    forms = (
        (full, by, command, notice.short_link + say.door),
        (full, by, command),
        (full, command),
        (bare, by, command),
        (bare, command),
    )
    return _first(notice, forms) or _cut(notice, "%(quote)s", bare, command)


def _quoting(say: Say, notice: Notice, command: str) -> str:
    """The whole answer with as much else as fits; else as much of the answer as fits."""
    full, by, form = say.told(notice, SHORT), say.until(notice, SHORT), str(say.quoted)
    whole = form % {"quote": " ".join(notice.quote.split())}
    forms = (
        (full, whole, by, command, notice.short_link + say.door),
        (full, whole, by, command),
        (full, whole, command),
        (whole, by, command),
    )
    return _first(notice, forms) or _cut(notice, form, notice.quote, command)


def _first(notice: Notice, forms: Iterable[tuple[str, ...]]) -> str:
    texts = (_text(notice, *parts) for parts in forms)
    return next((text for text in texts if fits(text)), "")


def _cut(notice: Notice, form: str, long: str, command: str) -> str:
    room = SMS_MAX - places(_text(notice, form % {"quote": ""}, command))
    return _text(notice, form % {"quote": cut(long, room)}, command)


def _text(notice: Notice, *parts: str) -> str:
    return gsm(f"LAPOR #{notice.report_id}: " + " ".join(part for part in parts if part))
