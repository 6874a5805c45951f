"""A message comes in: stored first, answered at once or later, once however often it comes."""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import translation

from lapor.accounts.sealing import mark
from lapor.intake.models import InboundSms
from lapor.intake.models.sms import Fate
from lapor.intake.sms import abuse, conversation, grammar, posting, repeating, replies, senders
from lapor.intake.sms.said import Answer, Said
from lapor.intake.sms.senders import Sender

log = logging.getLogger(__name__)

SAME = timedelta(minutes=30)
UNSETTLED = (Fate.RECEIVED, Fate.WAITING)
GATEWAY_ID_MAX = 64


def accept(*, gateway_id: str, sender: str, recipient: str, text: str, now: datetime) -> str:
    """The reply to one message of the gateway; empty: none.

    The raw row is committed before anything is made of it. Whatever fails after that, the sender is told that
    the message has come, and `upkeep.work_on_waiting` answers it.
    """
    who, clean = senders.read(sender), text.replace("\0", "")
    sms, by_text = _stored(_name(gateway_id), who, recipient, clean, now)
    try:
        if sms.fate != Fate.RECEIVED:
            return _again(sms, by_text, now)
        return work(sms, now=now)
    except Exception:
        log.exception("sms %s is not answered yet", sms.pk)
        with translation.override("id"):
            return replies.in_work()


def work(sms: InboundSms, *, now: datetime, by_clock: bool = False) -> str:
    """Make of a stored message what it is, and return its answer; one after the other for one number.

    `by_clock`: whoever wrote is not waiting at the gateway any more; the answer goes as an SMS of its own.
    """
    with transaction.atomic(), translation.override("id"):
        wait_turn(sms.sender_mark)
        mine = InboundSms.objects.select_for_update().filter(pk=sms.pk).first()
        done = _done_already(mine or sms, stored=mine is not None)
        if done is not None or mine is None:
            return _repeat_of(done, now, by_clock) if done else replies.in_work()
        return _worked(mine, now, by_clock)


def wait_turn(sender_mark: str) -> None:
    """The messages of one number are worked on one after the other; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1708))", [sender_mark])


def _done_already(sms: InboundSms, *, stored: bool) -> InboundSms | None:
    """The row that answers this message already: itself, or one of the same words that came beside it.

    The latter's own row goes. Of those that nobody has worked on yet the one in hand is the first.
    """
    if stored and sms.fate not in UNSETTLED:
        return sms
    if stored and sms.fate == Fate.WAITING:
        return None
    around = (sms.received_at - SAME, sms.received_at + SAME)
    twin = repeating.first_of(sms.sender_mark, sms.text_mark, around=around, beside=sms)
    if twin is not None and stored:
        sms.delete()
    return twin


def _repeat_of(done: InboundSms, now: datetime, by_clock: bool) -> str:
    if not by_clock:
        repeating.note(done)
    return repeating.answer_of(done, now=now) if done.fate == Fate.ANSWERED else ""


def _worked(sms: InboundSms, now: datetime, by_clock: bool) -> str:
    number = senders.read(sms.sender).number
    if sms.fate == Fate.RECEIVED:
        aside = abuse.why_aside(sms, number, now=now)
        if aside:
            return _leave(sms, Fate.SET_ASIDE, aside)
        if not by_clock and abuse.too_many(sms.sender_mark, now=now):
            return _leave(sms, Fate.WAITING)
    said = Said(sms, number, now, flood=sms.fate == Fate.WAITING and abuse.floods(sms))
    intent, answer = conversation.converse(said)
    (posting.post if by_clock else posting.record)(number, answer, now=now)
    _keep(sms, intent, answer, now)
    return answer.text


def _keep(sms: InboundSms, intent: str, answer: Answer, now: datetime) -> None:
    sms.fate, sms.intent, sms.answer, sms.answered_at = Fate.ANSWERED, intent, answer.text, now
    sms.report = answer.report
    sms.save(update_fields=["fate", "intent", "answer", "answered_at", "report"])


def _leave(sms: InboundSms, fate: Fate, why: str = "") -> str:
    InboundSms.objects.filter(pk=sms.pk).update(fate=fate, why=why)
    return ""


def _stored(name: str, who: Sender, recipient: str, text: str, now: datetime) -> tuple[InboundSms, bool]:
    """The row of this message, made now or before; with it whether it was known by its text only."""
    text_mark = mark("sms_text", grammar.normalised(text))
    with transaction.atomic():
        known = InboundSms.objects.filter(gateway_id=name).first()
        if known is not None and known.sender_mark != who.mark:
            name = _name_beside(name, who.mark)
            known = InboundSms.objects.filter(gateway_id=name).first()
        if known is not None:
            return known, False
        same = repeating.first_of(who.mark, text_mark, around=(now - SAME, now))
        if same is not None:
            return same, True
        row = InboundSms(
            gateway_id=name,
            sender=who.written,
            sender_mark=who.mark,
            recipient=recipient.replace("\0", "")[:20],
            text=text,
            text_mark=text_mark,
            received_at=now,
        )
        return _once(row), False


def _once(row: InboundSms) -> InboundSms:
    """Of the same gateway id at once, one row of each number stays."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        known = InboundSms.objects.get(gateway_id=row.gateway_id)
        if known.sender_mark == row.sender_mark:
            return known
        row.gateway_id = _name_beside(row.gateway_id, row.sender_mark)
        return _once(row)
    return row


def _name_beside(name: str, sender_mark: str) -> str:
    """For an id that another number's message bears: a gateway that counts anew must not lose a report, nor
    hand one person's access code to another.
    """
    return hashlib.sha256(f"{name}\0{sender_mark}".encode(errors="replace")).hexdigest()


def _again(sms: InboundSms, by_text: bool, now: datetime) -> str:
    """The same answer, and nothing else but a count. A text that comes too often gets no more SMS."""
    repeating.note(sms)
    if sms.fate != Fate.ANSWERED or (by_text and abuse.answered_enough(sms, now=now)):
        return ""
    with translation.override("id"):
        return repeating.answer_of(sms, now=now)


def _name(gateway_id: str) -> str:
    """The gateway's own id; longer than the column, its hash; none, a random one."""
    name = gateway_id.replace("\0", "").strip()
    if len(name) > GATEWAY_ID_MAX:
        return hashlib.sha256(name.encode(errors="replace")).hexdigest()
    return name or f"lapor-{secrets.token_hex(16)}"
