"""From one message to its answer: an open question first, then what the grammar makes of the words."""

from __future__ import annotations

from lapor.intake.sms import (
    acting,
    answering,
    asking,
    filing,
    grammar,
    proving,
    replies,
    rights,
    surveying,
    unfinished,
)
from lapor.intake.sms.intents import (
    Closing,
    Code,
    Filing,
    Help,
    Intent,
    New,
    Reopening,
    Reply,
    StatusQuestion,
    Survey,
    Thanks,
    Unclear,
    Withdrawal,
    Yes,
)
from lapor.intake.sms.said import Answer, Said
from lapor.intake.sms.standing import standing


def converse(said: Said) -> tuple[str, Answer]:
    """Do what the message asks for: what it was, for counting, and the answer."""
    intent = grammar.parse(said.sms.text)
    question = asking.living(said.sms.sender_mark, said.now)
    answer = answering.settle(question, intent, said) if question else None
    answer = answer or _by_intent(intent, said)
    return answer.kind or type(intent).__name__.lower()[:16], answer


def _by_intent(intent: Intent, said: Said) -> Answer:
    match intent:
        case Filing():
            return filing.answer(said, intent)
        case StatusQuestion(report_id):
            return _status(report_id, said)
        case Reply() | Closing() | Reopening() | Withdrawal():
            return acting.act(said, intent)
        case Code(code):
            return proving.confirm(said, code)
        case Survey():
            return surveying.answer(said, intent)
        case Yes() | New():
            return Answer(replies.nothing_asked())
        case Thanks():
            return Answer("")
        case Help():
            return Answer(replies.plain_help())
        case Unclear(command):
            return unfinished.answer(said, command)


def _status(report_id: int, said: Said) -> Answer:
    report = rights.find(report_id)
    if report is None:
        return Answer(replies.not_found(report_id))
    return Answer(standing(report, said.actor, now=said.now), report)
