"""Innovations written: begun, changed, submitted, taken up again as a new version."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.jipp.checking import checked, faults
from lapor.jipp.codes import EDITABLE, OPEN_VERSIONS, JippAct, VersionStatus
from lapor.jipp.models import Hub, HubMember, Innovation, InnovationVersion
from lapor.jipp.rights import demand_writer
from lapor.jipp.table import advance, remember
from lapor.registry.models import Agency
from lapor.reports.refusals import BadInput, Stale, WrongState
from lapor.reports.texts import required
from lapor.sla.zones import NATIONAL

# What a version says beside its sections; copied to the innovation when it is published.
FACTS = ("title", "sector", "sdg", "target_group", "cost_band", "started_on", "ended_on")
# Pages of the network beside its innovations.
RESERVED = frozenset({"hub", "kompetisi", "kegiatan", "kebijakan", "umpan"})
CONTENT_LEFT_OUT = {
    "id", "innovation", "number", "status", "edits", "written_by", "written_at", "submitted_by",
    "submitted_at", "published_at",
}  # fmt: skip


@transaction.atomic
def begin(agency: Agency, *, hub: Hub, title: str, by: Actor, now: datetime) -> InnovationVersion:
    """A first draft. BadInput on `hub` where the agency, or one above it, is no member of the hub."""
    demand_writer(by, agency)
    name = required("title", title, longest=150, shortest=5)
    if not HubMember.objects.filter(hub=hub, hub__active=True, agency__in=agency.lineage()).exists():
        raise BadInput(hub=_("Instansi ini belum menjadi anggota hub itu. Hubungi pengelola hubnya."))
    innovation = Innovation.objects.create(
        slug=_slug(name),
        hub=hub,
        agency=agency,
        region_id=agency.region_id or agency.top().region_id,
        title=name,
        created_at=now,
        changed_at=now,
    )
    version = InnovationVersion.objects.create(
        innovation=innovation, number=1, title=name, written_by_id=by.user_id, written_at=now
    )
    remember(version, JippAct.WRITE, by=by, now=now)
    return version


@transaction.atomic
def write(
    version: InnovationVersion, fields: Mapping[str, Any], *, edits: int, by: Actor, now: datetime
) -> InnovationVersion:
    """Keep what was written into a draft; `fields` by column, missing ones stay.

    `edits`: as the form was opened; Stale where somebody has saved since. BadInput by field; too many words
    are refused here already, too few only when it is submitted.
    """
    demand_writer(by, version.innovation.agency)
    values = checked(fields, today=now.astimezone(NATIONAL).date())
    rows = InnovationVersion.objects.filter(pk=version.pk, status__in=EDITABLE)
    if not rows.exists():
        raise WrongState(submitted_words())
    if not rows.filter(edits=edits).update(
        **values, edits=F("edits") + 1, written_by_id=by.user_id, written_at=now
    ):
        raise Stale
    version.refresh_from_db()
    Innovation.objects.filter(pk=version.innovation_id).update(changed_at=now)
    _show_draft(version)
    return version


@transaction.atomic
def renew(innovation: Innovation, *, by: Actor, now: datetime) -> InnovationVersion:
    """A new draft that begins with what is shown; this stays shown until the new one is published.

    The open version where there is one already.
    """
    demand_writer(by, innovation.agency)
    open_one = innovation.versions.filter(status__in=OPEN_VERSIONS).first()
    if open_one is not None:
        return open_one
    shown = innovation.published
    if shown is None:
        raise WrongState(_("Inovasi ini belum pernah terbit."))
    number = innovation.versions.aggregate(last=Max("number"))["last"] + 1
    content = {name: getattr(shown, name) for name in content_fields()}
    try:
        with transaction.atomic():
            version = InnovationVersion.objects.create(
                innovation=innovation, number=number, written_by_id=by.user_id, written_at=now, **content
            )
    except IntegrityError as error:
        raise WrongState(_("Orang lain baru saja mulai menulis versi baru. Muat ulang halaman.")) from error
    remember(version, JippAct.WRITE, by=by, now=now)
    return version


@transaction.atomic
def submit(version: InnovationVersion, *, by: Actor, now: datetime) -> InnovationVersion:
    """To the hub's curators. BadInput by field for what is missing, too short or too long."""
    demand_writer(by, version.innovation.agency)
    # Locked, so that what is submitted is what was looked through.
    InnovationVersion.objects.select_for_update().get(pk=version.pk)
    # No file comes or goes at once with it (`files`).
    Innovation.objects.select_for_update().get(pk=version.innovation_id)
    version.refresh_from_db()
    if found := faults(version):
        raise BadInput(**found)
    advance(version, JippAct.SUBMIT, by=by, now=now, submitted_by_id=by.user_id, submitted_at=now)
    _follow(version)
    return version


@transaction.atomic
def take_back(version: InnovationVersion, *, by: Actor, now: datetime) -> InnovationVersion:
    """A draft again, before a curator has decided."""
    demand_writer(by, version.innovation.agency)
    advance(version, JippAct.TAKE_BACK, by=by, now=now, submitted_at=None)
    _follow(version)
    return version


def submitted_words() -> str:
    """Why nothing can be changed now."""
    return _("Tulisan ini sudah diajukan. Tarik dulu pengajuannya bila ingin mengubah.")


def content_fields() -> list[str]:
    """The columns of a version that people write."""
    return [field.name for field in InnovationVersion._meta.fields if field.name not in CONTENT_LEFT_OUT]


def _follow(version: InnovationVersion) -> None:
    """Until it is first published an innovation stands where its version stands."""
    Innovation.objects.filter(pk=version.innovation_id, published=None).update(status=version.status)


def _show_draft(version: InnovationVersion) -> None:
    """An unpublished innovation has the title of its draft; of the published one nothing changes."""
    facts = {name: getattr(version, name) for name in FACTS}
    Innovation.objects.filter(pk=version.innovation_id, published=None).update(**facts)


def _slug(title: str) -> str:
    slug = slugify(title)[:100] or "inovasi"
    taken = slug in RESERVED or Innovation.objects.filter(slug=slug).exists()
    return f"{slug}-{secrets.token_hex(4)}" if taken else slug


def open_version(innovation: Innovation) -> InnovationVersion | None:
    """The one that is being written or reviewed; one query."""
    return innovation.versions.filter(status__in=OPEN_VERSIONS).first()


def shown_or_open(innovation: Innovation) -> InnovationVersion:
    """What an officer of the agency reads: the open version, else the published one."""
    return open_version(innovation) or innovation.versions.filter(status=VersionStatus.PUBLISHED).get()
