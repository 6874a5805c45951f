"""1708 by the clock: messages that wait, questions nobody answered, and what is forgotten."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, IntegerField, Q, When, Window
from django.db.models.functions import RowNumber
from django.utils import translation

from lapor.intake.models import InboundSms, SmsQuestion
from lapor.intake.models.sms import Fate
from lapor.intake.sms import answering, inbox, senders
from lapor.intake.sms.said import Said
from lapor.notifications.models import Channel, Delivery, Purpose
from lapor.notifications.models import Fate as Sent
from lapor.reports.retention import kept_until
from lapor.reports.states import Act

log = logging.getLogger(__name__)

# A message that the gateway's request did not finish is taken up after this.
LEFT = timedelta(minutes=1)
# One that failed for so long lets the others of its number go first.
STUBBORN = timedelta(hours=1)
# Of one number in one run, every minute; of all together.
EACH = 3
BATCH = 300
FORGET_BATCH = 20_000
ANSWER_KEPT = timedelta(hours=24)


def work_on_waiting(now: datetime) -> int:
    """Answer, by SMS, what was slowed down or left when something failed: three of a number in a run."""
    return sum(_worked(sms, now) for sms in _turn(now))


def settle_questions(now: datetime) -> int:
    """Questions that ran out: what we kept becomes a report of its own, a place is no longer waited for."""
    over = SmsQuestion.objects.filter(expires_at__lte=now).order_by("expires_at")[:BATCH]
    return sum(_settled(question, now) for question in over)


def forget_sms(now: datetime) -> int:
    """Access codes in answers go after a day, raw messages after the days of retention.csv; those about
    forgotten people and blanked texts at once, but none that waits for an answer. Says how many.
    """
    day = now - ANSWER_KEPT
    blanked = InboundSms.objects.filter(answered_at__lt=day).exclude(answer="").update(answer="")
    _forget_sent_codes(day)
    over = Q(received_at__lt=kept_until("raw_inbound", now=now))
    over |= Q(report__identity__erased_at__isnull=False)
    over |= Q(report__split_from__identity__erased_at__isnull=False)
    over |= Q(report__versions__redacted_at__isnull=False)
    done = InboundSms.objects.filter(over, fate__in=(Fate.ANSWERED, Fate.SET_ASIDE)).order_by("received_at")
    asked = SmsQuestion.objects.filter(message__isnull=False).values("message")
    ids = list(done.exclude(pk__in=asked).values_list("pk", flat=True)[:FORGET_BATCH])
    InboundSms.objects.filter(pk__in=ids).delete()
    return blanked + len(ids)


def _turn(now: datetime) -> list[InboundSms]:
    """Who is next: of each number its oldest few, those that keep failing last."""
    left = Q(fate=Fate.RECEIVED, received_at__lt=now - LEFT) | Q(fate=Fate.WAITING)
    rows = InboundSms.objects.filter(left, fate__in=(Fate.RECEIVED, Fate.WAITING))
    failing = Q(fate=Fate.RECEIVED, received_at__lt=now - STUBBORN)
    stubborn = Case(When(failing, then=1), default=0, output_field=IntegerField())
    place = Window(RowNumber(), partition_by=F("sender_mark"), order_by=[stubborn, F("id")])
    return list(rows.annotate(place=place).filter(place__lte=EACH).order_by("place", "id")[:BATCH])


def _worked(sms: InboundSms, now: datetime) -> bool:
    """In a transaction of its own; a failure leaves it for the next run and stops nothing else."""
    try:
        inbox.work(sms, now=now, by_clock=True)
    except Exception:
        log.exception("sms %s is not answered yet", sms.pk)
        return False
    return True


def _settled(question: SmsQuestion, now: datetime) -> bool:
    try:
        with transaction.atomic(), translation.override("id"):
            inbox.wait_turn(question.sender_mark)
            mine = _still(question, now)
            if mine is not None:
                _end(mine, now)
    except Exception:
        log.exception("question %s to a number is not settled yet", question.pk)
        return False
    return mine is not None


def _still(question: SmsQuestion, now: datetime) -> SmsQuestion | None:
    """The question, unless it was answered meanwhile or another took its place."""
    rows = SmsQuestion.objects.select_for_update(of=("self",)).select_related("report", "message")
    return rows.filter(pk=question.pk, expires_at__lte=now).first()


def _end(question: SmsQuestion, now: datetime) -> None:
    if question.kind == SmsQuestion.Kind.JOIN and question.message is not None:
        number = senders.read(question.message.sender).number
        answering.file_unanswered(question, Said(question.message, number, now))
    else:
        question.delete()


def _forget_sent_codes(day: datetime) -> None:
    """Receipts that went out as SMS of their own: the fact that they went stays."""
    receipts = Q(purpose=Purpose.REPLY) | Q(purpose=Purpose.NOTICE, event__act=Act.FILE)
    sent = Delivery.objects.filter(receipts, channel=Channel.SMS, created_at__lt=day, blanked_at=None)
    sent.exclude(status__in=(Sent.QUEUED, Sent.HELD, Sent.SENDING)).exclude(body="").update(body="")
