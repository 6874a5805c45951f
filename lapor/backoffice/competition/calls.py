"""Running a competition: its plan, its steps, who scores; and the list of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lapor.accounts.gate import actor_of
from lapor.accounts.roles import Role
from lapor.backoffice.competition.doors import frame, refused
from lapor.backoffice.competition.forms import CallForm, EvaluatorForm
from lapor.backoffice.gate import officer
from lapor.jipp.competition import calls as verbs
from lapor.jipp.competition import counting, evaluators
from lapor.jipp.competition.codes import CallStatus
from lapor.jipp.competition.proposing import proposals, ranked
from lapor.jipp.competition.rights import (
    AT_DESK,
    holds_somewhere,
    managed_calls,
    proposes,
    seen_calls,
)
from lapor.jipp.competition.wording import method_words, rules, standing
from lapor.jipp.models import Call
from lapor.jipp.rights import everywhere, run_hubs
from lapor.notifications.waiting import invite
from lapor.reports.refusals import BadInput, Refusal
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, Page, keyset

RUNNING = (Role.HUB_MANAGER, Role.NATIONAL_SUPERVISOR)
PER_PAGE = 50


@dataclass(frozen=True)
class Step:
    """A step of a call's life: from which status, by which verb, what its button says and what follows.

    `ends`: what cannot be done any more after it, said before the button.
    """

    of: CallStatus
    verb: Callable[..., Call]
    label: str | Promise
    ends: str | Promise
    done: str | Promise


# By the noun in the address.
STEPS: dict[str, Step] = {
    "pembukaan": Step(
        CallStatus.DRAFT,
        verbs.open_call,
        gettext_lazy("Buka untuk umum"),
        gettext_lazy("Setelah dibuka untuk umum, aturan ini tidak bisa diubah lagi."),
        gettext_lazy("Kompetisi dibuka."),
    ),
    "penilaian": Step(
        CallStatus.OPEN,
        verbs.begin_scoring,
        gettext_lazy("Mulai penilaian"),
        gettext_lazy("Setelah ini tidak ada usulan baru."),
        gettext_lazy("Penilaian dimulai. Setiap penilai yang bersedia mendapat lembar penilaian."),
    ),
    "penghitungan": Step(
        CallStatus.SCORING,
        counting.count_call,
        gettext_lazy("Tutup penilaian dan hitung"),
        gettext_lazy("Setelah ini tidak ada nilai yang bisa diberikan atau diubah."),
        gettext_lazy("Peringkat sudah dihitung. Periksa, lalu umumkan."),
    ),
    "pengumuman": Step(
        CallStatus.COUNTED,
        counting.publish_call,
        gettext_lazy("Umumkan hasil"),
        gettext_lazy("Semua nilai tampil untuk umum, dengan nama samaran. Ini tidak bisa ditarik lagi."),
        gettext_lazy("Hasil sudah diumumkan bersama semua nilainya."),
    ),
}


@require_safe
@officer(*AT_DESK)
def calls(request: HttpRequest) -> HttpResponseBase:
    """All that one may read, the newest first."""
    actor = actor_of(request)
    try:
        page = keyset(seen_calls(actor), keys=("-opens_on", "-id"), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    day = verbs.today(timezone.now())
    context = {
        "page": page,
        "rows": [(one, standing(one, day)) for one in page.items],
        "holds": holds_somewhere(actor),
    }
    return render(request, "backoffice/competition/calls.html", context | frame(request, "kompetisi"))


@require_http_methods(["GET", "HEAD", "POST"])
@officer(*RUNNING)
def new(request: HttpRequest) -> HttpResponseBase:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@officer(*RUNNING)
def change(request: HttpRequest, call: int) -> HttpResponseBase:
    return _edit(request, managed(request, call))


@require_safe
@officer(*AT_DESK)
def call(request: HttpRequest, call: int) -> HttpResponseBase:
    """Rules and state for everybody; to who runs it also proposals, evaluators and the next step."""
    return _page(request, fetch(request, call))


@require_POST
@officer(*RUNNING)
def step(request: HttpRequest, call: int, noun: str) -> HttpResponseBase:
    """The next step of its life; a refusal is said on the call's page (409)."""
    found, one = managed(request, call), STEPS[noun]
    try:
        one.verb(found, by=actor_of(request), now=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, _page, found)
    messages.success(request, str(one.done))
    return redirect("kelola-kompetisi-satu", call)


