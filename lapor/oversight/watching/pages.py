"""`/kelola/pengawasan/` and what hangs on it: silent agencies, surges, officers' load."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of, office_of, officer
from lapor.accounts.roles import NATIONAL, WHOLE, Role
from lapor.indicators import watching
from lapor.oversight.watching import load, numbers, silent
from lapor.registry.models import Agency
from lapor.registry.queries import agency_meant
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, Page, keyset
from lapor.ui.texts import printable

M = TypeVar("M", bound=Model)
VIEWERS = (*NATIONAL, *WHOLE)
# Whoever spreads the work, and the nation's supervisor; leadership and inspectorate read figures of offices.
SPREADERS = (Role.NATIONAL_SUPERVISOR, Role.COORDINATOR)
SHOWN = 5
PER_PAGE = 25
HOME = "/kelola/pengawasan/"


@require_GET
@officer(*VIEWERS)
def overview(request: HttpRequest) -> HttpResponseBase:
    """All numbers in scope. A fixed number of queries, each bounded."""
    actor, now = actor_of(request), timezone.now()
    found = numbers.sections(actor, now=now)
    context: dict[str, Any] = {
        "sections": found,
        "late": next(one for one in found if one.id == "instansi-lewat"),
        "silences": silent.silences(
            list(silent.silent(actor).order_by(*silent.SILENT_KEYS)[:SHOWN]), actor, now=now
        ),
        "rushes": silent.rushes(list(silent.surges().order_by("-id")[:SHOWN]))
        if actor.has(*NATIONAL)
        else None,
        "days": watching.whole("silent_working_days"),
        "spreads": actor.has(*SPREADERS),
    }
    return render(request, "oversight/watching.html", context | office_of(actor))


def paged(view: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """A cursor that no list made is a page that there is not."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        try:
            return view(request)
        except BadCursor as refusal:
            return error_page(request, 404, detail=str(refusal), back=HOME)

    return guarded


@require_GET
@officer(*VIEWERS)
@paged
def silent_agencies(request: HttpRequest) -> HttpResponseBase:
    """Those that fell silent, the longest late first."""
    actor, now = actor_of(request), timezone.now()
    page = _page(request, silent.silent(actor), silent.SILENT_KEYS)
    context = {
        "page": page,
        "silences": silent.silences(page.items, actor, now=now),
        "days": watching.whole("silent_working_days"),
    }
    return render(request, "oversight/silent.html", context | office_of(actor))


@require_GET
@officer(*NATIONAL)
@paged
def surges(request: HttpRequest) -> HttpResponseBase:
    """The surges, the newest first, and how one is found."""
    page = _page(request, silent.surges(), silent.SURGE_KEYS)
    context = {"page": page, "rushes": silent.rushes(page.items), "rules": watching.settings()}
    return render(request, "oversight/surges.html", context | office_of(actor_of(request)))


@require_GET
@officer(*SPREADERS)
@paged
def officers(request: HttpRequest) -> HttpResponseBase:
    """Open reports by officer, of the national desk or of one agency (`instansi`, by name or code)."""
    actor, now = actor_of(request), timezone.now()
    typed = printable(request.GET.get("instansi", "")).strip()[:120]
    agency = _office(actor, typed)
    keys = load.KEYS if agency else load.NATIONAL_KEYS
    page = _page(request, load.seats(agency, now=now), keys)
    context = {
        "page": page,
        "agency": agency,
        "typed": typed,
        "unknown": bool(typed) and agency is None,
        "chooses": actor.has(Role.NATIONAL_SUPERVISOR),
        "loads": load.loads(page.items, actor, now=now),
    }
    return render(request, "oversight/load.html", context | office_of(actor))


def _office(actor: Actor, typed: str) -> Agency | None:
    """The agency asked for; for a coordinator the own one, or a unit below it (else Http404)."""
    found = agency_meant(typed) if typed else None
    if actor.has(Role.NATIONAL_SUPERVISOR):
        return found
    own = [post for post in actor.posts if post.role is Role.COORDINATOR and post.agency_id]
    if not typed:
        found = Agency.objects.filter(path__in=[post.path for post in own[:1]]).first()
    if found is None or not any(post.covers(found.path) for post in own):
        raise Http404
    return found


def _page(request: HttpRequest, rows: QuerySet[M], keys: tuple[str, ...]) -> Page[M]:
    return keyset(rows, keys=keys, cursor=request.GET.get(PARAM), limit=PER_PAGE)
