"""`/inovasi/<slug>/`: one innovation: its eight sections, facts, files, who learned from whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of
from lapor.jipp import files
from lapor.jipp.codes import ContactShown, FileKind, NoteKind, ReplicationStatus
from lapor.jipp.given import sections
from lapor.jipp.goals import GOALS
from lapor.jipp.learning import Branch, tree
from lapor.jipp.models import Attachment, Innovation, InnovationVersion, ReplicationNote
from lapor.jipp.rights import WRITING, published
from lapor.jipp.searching import similar
from lapor.portal.evidence import pages as evidence
from lapor.portal.jipp.drawing import Map, map_of

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})
ADAPTATIONS = 20


@dataclass(frozen=True)
class Part:
    """One section as it is read."""

    code: str
    label: str
    text: str


def shown_one(slug: str) -> Innovation:
    """A published innovation with all that its pages need; 404 for others. One query."""
    rows = published().select_related("agency", "hub", "region", "published")
    return get_object_or_404(rows, slug=slug)


@require_safe
def innovation(request: HttpRequest, slug: str) -> HttpResponse:
    """A fixed number of queries, however often it was copied."""
    row = shown_one(slug)
    version = row.published
    assert version is not None  # noqa: S101 - a constraint of the table
    actor = actor_of(request)
    branches = tree(row)
    given = list(files.shown(row))
    context = {
        "row": row,
        "version": version,
        "parts": parts(version),
        "goal": GOALS.get(row.sdg or 0, ""),
        "categories": row.categories.order_by("name"),
        "contact": shows_contact(version, actor),
        "pictures": [one for one in given if one.kind == FileKind.PICTURE],
        "documents": [one for one in given if one.kind != FileKind.PICTURE],
        "similar": similar(row),
        "branches": branches,
        "map": _map(branches),
        "adaptations": _adaptations(row),
        "asks": actor.has(*WRITING),
        **evidence.of_page(row, now=timezone.now()),
    }
    return render(request, "portal/jipp/innovation.html", context)


@require_safe
def file(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """One file, to those who may have it; to all others it does not exist."""
    rows = files.visible(actor_of(request)).select_related("innovation")
    found = rows.filter(innovation__slug=slug, number=number).first()
    if found is None:
        raise Http404
    return answer(found)


def answer(found: Attachment) -> FileResponse:
    """The bytes, shown in the browser only where they are a cleaned picture or PDF."""
    try:
        content = files.open_file(found)
    except FileNotFoundError as lost:
        raise Http404 from lost
    shown = found.content_type in SHOWN
    response = FileResponse(
        content, as_attachment=not shown, filename=found.name, content_type=found.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=60" if files.is_public(found) else "private, no-store"
    return response


def parts(version: InnovationVersion) -> list[Part]:
    return [Part(code, one.label, getattr(version, code)) for code, one in sections().items()]


def shows_contact(version: InnovationVersion, actor: Actor) -> bool:
    """As its owner chose: to everybody, to those with a seat, to nobody."""
    if version.contact_shown == ContactShown.OFFICERS:
        return bool(actor.posts)
    return version.contact_shown == ContactShown.EVERYBODY


def _map(branches: list[Branch]) -> Map | None:
    return map_of(branches) if len(branches) > 1 else None


def _adaptations(row: Innovation) -> list[ReplicationNote]:
    """What others changed, of replications that are finished."""
    notes = ReplicationNote.objects.filter(
        replication__innovation=row,
        replication__status=ReplicationStatus.FINISHED,
        kind=NoteKind.ADAPTATION,
    )
    return list(notes.select_related("replication__agency").order_by("-id")[:ADAPTATIONS])
