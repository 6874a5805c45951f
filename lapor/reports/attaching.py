"""Lampiran: files made harmless first, then kept under UPLOADS with a number and a name of our own.

`prepare` and `store` work outside a transaction (they take time), `keep` and `attach` inside the act.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.roles import Role
from lapor.audit.recording import record
from lapor.reports.cleaning import Cleaned, Kind, Refused, clean, safe_name
from lapor.reports.lifecycle import hold
from lapor.reports.models import Attachment, Message, Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.rights import is_reporter
from lapor.reports.states import OPEN, Status

_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Stored:
    """A cleaned file that lies under UPLOADS already and belongs to no report yet."""

    key: str
    kind: Kind
    size: int
    sha256: str
    cleaned: bool


def prepare(files: Iterable[IO[bytes]], *, report: Report | None = None) -> list[Cleaned]:
    """Clean the files, before any transaction: it takes up to seconds. BadInput on `attachments`.

    Number and total size count with what `report` holds already (settings ATTACHMENTS_MAX_*).
    """
    given = list(files)
    held, used = _held(report) if report else (0, 0)
    if held + len(given) > settings.ATTACHMENTS_MAX_FILES:
        raise BadInput(attachments=too_many())
    made: list[Cleaned] = []
    left = settings.ATTACHMENTS_MAX_BYTES - used
    for place, file in enumerate(given, 1):
        made.append(_clean(file, place, left))
        left -= made[-1].size
    return made


def store(made: Cleaned) -> Stored:
    """Write a cleaned file under a random key and close it. The caller owns the key: `drop` deletes."""
    digest = hashlib.sha256()
    made.file.seek(0)
    while chunk := made.file.read(_CHUNK):
        digest.update(chunk)
    made.file.seek(0)
    name = secrets.token_hex(16)
    key = default_storage.save(f"{name[:2]}/{name}.{made.extension}", File(made.file))
    made.file.close()
    return Stored(key, made.kind, made.size, digest.hexdigest(), made.cleaned)


def drop(keys: Iterable[str]) -> None:
    """Delete stored files once the running transaction is committed; a missing file is no error."""
    for key in [key for key in keys if key]:
        transaction.on_commit(lambda key=key: default_storage.delete(key))  # type: ignore[misc]


@transaction.atomic
def keep(
    report: Report, made: Sequence[Cleaned | Stored], *, now: datetime, message: Message | None = None
) -> list[Attachment]:
    """Give files to a report, in the transaction of the act they belong to; all or none.

    BadInput on `attachments` past the limits. The report is locked: numbers follow one another.
    """
    hold(report)
    _refuse_too_much(report, made)
    last = report.attachments.aggregate(last=Max("number"))["last"] or 0
    written: list[Stored] = []
    try:
        return [
            _row(report, _stored(one, written), last + place, now, message)
            for place, one in enumerate(made, 1)
        ]
    except BaseException:
        for one in written:
            default_storage.delete(one.key)
        raise


@transaction.atomic
def attach(
    report: Report,
    made: Sequence[Cleaned | Stored],
    *,
    by: Actor,
    now: datetime,
    message: Message | None = None,
) -> list[Attachment]:
    """The reporter adds files to an open report. NotAllowed for others, WrongState once it has ended."""
    hold(report)
    if not is_reporter(by, report):
        raise NotAllowed
    if Status(report.status) not in OPEN:
        raise WrongState(
            _("Laporan ini sudah berakhir, jadi tidak bisa ditambah berkas. Buka lagi laporannya dulu.")
        )
    return keep(report, made, now=now, message=message)


@transaction.atomic
def release(attachment: Attachment, *, by: Actor, now: datetime, public: bool = True) -> Attachment:
    """The national verifier shows one cleaned file to the public, or takes it back (`public=False`)."""
    if not by.has(Role.NATIONAL_VERIFIER):
        raise NotAllowed
    if public and (not attachment.cleaned or attachment.redacted_at):
        raise WrongState(_("Berkas ini tidak dapat ditampilkan untuk umum."))
    attachment.released = public
    attachment.save(update_fields=["released"])
    act = "release_attachment" if public else "hide_attachment"
    record(act, actor_id=by.user_id, subject="attachment", subject_id=attachment.pk, now=now)
    return attachment


def erase_files(report: Report, *, now: datetime) -> int:
    """Part of redaction: the files are deleted, their rows stay and say so. Says how many."""
    living = report.attachments.exclude(key="")
    drop(list(living.values_list("key", flat=True)))
    return living.update(key="", released=False, redacted_at=now)


def open_file(attachment: Attachment) -> IO[bytes]:
    """The bytes; the caller closes. Doors ask `access.files_of` first which attachments are the viewer's."""
    if not attachment.key:
        raise FileNotFoundError(attachment.pk)
    return default_storage.open(attachment.key, "rb")


def too_many() -> str:
    return _("Paling banyak %(n)s berkas dalam satu laporan.") % {"n": settings.ATTACHMENTS_MAX_FILES}


def too_large() -> str:
    return _("Semua berkas bersama-sama paling besar %(n)s MB.") % {"n": most_megabytes()}


def most_megabytes() -> int:
    return int(settings.ATTACHMENTS_MAX_BYTES) // (1024 * 1024)


def _held(report: Report) -> tuple[int, int]:
    living = report.attachments.filter(redacted_at=None)
    return living.count(), living.aggregate(used=Sum("size"))["used"] or 0


def _refuse_too_much(report: Report, made: Sequence[Cleaned | Stored]) -> None:
    held, used = _held(report)
    if held + len(made) > settings.ATTACHMENTS_MAX_FILES:
        raise BadInput(attachments=too_many())
    if used + sum(one.size for one in made) > settings.ATTACHMENTS_MAX_BYTES:
        raise BadInput(attachments=too_large())


def _clean(file: IO[bytes], place: int, left: int) -> Cleaned:
    try:
        if left <= 0:
            raise BadInput(attachments=too_large())
        return clean(file, limit_bytes=left)
    except Refused as refused:
        raise BadInput(attachments=_("Berkas ke-%(n)s: %(why)s") % {"n": place, "why": refused}) from refused


def _stored(file: Cleaned | Stored, written: list[Stored]) -> Stored:
    if isinstance(file, Stored):
        return file
    written.append(store(file))
    return written[-1]


def _row(report: Report, file: Stored, number: int, now: datetime, message: Message | None) -> Attachment:
    return Attachment.objects.create(
        report=report,
        message=message,
        number=number,
        content_type=file.kind.content_type,
        size=file.size,
        sha256=file.sha256,
        key=file.key,
        name=safe_name(number, file.kind),
        cleaned=file.cleaned,
        created_at=now,
    )
