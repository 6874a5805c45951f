"""A request comes in: stored first, filed at once or by the clock, once however often it is sent."""

from __future__ import annotations

import json
import logging
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, IntegerField, Q, When
from django.utils import translation
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.sealing import mark
from lapor.intake.models import InboundRequest
from lapor.intake.open311.posting import Pairs, filing_of
from lapor.intake.open311.refusing import Wrong
from lapor.reports.filing import file_report
from lapor.reports.refusals import BadInput, NotAllowed, Refusal
from lapor.reports.retention import kept_until
from lapor.ui.dates import language

log = logging.getLogger(__name__)

# The same form of the same sender, sent again for want of an answer; with a key of its own for longer.
SAME = timedelta(minutes=30)
KEY_LIVES = timedelta(hours=24)
KEY_MAX = 255
ANSWER_KEPT = timedelta(hours=24)
# A request that its own call did not finish is taken up after this.
LEFT = timedelta(minutes=1)
# One that failed for so long lets the others go first.
STUBBORN = timedelta(hours=1)
BATCH = 300
FORGET_BATCH = 20_000
# How the report's own rules call what this door calls otherwise.
NAMES = {"text": "description", "location": "address_string"}
ATTRIBUTES = ("title", "event_date", "report_class")


def accept(pairs: Pairs, *, by: Actor, key: str | None, now: datetime) -> InboundRequest:
    """The stored request, filed; or still to be filed, where something on our side failed.

    Sent again with the same `key` within 24 hours, or without one in the same words within the half hour, it
    is the same request. Wrong(400) for what cannot be a report, and for a key that was used for another; then
    nothing is kept, so that a mended request may carry the same key.
    """
    row = _claimed(pairs, by, key, now)
    if row is None:
        return accept(pairs, by=by, key=key, now=now)
    try:
        done = work(row, now=now, sandbox=by.sandbox)
    except (Wrong, Refusal):
        raise
    except Exception:
        log.exception("request %s is not filed yet", row.pk)
        return row
    return done or accept(pairs, by=by, key=key, now=now)


def work(row: InboundRequest, *, now: datetime, sandbox: bool = False) -> InboundRequest | None:
    """File a stored request unless that is done; None where it was refused meanwhile by another call."""
    try:
        with transaction.atomic():
            mine = InboundRequest.objects.select_for_update().filter(pk=row.pk).first()
            if mine is not None and mine.filed_at is None:
                _file(mine, Actor(user_id=mine.by_id, partner=mine.partner, sandbox=sandbox), now)
            return mine
    except (Wrong, Refusal):
        InboundRequest.objects.filter(pk=row.pk, filed_at=None).delete()
        raise


def file_waiting(now: datetime) -> int:
    """File what its call left behind; each in a transaction of its own. Says how many."""
    left = InboundRequest.objects.filter(filed_at=None, received_at__lt=now - LEFT)
    failing = Case(When(received_at__lt=now - STUBBORN, then=1), default=0, output_field=IntegerField())
    return sum(_worked(row, now) for row in left.order_by(failing, "pk")[:BATCH])


def forget_requests(now: datetime) -> int:
    """Access codes go after a day, raw requests after the days of retention.csv, those about forgotten people
    and blanked texts at once, but none that is still to be filed. Says how many.
    """
    old = InboundRequest.objects.filter(received_at__lt=now - ANSWER_KEPT)
    blanked = old.exclude(answer="").update(answer="")
    over = Q(received_at__lt=kept_until("raw_inbound", now=now))
    over |= Q(report__identity__erased_at__isnull=False) | Q(report__versions__redacted_at__isnull=False)
    done = InboundRequest.objects.filter(over, filed_at__isnull=False).order_by("pk")
    ids = list(done.values_list("pk", flat=True)[:FORGET_BATCH])
    InboundRequest.objects.filter(pk__in=ids).delete()
    return blanked + len(ids)


def _claimed(pairs: Pairs, by: Actor, key: str | None, now: datetime) -> InboundRequest | None:
    """The row of this request, committed: a new one, or that of the first time. None where that one has gone.

    Of two calls at once one makes the row; both then want its lock.
    """
    if by.user_id is None:
        raise NotAllowed
    body = json.dumps(sorted(pairs), ensure_ascii=False)
    body_mark = mark("open311:body", body)
    key_mark = mark("open311:key", _checked(key)) if key else body_mark
    mine = InboundRequest.objects.filter(by=by.user_id, key_mark=key_mark)
    mine.filter(received_at__lte=now - (KEY_LIVES if key else SAME)).update(key_mark="")
    fresh = InboundRequest(
        by_id=by.user_id,
        key_mark=key_mark,
        body_mark=body_mark,
        token=secrets.token_urlsafe(18),
        form=body,
        partner=by.partner,
        language=language(),
        received_at=now,
    )
    InboundRequest.objects.bulk_create([fresh], ignore_conflicts=True)
    row = mine.first()
    if row is not None and row.body_mark != body_mark:
        raise Wrong(400, _("Kunci ini sudah dipakai untuk isi yang lain. Pakai kunci baru."))
    return row


def _checked(key: str) -> str:
    if len(key) > KEY_MAX or not key.isascii() or not key.isprintable():
        raise Wrong(400, _("Pakai 1 sampai 255 huruf atau angka, misalnya sebuah UUID."))
    return key


def _file(row: InboundRequest, by: Actor, now: datetime) -> None:
    filing = filing_of(json.loads(row.form), language=row.language)
    try:
        filed = file_report(filing, by=by, now=now)
    except BadInput as bad:
        raise Wrong(400, *(f"{_named(field)}: {why}" for field, why in bad.errors.items())) from bad
    row.report, row.answer, row.filed_at = filed.report, filed.access_code, now
    row.save(update_fields=["report", "answer", "filed_at"])


def _named(field: str) -> str:
    return f"attribute[{field}]" if field in ATTRIBUTES else NAMES.get(field, field)


def _worked(row: InboundRequest, now: datetime) -> bool:
    try:
        with translation.override(row.language):
            work(row, now=now)
    except Exception:
        log.exception("request %s is not filed yet", row.pk)
        return False
    return True
