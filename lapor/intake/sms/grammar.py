"""From the text of a message to what it means: pure, without database or clock, linear in its length.

Free text is a report. Everything else must be recognised by its whole shape, so that no report is taken
for a command; and where a wrong reading would do harm the answer is to ask (`Unclear`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lapor.intake.sms import courtesy, numbered, privacy
from lapor.intake.sms.courtesy import only_greeting
from lapor.intake.sms.folding import Token, normalised, tokens
from lapor.intake.sms.intents import Filing, Help, Intent, Survey, Unclear
from lapor.intake.sms.machines import auto_reply
from lapor.reports.texts import tidy

__all__ = ["auto_reply", "normalised", "only_greeting", "parse"]

AFTER_FLAGS = " \t\r\n.,:;-–—/|&+*)]>}=\"'”’"
# SKM PUSK01 443344333: a unit's code, then a digit an element, also apart; x where one says nothing.
SURVEY = re.compile(
    r"skm[\s.:,#-]+([a-z0-9]{2,20})[\s.:,#-]+([0-9x](?:[\s.:,#-]*[0-9x]){0,30})", re.IGNORECASE
)
# The unit in several words, one part left out, or nothing but the word: no report either.
LIKE_SURVEY = re.compile(r"skm(?:\b.{1,60}?[ .:,#-][0-9x-]{1,12}|[\s.:,#-]+\w{1,20})?", re.IGNORECASE)
_APART = re.compile(r"[\s.:,#-]+")


def parse(text: str) -> Intent:
    """What a message to 1708 means. Never fails; of a Filing every visible letter is kept."""
    written = tidy(text)
    found = tokens(written)
    if not found:
        return Unclear() if written else Help()
    flags = privacy.flags(found)
    if flags.count:
        return _flagged(written, found, flags)
    if found[0].text == "skm" and (survey := _survey(written)):
        return survey
    if courtesy.asks_help(found):
        return Help()
    if privacy.only_asks(found):
        return Unclear("ANONIM")
    return (
        numbered.read(written, found)
        or courtesy.asks_standing(found)
        or courtesy.regrets(found)
        or courtesy.said(found)
        or Filing(written, anonymous=privacy.asks_to_hide_the_name(found))
    )


def _survey(written: str) -> Survey | Unclear | None:
    """Digits of any kind: which ones a survey takes, it says itself."""
    if meant := SURVEY.fullmatch(written):
        if any(letter.isalpha() for letter in meant[1]):
            return Survey(meant[1].upper(), _APART.sub("", meant[2]).lower())
        return Unclear("SKM")
    return Unclear("SKM") if LIKE_SURVEY.fullmatch(written) else None


def _flagged(written: str, found: Sequence[Token], flags: privacy.Flags) -> Intent:
    """A report under its flags; a command is one with them too. Flags alone, or with a number: unclear."""
    rest = found[flags.count :]
    text = written[found[flags.count - 1].end :].lstrip(AFTER_FLAGS)
    if not rest or rest[0].digits:
        return Unclear(flags.first)
    meant = numbered.read(text, tokens(text))
    if meant is None and courtesy.said(rest):
        return Unclear(flags.first)
    if meant:
        return meant
    return Filing(text, anonymous=flags.anonymous or privacy.asks_to_hide_the_name(rest), secret=flags.secret)