@require_POST
@officer(*RUNNING)
def invitation(request: HttpRequest, call: int) -> HttpResponseBase:
    """Ask somebody to score."""
    found, actor, now = managed(request, call), actor_of(request), timezone.now()
    form = EvaluatorForm(request.POST, people=evaluators.candidates(found, now=now))
    if form.is_valid():
        try:
            asked = invite(found, form.cleaned_data["user"], by=actor, now=now)
        except BadInput as refusal:
            form.take(refusal)
        except Refusal as refusal:
            return refused(request, refusal, _page, found)
        else:
            messages.success(request, _("%(name)s diundang menilai.") % {"name": asked.user})
            return redirect("kelola-kompetisi-satu", call)
    return _page(request, found, form=form, status=422)


def fetch(request: HttpRequest, number: int) -> Call:
    """To fetch is to check: a call that is prepared elsewhere does not exist (404)."""
    found = seen_calls(actor_of(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def managed(request: HttpRequest, number: int) -> Call:
    """One's own to run, else 404."""
    found = managed_calls(actor_of(request)).select_related("hub").defer("results").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, found: Call, *, form: EvaluatorForm | None = None, status: int = 200
) -> HttpResponseBase:
    actor, now = actor_of(request), timezone.now()
    runs = managed_calls(actor).filter(pk=found.pk).exists()
    context: dict[str, Any] = {
        "call": found,
        "status": standing(found, verbs.today(now)),
        "rules": rules(found),
        "method": method_words(found),
        "runs": runs,
        "proposes": proposes(actor) and found.status == CallStatus.OPEN,
    }
    if runs:
        try:
            context["page"] = _proposals(request, found)
        except BadCursor as refusal:
            return error_page(request, 404, detail=str(refusal), back=request.path)
        context |= {
            "form": form or EvaluatorForm(people=evaluators.candidates(found, now=now)),
            "inviting": found.status in evaluators.INVITING,
            "evaluators": evaluators.progress(found),
            "steps": [(noun, one) for noun, one in STEPS.items() if one.of == found.status],
            "draft": found.status == CallStatus.DRAFT,
            "counted": found.counted_at is not None,
            "lacking": counting.short(found) if found.status == CallStatus.SCORING else 0,
        }
    return render(request, "backoffice/competition/call.html", context | frame(request), status=status)


def _proposals(request: HttpRequest, found: Call) -> Page[Any]:
    cursor = request.GET.get(PARAM) if request.method != "POST" else None
    if found.counted_at is not None:
        return keyset(ranked(found), keys=("rank", "number"), cursor=cursor, limit=PER_PAGE)
    return keyset(proposals(found), keys=("number", "id"), cursor=cursor, limit=PER_PAGE)


def _edit(request: HttpRequest, found: Call | None) -> HttpResponseBase:
    actor, now, posted = actor_of(request), timezone.now(), request.method == "POST"
    form = CallForm(
        request.POST if posted else None,
        hubs=run_hubs(actor).filter(active=True).order_by("name"),
        country=everywhere(actor),
        call=found,
    )
    if posted and form.is_valid():
        try:
            kept = (
                verbs.change_call(found, form.plan(), by=actor, now=now)
                if found
                else verbs.prepare_call(form.cleaned_data["hub"], form.plan(), by=actor, now=now)
            )
        except BadInput as refusal:
            form.take(refusal)
        except Refusal as refusal:
            assert found is not None  # noqa: S101 - only a change meets another state
            return refused(request, refusal, _page, found)
        else:
            messages.success(request, _("Kompetisi “%(name)s” disimpan.") % {"name": kept.title})
            return redirect("kelola-kompetisi-satu", kept.pk)
    context = {"form": form, "call": found} | frame(request)
    return render(request, "backoffice/competition/edit.html", context, status=422 if posted else 200)
