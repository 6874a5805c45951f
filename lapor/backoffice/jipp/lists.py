"""/kelola/inovasi/: one's innovations, what waits for one as a curator, and one's replications."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from lapor.accounts.gate import actor_of
from lapor.accounts.roles import Role
from lapor.backoffice.jipp.doors import networker, page
from lapor.jipp import curating, replicating, rights
from lapor.jipp.codes import InnovationStatus, ReplicationStatus
from lapor.ui.components import Status, Tone
from lapor.ui.pages import PARAM, keyset

TONES = {
    InnovationStatus.DRAFT: Tone.CALM,
    InnovationStatus.IN_REVIEW: Tone.INFO,
    InnovationStatus.RETURNED: Tone.WARN,
    InnovationStatus.PUBLISHED: Tone.OK,
    InnovationStatus.WITHDRAWN: Tone.CALM,
    ReplicationStatus.ASKED: Tone.WARN,
    ReplicationStatus.ACCEPTED: Tone.INFO,
    ReplicationStatus.RUNNING: Tone.INFO,
    ReplicationStatus.FINISHED: Tone.OK,
    ReplicationStatus.REFUSED: Tone.CALM,
    ReplicationStatus.STOPPED: Tone.CALM,
}


def pill(status: str, word: str) -> Status:
    return Status(word, next(tone for code, tone in TONES.items() if code == status))


@require_GET
@networker
def innovations(request: HttpRequest) -> HttpResponseBase:
    """The newest changed first; who only accompanies or scores is led to what there is to do."""
    by = actor_of(request)
    parts = tabs(request)
    if not parts["reads"]:
        return redirect("kelola-replikasi" if by.has(Role.MENTOR) else "kelola-penilaian")
    rows = rights.readable_innovations(by).select_related("agency", "hub")
    found = keyset(rows, keys=("-changed_at", "-id"), cursor=request.GET.get(PARAM))
    lines = [(row, pill(row.status, row.get_status_display())) for row in found.items]
    context = {"page": found, "lines": lines, "here": "inovasi"} | parts
    return page(request, "innovations.html", context)


@require_GET
@networker
def reviews(request: HttpRequest) -> HttpResponseBase:
    """What waits for this curator's hubs, the longest waiting first."""
    by = actor_of(request)
    found = keyset(curating.waiting(by), keys=("submitted_at", "id"), cursor=request.GET.get(PARAM))
    return page(request, "reviews.html", {"page": found, "here": "tinjauan"} | tabs(request))


@require_GET
@networker
def replications(request: HttpRequest) -> HttpResponseBase:
    """All that this officer's side takes part in, the newest first; who stands still is marked."""
    by, now = actor_of(request), timezone.now()
    rows = rights.readable_replications(by).select_related("innovation", "agency")
    found = keyset(rows, keys=("-id",), cursor=request.GET.get(PARAM))
    ids = [row.pk for row in found.items]
    still = set(replicating.stalled(now).filter(pk__in=ids).values_list("pk", flat=True))
    lines = [(row, pill(row.status, row.get_status_display()), row.pk in still) for row in found.items]
    context = {"page": found, "lines": lines, "here": "replikasi"} | tabs(request)
    return page(request, "replications.html", context)


def tabs(request: HttpRequest) -> dict[str, bool]:
    """Which parts this officer has: no query."""
    by = actor_of(request)
    found = {
        "writes": by.has(*rights.WRITING),
        "curates": by.has(*rights.CURATING),
        "runs": by.has(*rights.RUNNING) or rights.everywhere(by),
    }
    reads = any(found.values())
    return found | {
        "reads": reads,
        "copies": reads or by.has(Role.MENTOR),
        "scores": by.has(Role.EVALUATOR),
    }
