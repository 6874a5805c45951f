"""Pictures and documents of innovations and replications: cleaned, then kept under UPLOADS."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from PIL import Image

from lapor.accounts.actors import Actor
from lapor.jipp.codes import OPEN_REPLICATIONS, FileKind, InnovationStatus, VersionStatus
from lapor.jipp.models import Attachment, Innovation, Replication
from lapor.jipp.replicating import copies, takes_part, teaches
from lapor.jipp.rights import demand_writer, readable_innovations, readable_replications
from lapor.jipp.writing import submitted_words
from lapor.reports.attaching import Stored, drop, store
from lapor.reports.cleaning import Cleaned, Kind, Refused, clean, safe_name
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.texts import required

EACH_BYTES = 10 * 1024 * 1024
MOST = 12
PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})


def prepare(file: IO[bytes], kind: FileKind) -> Cleaned:
    """Clean one file before any transaction: it takes seconds. BadInput on `file`."""
    try:
        made = clean(file, limit_bytes=EACH_BYTES)
    except Refused as refused:
        raise BadInput(file=str(refused)) from refused
    if not made.cleaned:
        raise BadInput(
            file=_("Berkas ini tidak dapat dibersihkan dari data tersembunyi. Simpan ulang, lalu coba lagi.")
        )
    picture = made.kind in PICTURES
    if picture != (kind == FileKind.PICTURE) and kind != FileKind.EVIDENCE:
        raise BadInput(file=_("Untuk gambar pilih JPEG atau PNG; untuk dokumen pilih PDF."))
    return made


@transaction.atomic
def attach(
    innovation: Innovation,
    made: Cleaned,
    *,
    kind: FileKind,
    caption: str,
    by: Actor,
    now: datetime,
    replication: Replication | None = None,
) -> Attachment:
    """Keep a prepared file; shown to the public once a curator publishes, evidence once it is finished.

    WrongState while a curator reviews: what is published is what was looked at. Evidence is whoever copies's.
    """
    _demand(innovation, replication, by)
    if replication is not None and kind == FileKind.EVIDENCE and not copies(replication, by):
        raise NotAllowed
    words = required("caption", caption, longest=200, shortest=5)
    held = _held(innovation, replication)
    living = held.attachments.exclude(key="").filter(replication=replication)
    if living.count() >= MOST:
        raise BadInput(file=_("Paling banyak %(n)s berkas. Hapus satu dulu.") % {"n": MOST})
    number = (held.attachments.aggregate(last=Max("number"))["last"] or 0) + 1
    size = _size(made)
    stored = store(made)
    try:
        return _row(held, stored, number, size, kind, words, replication, now)
    except BaseException:
        default_storage.delete(stored.key)
        raise


@transaction.atomic
def remove(attachment: Attachment, *, by: Actor) -> None:
    """The file is deleted, its row stays. WrongState while a curator reviews, or where it has ended.

    Whoever copied takes evidence away also after the end: somebody's name may stand in it.
    """
    row = attachment.replication
    _demand(attachment.innovation, row, by)
    if row is None or not may_remove(row, by):
        _held(attachment.innovation, row)
    drop([attachment.key])
    Attachment.objects.filter(pk=attachment.pk).update(key="", released=False)


def may_remove(row: Replication, by: Actor) -> bool:
    """Whether this actor takes files of this replication away."""
    return copies(row, by) or (row.status in OPEN_REPLICATIONS and teaches(row, by))


def visible(actor: Actor) -> QuerySet[Attachment]:
    """Released files of what is shown, and those of one's own innovations and replications."""
    own = Q(replication=None, innovation__in=readable_innovations(actor))
    own |= Q(replication__in=readable_replications(actor))
    return Attachment.objects.filter(own | _public()).exclude(key="")


def shown(innovation: Innovation) -> QuerySet[Attachment]:
    """What everybody sees of a published innovation, its own files first."""
    rows = Attachment.objects.filter(_public(), innovation=innovation).exclude(key="")
    return rows.order_by("number")


def of_innovation(innovation: Innovation) -> QuerySet[Attachment]:
    """Its own files, shown or not yet, in the order they came."""
    rows = Attachment.objects.filter(innovation=innovation, replication=None).exclude(key="")
    return rows.order_by("number")


def open_file(attachment: Attachment) -> IO[bytes]:
    """The bytes; the caller closes."""
    return default_storage.open(attachment.key, "rb")


def is_public(attachment: Attachment) -> bool:
    """Whether everybody sees it now."""
    return attachment.released and attachment.innovation.status == InnovationStatus.PUBLISHED


def _public() -> Q:
    return Q(released=True, innovation__status=InnovationStatus.PUBLISHED)


def _held(innovation: Innovation, replication: Replication | None) -> Innovation:
    """The row, locked; files stand still while a curator looks at them, and after a replication has ended."""
    held = Innovation.objects.select_for_update().get(pk=innovation.pk)
    if replication is None and held.versions.filter(status=VersionStatus.IN_REVIEW).exists():
        raise WrongState(submitted_words())
    if (
        replication is not None
        and not held.replications.filter(pk=replication.pk, status__in=OPEN_REPLICATIONS).exists()
    ):
        raise WrongState(_("Replikasi ini sudah berakhir."))
    return held


def _demand(innovation: Innovation, replication: Replication | None, by: Actor) -> None:
    if replication is None:
        demand_writer(by, innovation.agency)
    elif not takes_part(replication, by):
        raise NotAllowed


def _size(made: Cleaned) -> tuple[int, int] | None:
    if made.kind not in PICTURES:
        return None
    with Image.open(made.file) as picture:
        found = picture.size
    made.file.seek(0)
    return found


def _row(
    innovation: Innovation,
    stored: Stored,
    number: int,
    size: tuple[int, int] | None,
    kind: FileKind,
    caption: str,
    replication: Replication | None,
    now: datetime,
) -> Attachment:
    return Attachment.objects.create(
        innovation=innovation,
        replication=replication,
        kind=kind,
        number=number,
        caption=caption,
        content_type=stored.kind.content_type,
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        name=safe_name(number, stored.kind),
        width=size[0] if size else None,
        height=size[1] if size else None,
        created_at=now,
    )
