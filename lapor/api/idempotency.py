"""A request sent again with the same `Idempotency-Key` gets the first answer and does nothing.

The key counts for one caller and 24 hours. Of two requests at once the second waits for the first: both want
the same row of a unique index.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from lapor.accounts.sealing import mark
from lapor.api.models import KeptAnswer
from lapor.reports.refusals import BadInput

HEADER = "Idempotency-Key"
LIFETIME = timedelta(hours=24)
KEY_MAX = 255
Answer = dict[str, object]


@dataclass(frozen=True)
class Given:
    """An answer, and whether it is that of an earlier request."""

    answer: Answer
    again: bool = False


def once(key: str | None, *, caller: str, body: str, now: datetime, act: Callable[[], Answer]) -> Given:
    """Do `act` unless this caller's `key` was used within 24 hours; BadInput when it was for another body.

    A refused act keeps nothing, so that a mended request may carry the same key.
    """
    if key is None:
        return Given(act())
    mine = {"caller_mark": mark("idempotency:caller", caller), "key_mark": _key_mark(key)}
    body_mark = mark("idempotency:body", body)
    with transaction.atomic():
        KeptAnswer.objects.filter(**mine, created_at__lte=now - LIFETIME).delete()
        # Waits here while another request with this key is being carried out.
        KeptAnswer.objects.bulk_create(
            [KeptAnswer(**mine, body_mark=body_mark, created_at=now)], ignore_conflicts=True
        )
        kept = KeptAnswer.objects.get(**mine)
        if kept.answer:
            return Given(_same(kept, body_mark), again=True)
        answer = act()
        kept.answer = json.dumps(answer)
        kept.save(update_fields=["answer"])
    return Given(answer)


def replayed(response: HttpResponse, headers: object) -> None:
    """Say that this answer is an earlier one's, with the headers that it had."""
    response["Idempotent-Replayed"] = "true"
    if isinstance(headers, dict):
        for name, value in headers.items():
            response[name] = value


def forget_answers(now: datetime) -> int:
    """Forget answers older than 24 hours; says how many."""
    return KeptAnswer.objects.filter(created_at__lte=now - LIFETIME).delete()[0]


def _key_mark(key: str) -> str:
    if not 0 < len(key) <= KEY_MAX or not key.isascii() or not key.isprintable():
        raise BadInput(**{"Idempotency-Key": _("Pakai 1 sampai 255 huruf atau angka, misalnya sebuah UUID.")})
    return mark("idempotency:key", key)


def _same(kept: KeptAnswer, body_mark: str) -> Answer:
    if kept.body_mark != body_mark:
        raise BadInput(
            **{"Idempotency-Key": _("Kunci ini sudah dipakai untuk isi yang lain. Pakai kunci baru.")}
        )
    answer: Answer = json.loads(kept.answer)
    return answer
