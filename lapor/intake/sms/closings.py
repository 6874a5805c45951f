"""SELESAI: what stands after the number, a rating, thanks, or a protest that it is not so."""

from __future__ import annotations

from collections.abc import Sequence

from lapor.intake.sms import courtesy, vocabulary
from lapor.intake.sms.folding import Token
from lapor.intake.sms.intents import Closing, Unclear

FEW_WORDS = 8
MANY_WORDS = 25
ASK = Unclear("SELESAI")


def read(text: str, written: str, rest: Sequence[Token], report_id: int, *, exact: bool) -> Closing | Unclear:
    """A confirmation, or Unclear where the words take it back: nobody's report is closed by a complaint.

    With a rating right after the number an exact SELESAI is one whatever follows; without it only while the
    rest is short and holds no doubt. `exact=False` (a misspelling) wants nothing but courtesy.
    """
    place = 0
    leading = vocabulary.RATING | vocabulary.THANKS | vocabulary.PRAISE
    while place < len(rest) and rest[place].squeezed in leading:
        place += 1
    value = _value(rest[place]) if place < len(rest) else None
    if value is None:
        return Closing(report_id) if "?" not in text and _plain(rest, exact=exact) else ASK
    after = _after_whole(written, rest, place)
    if after and after[0].squeezed in vocabulary.UNITS:
        return ASK
    if not exact and not _courteous(after):
        return ASK
    if not 1 <= value <= 5 or any(token.digits for token in after):
        return Closing(report_id, unreadable=True)
    return Closing(report_id, rating=value)


def _value(token: Token) -> int | None:
    if token.digits:
        return int(token.text[:4])
    return vocabulary.NUMBERS.get(token.squeezed)


def _after_whole(written: str, rest: Sequence[Token], place: int) -> Sequence[Token]:
    """What follows the rating; "4/5" and "4 dari 5" are 4."""
    after = rest[place + 1 :]
    if after and after[0].text == "5" and written[rest[place].end : after[0].start].strip() == "/":
        return after[1:]
    if len(after) > 1 and after[0].text == "dari" and after[1].text == "5":
        return after[2:]
    return after


def _plain(rest: Sequence[Token], *, exact: bool) -> bool:
    if not exact:
        return _courteous(rest)
    words = {token.squeezed for token in rest}
    if words & vocabulary.DOUBT or any(token.digits for token in rest):
        return False
    return len(rest) <= FEW_WORDS or (len(rest) <= MANY_WORDS and bool(words & vocabulary.DONE))


def _courteous(rest: Sequence[Token]) -> bool:
    known = courtesy.ALL | vocabulary.RATING
    return all(token.squeezed in known for token in rest if not token.digits)
