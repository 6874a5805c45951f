"""From a stored mail to what becomes of it: each in one transaction with its row, so that it happens once."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction

from lapor.accounts.sealing import mark, unseal_bytes
from lapor.intake.email import replying
from lapor.intake.email.answering import answer
from lapor.intake.email.bounces import Bounce
from lapor.intake.email.reading import Mail, read
from lapor.intake.email.sorting import Aside, Forged, Reply, Sort, Stranger, sort
from lapor.intake.models import InboundMail
from lapor.intake.models.email import MailFate
from lapor.notifications.delivery_reports import note_bounce
from lapor.notifications.wording.mail_answers import Answer
from lapor.reports.models import Report

log = logging.getLogger(__name__)

TOO_LARGE = "too_large"


def work_off(now: datetime, *, limit: int) -> int:
    """Settle stored mails, oldest first; says how many. A mail that breaks us is set aside, not met again."""
    waiting = InboundMail.objects.filter(fate=MailFate.RECEIVED).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True)[:limit])
    return sum(_settled(number, now) for number in ids)


def _settled(number: int, now: datetime) -> bool:
    row = InboundMail.objects.filter(pk=number, fate=MailFate.RECEIVED).first()
    if row is None:
        return False
    try:
        mail = read(unseal_bytes(row.raw))
        return _settle(row, mail, sort(mail), now)
    except (InterfaceError, OperationalError):
        raise  # no fault of the mail: it waits
    except Exception as error:
        # By its kind only: the words of an error may repeat the mail's.
        log.error("mail %s could not be read: %s", number, type(error).__name__)
        return _broken(number, now)


def _settle(row: InboundMail, mail: Mail, found: Sort, now: datetime) -> bool:
    """Files are cleaned before the row is locked: that takes seconds."""
    whole = row.why != TOO_LARGE
    prepared = replying.prepare(found.report, mail) if whole and isinstance(found, Reply) else None
    with transaction.atomic():
        if not _claim(row):
            return False
        if prepared and isinstance(found, Reply):
            fate, why = replying.take(found.report, mail, prepared, now=now)
        elif not whole and not isinstance(found, Bounce | Aside):
            fate, why = _too_large(mail, found, now)
        else:
            fate, why = _other(mail, found, now)
        report = found.report if isinstance(found, Reply | Stranger) else None
        _record(row, mail, report, fate, why, now)
    return True


def _claim(row: InboundMail) -> bool:
    """Of two workers one goes on; the other finds it settled or locked."""
    living = InboundMail.objects.select_for_update(skip_locked=True).defer("raw")
    return living.filter(pk=row.pk, fate=MailFate.RECEIVED).first() is not None


def _other(mail: Mail, found: Sort, now: datetime) -> tuple[MailFate, str]:
    if isinstance(found, Bounce):
        known = (
            note_bounce(found.ref, permanent=found.permanent, why=found.why, now=now) if found.ref else False
        )
        return MailFate.BOUNCE, found.why if known else "unknown_ref"
    if isinstance(found, Aside):
        return MailFate.SET_ASIDE, found.why
    if isinstance(found, Stranger):
        return MailFate.QUARANTINED, found.why
    if isinstance(found, Forged):
        answer(Answer.FORGED, mail.sender, report=None, now=now)
        return MailFate.SET_ASIDE, "forged"
    answered = answer(Answer.NO_ADDRESS, mail.sender, report=None, now=now)
    return MailFate.POINTED, "" if answered else "told_already"


def _too_large(mail: Mail, found: Sort, now: datetime) -> tuple[MailFate, str]:
    """Said once to the reporter or to a sender of whom nothing is known; not to a stranger at a report."""
    if not isinstance(found, Stranger):
        report = found.report if isinstance(found, Reply) else None
        answer(Answer.TOO_LARGE, mail.sender, report=report, now=now)
    return MailFate.SET_ASIDE, TOO_LARGE


def _record(
    row: InboundMail, mail: Mail, report: Report | None, fate: MailFate, why: str, now: datetime
) -> None:
    row.fate, row.why, row.done_at, row.report = fate, why[:40], now, report
    row.sender, row.subject = mail.sender, mail.subject
    row.sender_mark = mark("email", mail.sender) if mail.sender else ""
    row.save(update_fields=["fate", "why", "done_at", "report", "sender", "sender_mark", "subject"])


def _broken(number: int, now: datetime) -> bool:
    broken = InboundMail.objects.filter(pk=number, fate=MailFate.RECEIVED)
    return bool(broken.update(fate=MailFate.SET_ASIDE, why="unreadable", done_at=now))
