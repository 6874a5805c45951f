"""Messages about a number: a command with its report's id, a one-time code, a bare id.

A command word counts only when the number follows it, with nothing but linking words between. What would
do harm when misread (SELESAI, BATAL) is asked about in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lapor.intake.sms import closings, courtesy, spelling, vocabulary
from lapor.intake.sms.folding import Token
from lapor.intake.sms.intents import (
    Code,
    Intent,
    Reopening,
    Reply,
    StatusQuestion,
    Unclear,
    Withdrawal,
)
from lapor.intake.sms.spelling import Sure

ID_DIGITS = range(5, 11)
BARE_ID_DIGITS = range(7, 11)
CODE_DIGITS = 6
BEFORE_AT_MOST = 8
MAY_STAND_BEFORE = vocabulary.BEFORE | vocabulary.THANKS | vocabulary.NEGATION | {"1708"}
# Signs that stand between the number and what is said.
SIGNS = " \t\r\n.,:;-–—/|#*)]>}=\"'”’"
OPENERS = "\"'“‘<[({*"
CLOSERS = "\"'”’>])}*"
# After a misspelled or wrong command more than this is a story.
FEW_WORDS = 8
REASON_WORDS = 14


@dataclass(frozen=True)
class Order:
    """A command as it was found; `number` is None where none follows directly. `rest`: what comes after."""

    written: str
    command: str
    sure: Sure
    number: Token | None
    rest: Sequence[Token]

    @property
    def text(self) -> str:
        """What follows the number, as it was written."""
        said = self.written[self.number.end if self.number else 0 :].lstrip(SIGNS)
        quoted = self.written[:1] in OPENERS and said[-1:] in CLOSERS
        return (said[:-1] if quoted else said).strip()


def read(written: str, found: Sequence[Token]) -> Intent | None:
    """The intent of a message about a number, or of a command that lacks it; None: it is none of these."""
    if not any(token.digits for token in found):
        return _lone(_order(written, found))
    order = _order(written, found) or _swapped(written, found)
    if order is None:
        return _bare(written, found) or _unsaid(written, found)
    if order.number is None:
        return _lone(order)
    return None if _counts(order.number, order.rest) else _numbered(order)


def _counts(number: Token, rest: Sequence[Token]) -> bool:
    """Whether the number is an amount: "50000 rupiah", "12345 warga"; an id is mostly longer."""
    units = vocabulary.MONEY if len(number.text) in BARE_ID_DIGITS else vocabulary.UNITS
    return bool(rest) and rest[0].squeezed in units


def _order(written: str, found: Sequence[Token]) -> Order | None:
    """The command that opens the message, perhaps after a greeting or a "please"."""
    start = 0
    while start < min(len(found), BEFORE_AT_MOST):
        place, spelled = _spelled(found, start)
        if spelled:
            return _ordered(written, found, place, spelled, before=found[:start])
        if found[start].squeezed not in MAY_STAND_BEFORE:
            return None
        start += 1
    return None


def _spelled(found: Sequence[Token], start: int) -> tuple[int, tuple[str, Sure] | None]:
    """The command at this place and where it ends: "c e k" is three tokens, "balas CEK" means CEK."""
    word = found[start].text
    following = found[start + 1].text if start + 1 < len(found) else ""
    if found[start].squeezed in spelling.ECHO and following in spelling.EXACT:
        return start + 2, (spelling.EXACT[following], Sure.EXACT)
    end = start
    while end < len(found) and end - start < 8 and len(found[end].text) == 1 and not found[end].digits:
        end += 1
    if end - start >= 3:
        word = "".join(token.text for token in found[start:end])
        return end, spelling.command_of(word)
    return start + 1, None if found[start].digits else spelling.command_of(word) or spelling.glued(word)


def _ordered(
    written: str,
    found: Sequence[Token],
    place: int,
    spelled: tuple[str, Sure],
    *,
    before: Sequence[Token],
) -> Order:
    command, sure = spelled
    said = {token.squeezed for token in before}
    start = place
    links = vocabulary.LINKS | (vocabulary.CODE_WORDS if command == "KODE" else frozenset())
    while place < len(found) and not found[place].digits and found[place].squeezed in links:
        place += 1
    if place < len(found) and found[place].digits:
        if said & vocabulary.NEGATION or (command == "SELESAI" and said & vocabulary.ASKING):
            sure = Sure.GUESS
        number, after = _joined(written, found, place, command)
        return Order(written, command, sure, number, found[after:])
    return Order(written, command, sure, None, found[start:])


def _joined(written: str, found: Sequence[Token], place: int, command: str) -> tuple[Token, int]:
    """The number at this place; for CEK and KODE also one written in groups ("1.234.567", "123 456")."""
    end = place + 1
    if command in ("CEK", "KODE") and len(found[place].text) <= 3:
        while end < len(found) and found[end].digits and len(found[end].text) <= 3:
            end += 1
    digits = "".join(token.text for token in found[place:end])
    return Token(digits, found[place].start, found[end - 1].end), end


def _swapped(written: str, found: Sequence[Token]) -> Order | None:
    """The number first, then an exact command: "1234567 cek". Of SELESAI only with a rating behind it."""
    place = 0
    while place < len(found) and found[place].squeezed in vocabulary.LINKS:
        place += 1
    if place == len(found) or not is_id(found[place].text):
        return None
    after = place + 1
    while after < len(found) and found[after].squeezed in vocabulary.POLITE:
        after += 1
    command = spelling.EXACT.get(found[after].text) if after < len(found) else None
    if command not in ("CEK", "BALAS", "SELESAI", "BUKA", "BATAL"):
        return None
    rest = found[after + 1 :]
    if command in ("CEK", "BATAL") and not all(token.squeezed in courtesy.ALL for token in rest):
        return None
    sure = Sure.NEAR if rest or command != "SELESAI" else Sure.GUESS
    number = Token(found[place].text, found[place].start, found[after].end)
    return Order(written, command, sure, number, rest)


def _numbered(order: Order) -> Intent | None:
    digits = order.number.text if order.number else ""
    if order.command == "KODE":
        return Code(digits) if len(digits) == CODE_DIGITS else _lone(order)
    if not is_id(digits):
        return _lone(order)
    if order.command in ("ANONIM", "RAHASIA"):
        return Unclear(order.command)
    if order.sure is Sure.GUESS or (order.command == "CEK" and order.sure is Sure.NEAR):
        if len(order.rest) > FEW_WORDS:
            return None
        return StatusQuestion(int(digits)) if order.command == "CEK" else Unclear(order.command)
    return _acted(order, int(digits))


def _acted(order: Order, report_id: int) -> Intent:
    if order.command == "CEK":
        return StatusQuestion(report_id)
    if order.command == "BALAS":
        return Reply(report_id, order.text)
    if order.command == "BUKA":
        return Reopening(report_id, order.text)
    if order.command == "SELESAI":
        return closings.read(order.text, order.written, order.rest, report_id, exact=order.sure is Sure.EXACT)
    return _withdrawal(order, report_id)


def _withdrawal(order: Order, report_id: int) -> Intent:
    """BATAL with a short reason; a question, a "don't" or a story is asked about."""
    words = {token.squeezed for token in order.rest}
    doubtful = words & vocabulary.DOUBT_WITHDRAWAL or "?" in order.text
    longest = REASON_WORDS if order.sure is Sure.EXACT else 0
    plain = len(order.rest) <= longest or words <= courtesy.ALL
    return Withdrawal(report_id) if plain and not doubtful else Unclear("BATAL")


def _lone(order: Order | None) -> Intent | None:
    """A command without a number that could be an id: unclear when nothing else is said, else a report."""
    if order is None or (order.sure is Sure.GUESS and order.number is None):
        return None
    beside = vocabulary.LINKS | courtesy.ALL | vocabulary.RATING
    # A letter alone among digits is a zero or a one mistyped.
    plain = all(token.squeezed in beside or token.digits or len(token.text) == 1 for token in order.rest)
    if plain:
        return Unclear(order.command)
    replying = order.command == "BALAS" and order.number and order.sure is Sure.EXACT
    return Unclear(order.command) if replying else None


def _bare(written: str, found: Sequence[Token]) -> Intent | None:
    """A number with nothing but questions, links or courtesy around it: an id's status, or a code."""
    numbers = [token for token in found if token.digits]
    words = {token.squeezed for token in found if not token.digits}
    joined = "".join(token.text for token in numbers)
    hashed = "#" in written
    if len(joined) == CODE_DIGITS and words <= vocabulary.CODE_WORDS and not hashed:
        return Code(joined)
    known = vocabulary.QUESTION | courtesy.ALL
    ids = [token.text for token in numbers if is_id(token.text)]
    if not words <= known or not ids:
        return None
    if words or hashed or len(ids[0]) in BARE_ID_DIGITS:
        return StatusQuestion(int(ids[0]))
    return None


def _unsaid(written: str, found: Sequence[Token]) -> Intent | None:
    """ "#10000001 jalan masih rusak": of that report something is said, but not what to do with it."""
    return Unclear("BALAS") if written.startswith("#") and is_id(found[0].text) else None


def is_id(digits: str) -> bool:
    """Whether a token can be a report's id: a phone number cannot."""
    return digits.isdigit() and len(digits) in ID_DIGITS and not (digits.startswith("08") and len(digits) > 9)
