"""Lampiran: files made harmless first, then kept under UPLOADS with a number and a name of our own."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.reports.cleaning import Cleaned, Refused, clean, safe_name
from lapor.reports.lifecycle import hold
from lapor.reports.models import Attachment, Message, Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.rights import is_reporter
from lapor.reports.states import OPEN, Status
from lapor.ui.numbers import size


def prepare(files: Iterable[IO[bytes]], *, report: Report | None = None) -> list[Cleaned]:
    """Clean the files, before any transaction: it takes up to seconds. BadInput on `attachments`.

    Number and total size count with what `report` holds already (settings ATTACHMENTS_MAX_*).
    """
    given = list(files)
    held, used = _held(report) if report else (0, 0)
    if held + len(given) > settings.ATTACHMENTS_MAX_FILES:
        most = settings.ATTACHMENTS_MAX_FILES
        raise BadInput(attachments=_("Paling banyak %(n)s berkas dalam satu laporan.") % {"n": most})
    made: list[Cleaned] = []
    left = settings.ATTACHMENTS_MAX_BYTES - used
    for place, file in enumerate(given, 1):
        made.append(_clean(file, place, left))
        left -= made[-1].size
    return made


@transaction.atomic
def keep(
    report: Report, made: Iterable[Cleaned], *, now: datetime, message: Message | None = None
) -> list[Attachment]:
    """Store cleaned files with their rows, in the transaction of the act they belong to; closes them."""
    hold(report)
    last = report.attachments.aggregate(last=Max("number"))["last"] or 0
    return [_row(report, each, last + place, now, message) for place, each in enumerate(made, 1)]


@transaction.atomic
def attach(report: Report, made: Iterable[Cleaned], *, by: Actor, now: datetime) -> list[Attachment]:
    """The reporter adds files to a report that is still open. NotAllowed for others, WrongState when it ended."""
    hold(report)
    if not is_reporter(by, report):
        raise NotAllowed
    if Status(report.status) not in OPEN:
        raise WrongState(
            _("Laporan ini sudah berakhir, jadi tidak bisa ditambah berkas. Buka lagi laporannya dulu.")
        )
    return keep(report, made, now=now)


def _held(report: Report) -> tuple[int, int]:
    living = report.attachments.filter(redacted_at=None)
    return living.count(), living.aggregate(used=Sum("size"))["used"] or 0


def _clean(file: IO[bytes], place: int, left: int) -> Cleaned:
    try:
        if left <= 0:
            raise BadInput(attachments=_total())
        return clean(file, limit_bytes=left)
    except Refused as refused:
        raise BadInput(attachments=_("Berkas ke-%(n)s: %(why)s") % {"n": place, "why": refused}) from refused


def _total() -> str:
    return _("Semua berkas bersama-sama paling besar %(size)s.") % {
        "size": size(settings.ATTACHMENTS_MAX_BYTES)
    }


def _row(report: Report, made: Cleaned, number: int, now: datetime, message: Message | None) -> Attachment:
    key = f"{report.pk % 1000:03d}/{secrets.token_hex(16)}.{made.extension}"
    digest = _digest(made.file)
    key = default_storage.save(key, File(made.file))
    made.file.close()
    return Attachment.objects.create(
        report=report,
        message=message,
        number=number,
        content_type=made.content_type,
        size=made.size,
        sha256=digest,
        key=key,
        name=safe_name(number, made.kind),
        cleaned=made.cleaned,
        created_at=now,
    )


def _digest(file: Any) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
