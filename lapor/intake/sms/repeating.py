"""The same message again: by one number, with the same words, within the half hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from lapor.intake.models import InboundSms, SmsQuestion
from lapor.intake.models.sms import Fate
from lapor.intake.sms import replies
from lapor.reports.models import Event
from lapor.reports.states import Act

# Answers are blanked after a day (they may hold access codes).
ANSWER_KEPT = timedelta(hours=24)
# Short answers to what we ask, and commands that mean something else once the report has moved on.
TO_QUESTIONS = ("yes", "new", "place")
ON_STATES = ("closing", "reopening", "withdrawal")
# What is answered to them changes with every act: an objection or an interim answer moves no status.
ON_ACTS = ("statusquestion",)
# Without an answer: a command whose number had to be proven first, and that we ask to be sent again.
CODE = "code"


def first_of(
    sender_mark: str,
    text_mark: str,
    *,
    around: tuple[datetime, datetime],
    beside: InboundSms | None = None,
) -> InboundSms | None:
    """The message with the same words in that time that a new one repeats; None for a new one.

    `beside`: another row than this, and one that has been worked on. YA to a new question, or SELESAI after
    the report was reopened, are no repeats though the words are.
    """
    after, until = around
    rows = InboundSms.objects.filter(
        sender_mark=sender_mark, text_mark=text_mark, received_at__gt=after, received_at__lte=until
    )
    if beside is not None:
        rows = rows.exclude(pk=beside.pk).exclude(fate=Fate.RECEIVED)
    last = rows.order_by("-id").first()
    return None if last is None or _moved_on(last) else last


def note(sms: InboundSms) -> None:
    """One more of it."""
    InboundSms.objects.filter(pk=sms.pk).update(repeats=F("repeats") + 1)


def answer_of(sms: InboundSms, *, now: datetime) -> str:
    """What was answered the first time, while it is kept."""
    kept = sms.answered_at is not None and now - sms.answered_at < ANSWER_KEPT
    return sms.answer if kept or sms.answer else replies.again(sms.report_id)


def _moved_on(sms: InboundSms) -> bool:
    if sms.fate != Fate.ANSWERED or sms.answered_at is None:
        return False
    if sms.intent in TO_QUESTIONS:
        asked = SmsQuestion.objects.filter(sender_mark=sms.sender_mark, asked_at__gt=sms.answered_at)
        return asked.exists()
    if sms.intent == CODE and not sms.answer:
        return _proof_was_tried(sms, sms.answered_at)
    if sms.report_id is None or sms.intent not in ON_STATES + ON_ACTS:
        return False
    later = Event.objects.filter(report=sms.report_id, at__gt=sms.answered_at)
    return (later if sms.intent in ON_ACTS else later.exclude(from_status=F("to_status"))).exists()


def _proof_was_tried(sms: InboundSms, since: datetime) -> bool:
    tried = InboundSms.objects.filter(sender_mark=sms.sender_mark, intent=CODE, answered_at__gt=since)
    proven = Event.objects.filter(report=sms.report_id, act=Act.CONFIRM_CONTACT, at__gt=since)
    return tried.exclude(pk=sms.pk).exists() or proven.exists()
