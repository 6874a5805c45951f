"""Every minute: mail is fetched, stored sealed, then worked on; and forgotten when its time is over."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime
from email.parser import BytesParser
from email.policy import compat32

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from lapor.accounts.sealing import mark, seal_bytes
from lapor.intake.email import inbox, mailbox
from lapor.intake.email.mailbox import Fetched
from lapor.intake.models import InboundMail
from lapor.reports.retention import kept_until

log = logging.getLogger(__name__)

# How many mails one run takes; the rest waits a minute.
BATCH = 50
DAILY_BATCH = 20_000


def fetch_mail(now: datetime) -> int:
    """Fetch what waits at LAPOR_EMAIL_IN_URL and settle it; says how many were settled.

    Call it outside a transaction: it talks to a mail server. One that does not answer costs one line in the
    log; what is stored already is worked on all the same.
    """
    if settings.EMAIL_IN_URL:
        try:
            _fetch(settings.EMAIL_IN_URL, now)
        except mailbox.FAILURES as failure:  # by its kind: servers repeat the user's name
            log.warning("the mailbox does not answer: %s", type(failure).__name__)
    return inbox.work_off(now, limit=BATCH)


def forget_mail(now: datetime) -> int:
    """Delete mails after the days of retention.csv, and at once those about forgotten people and texts."""
    over = Q(received_at__lt=kept_until("raw_inbound", now=now))
    over |= Q(report__identity__erased_at__isnull=False)
    over |= Q(report__split_from__identity__erased_at__isnull=False)
    over |= Q(report__versions__redacted_at__isnull=False)
    ids = list(InboundMail.objects.filter(over).order_by("pk").values_list("pk", flat=True)[:DAILY_BATCH])
    return InboundMail.objects.filter(pk__in=ids).delete()[0]


def store(fetched: Fetched, *, now: datetime) -> bool:
    """Keep a mail as it came. False when it is here already: then nothing is done."""
    row = InboundMail(
        mail_mark=_mark(fetched.raw),
        raw=seal_bytes(fetched.raw),
        received_at=now,
        why="" if fetched.whole else inbox.TOO_LARGE,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _fetch(url: str, now: datetime) -> None:
    with mailbox.opened(url) as box:
        for name in box.unread(BATCH):
            if fetched := box.fetch(name):
                store(fetched, now=now)
                box.done(name)


def _mark(raw: bytes) -> str:
    """Of Message-ID and text: the same mail by two ways differs in other headers only.

    The text counts too, for there are programs that give all their mails one and the same Message-ID.
    """
    head, _blank, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    headers = BytesParser(policy=compat32).parsebytes(head[: mailbox.HEAD], headersonly=True)
    name = str(headers.get("Message-ID", "")).strip()
    told = body if name else raw
    return mark("mail", f"{name[:500]}\0{hashlib.sha256(told).hexdigest()}")
