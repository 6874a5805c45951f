"""Gatherings of the hubs one runs: prepared, opened, called off, and who comes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lapor.accounts.gate import actor_of
from lapor.backoffice.exchange.doors import Saving, do, found, hubs_of, listing, save, shown
from lapor.backoffice.exchange.forms import GatheringForm, begun_gathering
from lapor.backoffice.gate import officer
from lapor.jipp.exchange.codes import GatheringStatus
from lapor.jipp.exchange.gatherings import open_gathering, prepare_gathering
from lapor.jipp.exchange.rights import RUNNING, run_gatherings
from lapor.jipp.models import Gathering, Participant
from lapor.notifications import gatherings as telling
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset


@require_safe
@officer(*RUNNING)
def gatherings(request: HttpRequest) -> HttpResponseBase:
    """The latest first, drafts among them."""
    return listing(
        request, "gatherings.html", run_gatherings(actor_of(request)), ("-starts_at", "-id"), here="kegiatan"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officer(*RUNNING)
def new(request: HttpRequest) -> HttpResponseBase:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@officer(*RUNNING)
def change(request: HttpRequest, gathering: int) -> HttpResponseBase:
    return _edit(request, found(run_gatherings(actor_of(request)), gathering))


@require_safe
@officer(*RUNNING)
def gathering(request: HttpRequest, gathering: int) -> HttpResponseBase:
    """Its facts, and who has a seat."""
    return _page(request, found(run_gatherings(actor_of(request)), gathering))


@require_POST
@officer(*RUNNING)
def opening(request: HttpRequest, gathering: int) -> HttpResponseBase:
    row = found(run_gatherings(actor_of(request)), gathering)
    said = _("Pendaftaran dibuka.")
    return do(request, row, open_gathering, _page, said=said, back="kelola-kegiatan-satu")


@require_POST
@officer(*RUNNING)
def cancellation(request: HttpRequest, gathering: int) -> HttpResponseBase:
    row = found(run_gatherings(actor_of(request)), gathering)
    said = _("Kegiatan dibatalkan. Peserta dikabari lewat surel.")
    return do(request, row, telling.call_off, _page, said=said, back="kelola-kegiatan-satu")


def _page(request: HttpRequest, row: Gathering, *, status: int = 200) -> HttpResponseBase:
    people = Participant.objects.filter(gathering=row)
    cursor = request.GET.get(PARAM) if request.method != "POST" else None
    try:
        page = keyset(people, keys=("id",), cursor=cursor, limit=50)
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    context = {
        "row": row,
        "page": page,
        "draft": row.status == GatheringStatus.DRAFT,
        "open": row.status == GatheringStatus.OPEN,
    }
    return shown(request, "gathering.html", context, status=status)


def _edit(request: HttpRequest, row: Gathering | None) -> HttpResponseBase:
    actor, now, posted = actor_of(request), timezone.now(), request.method == "POST"
    begun = begun_gathering(row) if row else {}
    form = GatheringForm(request.POST if posted else None, initial=begun, row=row, **hubs_of(request))

    def act() -> Any:
        if row:
            return telling.change(row, form.facts(), by=actor, now=now)
        return prepare_gathering(form.cleaned_data["hub"], form.facts(), by=actor, now=now)

    def show(status: int = 200) -> HttpResponseBase:
        return shown(request, "gathering_edit.html", {"form": form, "row": row}, status=status)

    if not posted:
        return show()
    saving = Saving(
        form, act, show, lambda made: redirect("kelola-kegiatan-satu", made.pk), _("Kegiatan disimpan.")
    )
    return save(request, saving)
