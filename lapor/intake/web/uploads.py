"""Files of a form not sent yet: cleaned and stored at once, so that a mistake elsewhere loses none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from lapor.intake.models import Upload
from lapor.intake.web import floods
from lapor.intake.web.tokens import form_mark
from lapor.reports.attaching import Stored, drop, store, too_large, too_many
from lapor.reports.cleaning import Kind, Reason, Refused, clean
from lapor.reports.texts import tidy

LIFETIME = timedelta(hours=24)
BATCH = 500


def listed(token: str) -> list[Upload]:
    return list(Upload.objects.filter(form_mark=form_mark(token)).order_by("pk"))


def take(token: str, files: Iterable[UploadedFile[bytes]], *, client: str, now: datetime) -> list[str]:
    """Clean and store what was chosen; one sentence for each file that was not taken."""
    return [problem for file in files if (problem := _take(token, file, client, now))]


def remove(token: str, upload: str) -> None:
    """Delete one file of this form; one that is not there is gone already."""
    found = Upload.objects.filter(
        form_mark=form_mark(token), pk=int(upload[:18]) if upload.isdecimal() else 0
    )
    with transaction.atomic():
        drop(list(found.values_list("key", flat=True)))
        found.delete()


def claim(token: str) -> list[Stored]:
    """Hand the files over to a report, in its transaction: their keys stay, their rows here go."""
    rows = Upload.objects.select_for_update().filter(form_mark=form_mark(token)).order_by("pk")
    stored = [Stored(row.key, Kind(row.kind), row.size, row.sha256, row.cleaned) for row in rows]
    Upload.objects.filter(form_mark=form_mark(token)).delete()
    return stored


def forget_uploads(now: datetime) -> int:
    """Delete files of forms that were never sent; says how many. At most 500 in one run."""
    with transaction.atomic():
        old = Upload.objects.select_for_update(skip_locked=True).filter(created_at__lt=now - LIFETIME)
        rows = list(old[:BATCH])
        drop([row.key for row in rows])
        return Upload.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


def _take(token: str, file: UploadedFile[bytes], client: str, now: datetime) -> str:
    name = tidy(file.name or "")[:80] or _("Berkas")
    mark, digest = form_mark(token), _digest(file)
    there = Upload.objects.filter(form_mark=mark)
    if there.filter(source_sha256=digest).exists():
        return ""
    left = settings.ATTACHMENTS_MAX_BYTES - (there.aggregate(n=Sum("size"))["n"] or 0)
    if there.count() >= settings.ATTACHMENTS_MAX_FILES:
        return f"{name}: {too_many()}"
    if (file.size or 0) > left:
        return f"{name}: {too_large()}"
    if not floods.may_upload(client, size=file.size or 0, now=now):
        return _("%(name)s: berkas dari jaringan Anda sedang terlalu banyak. Coba lagi satu jam lagi.") % {
            "name": name
        }
    try:
        return _store(mark, digest, name, file, left, now)
    except Refused as refused:
        return f"{name}: {refused}"


def _store(mark: str, digest: str, name: str, file: UploadedFile[bytes], left: int, now: datetime) -> str:
    made = clean(file, limit_bytes=left)
    if made.size > left:
        made.file.close()
        return f"{name}: {too_large()}"
    stored = store(made)
    try:
        with transaction.atomic():
            Upload.objects.create(
                form_mark=mark,
                source_sha256=digest,
                name=name,
                key=stored.key,
                kind=stored.kind,
                size=stored.size,
                sha256=stored.sha256,
                cleaned=stored.cleaned,
                reason=made.reason or "",
                created_at=now,
            )
    except IntegrityError:  # the same file in a second post at the same moment
        drop([stored.key])
    return ""


def explanation(upload: Upload) -> str:
    """What the reporter is told about a file that could not be cleaned; empty otherwise."""
    return str(Reason(upload.reason).words) if upload.reason else ""


def _digest(file: UploadedFile[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
