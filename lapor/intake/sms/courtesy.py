"""Greetings, thanks, yes and no: what people write around a matter, or instead of one."""

from __future__ import annotations

from collections.abc import Sequence

from lapor.intake.sms import vocabulary
from lapor.intake.sms.folding import Token, tokens
from lapor.intake.sms.intents import Help, Intent, New, Thanks, Unclear, Yes

OPENING = vocabulary.POLITE | vocabulary.GREETING | vocabulary.INTRO
ALL = OPENING | vocabulary.THANKS
# What a lone word may be at most; a longer one is a sentence without blanks.
WORD_LETTERS = 20
# A number shorter than this belongs to the greeting ("tes 123", "lapor 1708").
SHORT_NUMBER = 4


def only_greeting(text: str) -> bool:
    """Whether nothing but greeting, thanks and announcing stands there, or nothing at all."""
    return all(_courteous(token) for token in tokens(text))


def said(found: Sequence[Token]) -> Intent | None:
    """What a message without a matter says; None where there is one."""
    words = [token for token in found if not token.digits]
    if not words:
        return Unclear()
    if all(_courteous(token) for token in found):
        return _answered(words) or Help()
    matter = [token for token in words if token.squeezed not in ALL]
    lone = len(matter) == 1 and "ada" not in {token.text for token in words}
    if lone and len(words) <= 4 and len(matter[0].text) < WORD_LETTERS:
        return _answered(words) or Unclear()
    return _answered(words) if len(words) == len(found) else None


def asks_help(found: Sequence[Token]) -> bool:
    """BANTUAN alone, or with courtesy around it: "bantuan sosial" is a matter."""
    words = {token.squeezed for token in found}
    beside = OPENING | vocabulary.HELPING | vocabulary.HELPING_BESIDE
    return bool(words & vocabulary.HELPING) and words <= beside and found[0].squeezed not in vocabulary.THANKS


def asks_standing(found: Sequence[Token]) -> Unclear | None:
    """ "Kapan dijawab?", "kok lama": of what was written before; without a matter of its own."""
    words = {token.squeezed for token in found}
    asks = words & vocabulary.ASKS_WHEN and words & vocabulary.AWAITED
    known = ALL | vocabulary.QUESTION | vocabulary.ASKS_WHEN | vocabulary.AWAITED | vocabulary.SPANS
    return Unclear("CEK") if asks and words <= known else None


def regrets(found: Sequence[Token]) -> Unclear | None:
    """ "Maaf salah kirim", "tidak jadi": how to take back what was written before."""
    words = {token.squeezed for token in found}
    sorry = {"salah", "kirim"} <= words or ("jadi" in words and bool(words & vocabulary.NEGATION))
    return Unclear("BATAL") if sorry and words <= ALL | vocabulary.NEGATION | vocabulary.REGRET else None


def knows_not(found: Sequence[Token]) -> bool:
    """ "Tidak tahu", to what we asked."""
    words = {token.squeezed for token in found}
    return bool(words & vocabulary.KNOWING) and words <= ALL | vocabulary.NEGATION | vocabulary.KNOWING


def after_opening(found: Sequence[Token]) -> int:
    """How many tokens in front only greet and announce."""
    count = 0
    while count < len(found) and found[count].squeezed in OPENING:
        count += 1
    return count


def _answered(words: Sequence[Token]) -> Intent | None:
    """YA, BARU or thanks, when nothing else is said. "Ya, laporan baru" is BARU: nothing is joined by it."""
    said = {word.squeezed for word in words}
    answers = vocabulary.YES | vocabulary.NEW | vocabulary.BESIDE_ANSWER
    if said <= answers and said & vocabulary.NEW:
        return New()
    if said <= answers and words[0].squeezed in vocabulary.YES:
        return Yes()
    thanking = vocabulary.THANKS | vocabulary.POLITE | vocabulary.GREETING
    return Thanks() if said <= thanking and said & vocabulary.THANKS_CORE else None


def _courteous(token: Token) -> bool:
    return len(token.text) <= SHORT_NUMBER if token.digits else token.squeezed in ALL
