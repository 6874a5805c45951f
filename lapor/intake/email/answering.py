"""Answers to mails, bounded: no sender is answered without end, and forged senders are not flooded by us."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import translation

from lapor.accounts.limits import count
from lapor.notifications.delivery import Letter, queue
from lapor.notifications.models import Channel, Person, Purpose
from lapor.notifications.wording.mail_answers import Answer, answer_words
from lapor.reports.models import Report

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Per sender and report in a day: refused files differ from mail to mail, the others say the same again.
_A_DAY = {Answer.FILES: 10}
# To senders whom nothing proves, in an hour, all together: who forges thousands makes us write to few.
STRANGERS_AN_HOUR = 200


def answer(
    occasion: Answer, to: str, *, report: Report | None, now: datetime, details: list[str] | None = None
) -> bool:
    """Queue an answer in the caller's transaction; False where the limits say that it has been said.

    `report`: only where the sender is its reporter.
    """
    subject = f"{to}\0{report.pk if report else ''}"
    if count(f"mail-{occasion}", subject, window=DAY, now=now) > _A_DAY.get(occasion, 1):
        return False
    if report is None and count("mail-strangers", "all", window=HOUR, now=now) > STRANGERS_AN_HOUR:
        return False
    person = report.reporter if report else None
    language = person.language if person else "id"
    with translation.override(language):
        words = answer_words(occasion, report=report, details=details or [])
    number = report.pk if report else None
    letter = Letter(Purpose.REPLY, Person.REPORTER, Channel.EMAIL, to, words, number, language=language)
    queue(letter, now=now)
    return True
