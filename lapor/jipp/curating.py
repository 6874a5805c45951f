"""The hub's curator: returns with reasons or publishes. What is shown can be taken away and shown again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.jipp.codes import SECTIONS, Decision, InnovationStatus, JippAct, VersionStatus
from lapor.jipp.given import checklist
from lapor.jipp.models import Attachment, Innovation, InnovationVersion, Review
from lapor.jipp.rights import curated_hubs, demand_curator, writes_for
from lapor.jipp.table import advance
from lapor.jipp.writing import FACTS
from lapor.registry.models import Category
from lapor.reports.refusals import BadInput, NotAllowed, Stale
from lapor.reports.texts import optional, required

REASON_MAX = 2_000


def waiting(actor: Actor) -> QuerySet[InnovationVersion]:
    """What this actor's hubs have to review, the longest waiting first."""
    rows = InnovationVersion.objects.filter(
        status=VersionStatus.IN_REVIEW, innovation__hub__in=curated_hubs(actor)
    )
    return rows.select_related("innovation__agency", "innovation__hub")


@transaction.atomic
def give_back(
    version: InnovationVersion,
    *,
    ticked: Collection[str],
    reason: str,
    by: Actor,
    now: datetime,
    edits: int | None = None,
) -> Review:
    """Returned to its writers, with what has to be bettered. `edits` and Stale as for `publish`."""
    _hold(version, edits, by)
    why = required("reason", reason, longest=REASON_MAX, shortest=10)
    advance(version, JippAct.RETURN, by=by, now=now)
    Innovation.objects.filter(pk=version.innovation_id, published=None).update(
        status=InnovationStatus.RETURNED
    )
    return _reviewed(version, ticked, Decision.RETURNED, why, by, now)


@transaction.atomic
def publish(
    version: InnovationVersion,
    *,
    ticked: Collection[str],
    by: Actor,
    now: datetime,
    note: str = "",
    edits: int | None = None,
) -> Review:
    """Shown to everybody from now on, in the place of an older version. BadInput where a tick is missing.

    `edits`: as the curator read it (none: as `version` was fetched); Stale where its writers have taken it
    back and changed it since, for nobody publishes what was not read.
    """
    _hold(version, edits, by)
    if missing := [check for check in checklist() if check.code not in ticked]:
        raise BadInput(
            checklist=_("Belum semua diperiksa (%(n)s lagi). Centang semuanya, atau kembalikan.")
            % {"n": len(missing)}
        )
    innovation = Innovation.objects.select_for_update().get(pk=version.innovation_id)
    innovation.versions.filter(status=VersionStatus.PUBLISHED).update(status=VersionStatus.SUPERSEDED)
    advance(version, JippAct.PUBLISH, by=by, now=now, published_at=now)
    _show(innovation, version, now)
    return _reviewed(version, ticked, Decision.PUBLISHED, optional("note", note, longest=REASON_MAX), by, now)


@transaction.atomic
def withdraw(innovation: Innovation, *, by: Actor, now: datetime) -> None:
    """Nobody sees it in public any more; its owner's or its hub's to do."""
    if not writes_for(by, innovation.agency):
        demand_curator(by, innovation.hub)
    advance(innovation, JippAct.WITHDRAW, by=by, now=now, changed_at=now)


@transaction.atomic
def restore(innovation: Innovation, *, by: Actor, now: datetime) -> None:
    """Shown again; by the hub, so that what it took away does not come back past it."""
    demand_curator(by, innovation.hub)
    advance(innovation, JippAct.RESTORE, by=by, now=now, changed_at=now)


def _hold(version: InnovationVersion, edits: int | None, by: Actor) -> None:
    """Locked, always before its innovation, and as it is now. Whoever submitted or wrote it last does not
    decide about it."""
    read = version.edits if edits is None else edits
    InnovationVersion.objects.select_for_update().get(pk=version.pk)
    version.refresh_from_db()
    if version.edits != read:
        raise Stale
    demand_curator(by, version.innovation.hub)
    if by.user_id is not None and by.user_id in (version.submitted_by_id, version.written_by_id):
        raise NotAllowed(_("Anda ikut menulisnya. Minta kurator lain untuk memeriksa."))


def _show(innovation: Innovation, version: InnovationVersion, now: datetime) -> None:
    facts = {name: getattr(version, name) for name in FACTS}
    Innovation.objects.filter(pk=innovation.pk).update(
        **facts,
        status=InnovationStatus.PUBLISHED,
        published=version,
        published_at=innovation.published_at or now,
        changed_at=now,
        search=_vector(version),
    )
    innovation.categories.set(Category.objects.filter(code__in=version.categories))
    Attachment.objects.filter(innovation=innovation, replication=None).exclude(key="").update(released=True)


def _vector(version: InnovationVersion) -> Combinable:
    """Titles weigh more than summaries, these more than the rest."""
    rest = " ".join(getattr(version, name) for name in SECTIONS[1:])
    title, summary = Value(version.title), Value(version.summary)
    heavy = SearchVector(title, weight="A", config="indonesian")
    light = SearchVector(Value(rest), weight="C", config="indonesian")
    return heavy + SearchVector(summary, weight="B", config="indonesian") + light


def _reviewed(
    version: InnovationVersion,
    ticked: Collection[str],
    decision: Decision,
    reason: str,
    by: Actor,
    now: datetime,
) -> Review:
    found = {check.code: check.code in ticked for check in checklist()}
    return Review.objects.create(
        version=version, reviewer_id=by.user_id, checklist=found, decision=decision, reason=reason, at=now
    )
