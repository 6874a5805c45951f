"""What is kept out or slowed down, and for how long; all of it is kept, counted and can be released."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.limits import count
from lapor.accounts.roles import Role
from lapor.audit.recording import record
from lapor.intake.models import InboundSms, SmsBlock
from lapor.intake.models.sms import Aside, Fate
from lapor.intake.sms import grammar, senders
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.texts import required

WINDOW = timedelta(minutes=10)
# Of one number in ten minutes, and of all in one: what is beyond waits its turn and is not dropped.
NUMBER_SMS = 20
ALL_SMS = 3000
ALL_WINDOW = timedelta(minutes=1)
# The same text so often in a day, each time half an hour after the last: nobody writes like that.
SAME_TEXT = 10
DAY = timedelta(hours=24)
COUNTED = timedelta(days=30)
LONGEST = timedelta(days=366)
REASON_MAX = 300
# Asking how a report stands changes nothing, and people do ask again and again.
HARMLESS = ("statusquestion", "help")


def why_aside(sms: InboundSms, number: str, *, now: datetime) -> Aside | None:
    """Why nothing is done with this message; None for one to work on."""
    if not number:
        return Aside.NOT_A_PHONE
    if blocked(sms.sender_mark, now=now):
        return Aside.BLOCKED
    if grammar.auto_reply(sms.text):
        return Aside.AUTO_REPLY
    if _our_own(sms, now) or _again_and_again(sms, now):
        return Aside.LOOP
    return None


def blocked(sender_mark: str, *, now: datetime) -> bool:
    return SmsBlock.objects.filter(sender_mark=sender_mark, lifted_at=None, until__gt=now).exists()


def too_many(sender_mark: str, *, now: datetime) -> bool:
    """Whether this number, or all together, has sent more than is answered at once."""
    own = InboundSms.objects.filter(
        sender_mark=sender_mark, received_at__gt=now - WINDOW, received_at__lte=now
    )
    sent = own.aggregate(rows=Count("pk"), again=Sum("repeats"))
    if sent["rows"] + (sent["again"] or 0) > NUMBER_SMS:
        return True
    # Without those that are slowed or set aside: else one number that floods would slow everybody.
    latest = InboundSms.objects.filter(received_at__gt=now - ALL_WINDOW, received_at__lte=now)
    return latest.filter(fate__in=(Fate.RECEIVED, Fate.ANSWERED)).count() > ALL_SMS


def floods(sms: InboundSms) -> bool:
    """Whether it came among more than twenty of its number: still a report, marked as one of many."""
    since = sms.received_at - WINDOW
    rows = InboundSms.objects.filter(sender_mark=sms.sender_mark, received_at__gt=since)
    return rows.filter(received_at__lte=sms.received_at).count() > NUMBER_SMS


def answered_enough(sms: InboundSms, *, now: datetime) -> bool:
    """Count one more repeat of a message; past twenty in ten minutes it gets no SMS any more."""
    return count("sms_repeat", str(sms.pk), window=WINDOW, now=now) >= NUMBER_SMS


@transaction.atomic
def block(target: str | InboundSms, *, by: Actor, reason: str, until: datetime, now: datetime) -> SmsBlock:
    """Keep a number out until a day, by a national verifier. `target`: the number as written, or a message.

    An older block of the number ends here. NotAllowed; BadInput on `number`, `reason` or `until`.
    """
    officer = _verifier(by)
    sender = senders.read(target.sender if isinstance(target, InboundSms) else target)
    if not sender.number:
        raise BadInput(number=_("Tulis nomor ponsel, misalnya 0812 3456 7890."))
    why = required("reason", reason, longest=REASON_MAX)
    if not now < until <= now + LONGEST:
        raise BadInput(until=_("Pilih tanggal sesudah hari ini, paling lama satu tahun."))
    SmsBlock.objects.filter(sender_mark=sender.mark, lifted_at=None).update(lifted_at=now)
    made = SmsBlock.objects.create(
        sender_mark=sender.mark,
        hint=sender.number[-4:],
        reason=why,
        by_id=officer,
        created_at=now,
        until=until,
    )
    record("block_sms", actor_id=by.user_id, subject="sms_block", subject_id=made.pk, now=now)
    return made


@transaction.atomic
def lift(block: SmsBlock, *, by: Actor, now: datetime) -> None:
    """End a block before its day. WrongState for one that is lifted already."""
    _verifier(by)
    if not SmsBlock.objects.filter(pk=block.pk, lifted_at=None).update(lifted_at=now):
        raise WrongState(_("Blokir ini sudah dicabut."))
    block.lifted_at = now
    record("lift_sms_block", actor_id=by.user_id, subject="sms_block", subject_id=block.pk, now=now)


@transaction.atomic
def release(sms: InboundSms, *, by: Actor, now: datetime) -> None:
    """Put a message that was wrongly set aside back to work: the clock takes it and answers by SMS."""
    _verifier(by)
    aside = InboundSms.objects.filter(pk=sms.pk, fate=Fate.SET_ASIDE)
    if not aside.update(fate=Fate.WAITING, why=""):
        raise WrongState(_("Pesan ini tidak lagi disisihkan. Muat ulang halaman ini."))
    record("release_sms", actor_id=by.user_id, subject="inbound_sms", subject_id=sms.pk, now=now)


def counts(now: datetime) -> dict[Aside, int]:
    """How many messages of the last 30 days were set aside, by reason, repeats included. One query."""
    rows = set_aside_rows().filter(received_at__gt=now - COUNTED).order_by().values("why")
    found = rows.annotate(rows=Count("pk"), again=Sum("repeats"))
    return dict.fromkeys(Aside, 0) | {Aside(row["why"]): row["rows"] + row["again"] for row in found}


def set_aside_rows() -> QuerySet[InboundSms]:
    """Everything set aside, newest first, for a list by keyset on `-id`."""
    return InboundSms.objects.filter(fate=Fate.SET_ASIDE).order_by("-id")


def _verifier(by: Actor) -> int:
    """The officer's account; NotAllowed for everybody else."""
    if not by.has(Role.NATIONAL_VERIFIER) or by.user_id is None:
        raise NotAllowed
    return by.user_id


def _our_own(sms: InboundSms, now: datetime) -> bool:
    """Our own answer sent back to us: a machine stands at the other end. Reads a row only where it may be."""
    words = grammar.normalised(sms.text)
    if not words.startswith(("lapor", "1708")):
        return False
    rows = InboundSms.objects.filter(sender_mark=sms.sender_mark, fate=Fate.ANSWERED)
    latest = rows.filter(received_at__gt=now - DAY).order_by("-id").values_list("answer", flat=True)[:5]
    return any(grammar.normalised(answer) == words for answer in latest if answer)


def _again_and_again(sms: InboundSms, now: datetime) -> bool:
    rows = InboundSms.objects.filter(sender_mark=sms.sender_mark, text_mark=sms.text_mark)
    rows = rows.filter(received_at__gt=now - DAY).exclude(pk=sms.pk).exclude(intent__in=HARMLESS)
    return rows.count() >= SAME_TEXT
