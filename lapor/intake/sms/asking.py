"""What we asked a number back, and what its next message makes of that."""

from __future__ import annotations

from datetime import datetime, timedelta

from lapor.intake.models import InboundSms, SmsQuestion
from lapor.intake.sms.said import Said
from lapor.reports.models import Report

# How long we wait: for the place a day, for "yours or new?" an hour, then it is new.
WAIT = {SmsQuestion.Kind.JOIN: timedelta(minutes=60), SmsQuestion.Kind.PLACE: timedelta(hours=24)}


def ask(said: Said, kind: SmsQuestion.Kind, report: Report, *, message: InboundSms | None = None) -> None:
    """Remember what we ask; it takes the place of an older question (settle a `join` first)."""
    SmsQuestion.objects.update_or_create(
        sender_mark=said.sms.sender_mark,
        defaults={
            "kind": kind,
            "report": report,
            "message": message,
            "asked_at": said.now,
            "expires_at": said.now + WAIT[kind],
        },
    )


def living(sender_mark: str, now: datetime) -> SmsQuestion | None:
    """The question that this number has not answered yet; a `join` run out counts until it is settled."""
    question = SmsQuestion.objects.select_related("report", "message").filter(sender_mark=sender_mark).first()
    if question and question.kind == SmsQuestion.Kind.PLACE and question.expires_at <= now:
        return None
    return question


def drop(question: SmsQuestion) -> None:
    SmsQuestion.objects.filter(pk=question.pk).delete()
