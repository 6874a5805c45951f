"""KODE: a number proves itself by the one-time code that we sent to it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from lapor.accounts.codes import TRIES, prove
from lapor.accounts.models import Identity
from lapor.intake.sms import replies
from lapor.intake.sms.said import Answer, Said
from lapor.reports.filing import confirm_contact


def confirm(said: Said, code: str) -> Answer:
    """Confirm the number for the report whose living code this is; the newest report first."""
    for identity in _waiting(said.sms.sender_mark, said.now):
        if prove(identity, code=code, now=said.now) == "sms":
            event = confirm_contact(identity.report, by=said.actor, channel="sms", now=said.now)
            return Answer(replies.confirmed(identity.report.pk), identity.report, event)
    return Answer(replies.wrong_code())


def _waiting(phone_mark: str, now: datetime) -> QuerySet[Identity]:
    """Reports that hold this number and wait for a code sent to it."""
    living = Identity.objects.filter(
        phone_mark=phone_mark,
        erased_at=None,
        report__isnull=False,
        codes__channel="sms",
        codes__used_at=None,
        codes__expires_at__gt=now,
        codes__tries__lt=TRIES,
    )
    return living.select_related("report").order_by("-pk").distinct()
