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
from lapor.intake.sms.intents import Filing, Help, Intent, Unclear
from lapor.intake.sms.machines import auto_reply
from lapor.reports.texts import tidy

__all__ = ["auto_reply", "normalised", "only_greeting", "parse"]

AFTER_FLAGS = " \t\r\n.,:;-–—/|&+*)]>}=\"'”’"
# SKM PUSK01 443344: survey answers, one digit of 1 to 4 an element.
SURVEY = re.compile(r"skm\b.{1,60}?[ .:,#-][1-4x-]{1,9}", re.IGNORECASE)


def parse(text: str) -> Intent:
    """What a message to 1708 means. Never fails; of a Filing every visible letter is kept."""
    written = tidy(text)
    found = tokens(written)
    if not found:
        return Unclear() if written else Help()
    flags = privacy.flags(found)
    if flags.count:
        return _flagged(written, found, flags)
    if found[0].text == "skm" and SURVEY.fullmatch(written):
        return Unclear("SKM")
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
