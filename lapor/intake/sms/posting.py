"""Answers on their way: said at once in the gateway's reply, or sent afterwards as an SMS of their own."""

from __future__ import annotations

from datetime import datetime

from lapor.intake.sms.said import Answer
from lapor.notifications.delivery import Letter, queue, spoken
from lapor.notifications.models import Channel, Person, Purpose
from lapor.notifications.wording.words import Words


def record(number: str, answer: Answer, *, now: datetime) -> None:
    """The gateway's reply tells of the act, so that nothing else need tell it; without the access code."""
    if number and answer.event and answer.text:
        hidden = answer.text.replace(answer.secret_part, "****") if answer.secret_part else answer.text
        spoken(_letter(number, answer, hidden), now=now)


def post(number: str, answer: Answer, *, now: datetime) -> None:
    """Send it as a message of its own; of an act it is the one notice of that act to this number."""
    if number and answer.text:
        queue(_letter(number, answer, answer.text), now=now)


def _letter(number: str, answer: Answer, text: str) -> Letter:
    purpose = Purpose.NOTICE if answer.event else Purpose.REPLY
    report_id = answer.report.pk if answer.report else None
    return Letter(purpose, Person.REPORTER, Channel.SMS, number, Words("", text), report_id, answer.event)
