"""An evaluator's pages: what one was asked, one's sheets, and one sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lapor.accounts.gate import actor_of
from lapor.accounts.roles import Role
from lapor.backoffice.competition.doors import frame, refused
from lapor.backoffice.competition.forms import ConflictForm, ScoreForm
from lapor.backoffice.gate import officer
from lapor.jipp.competition.codes import CallStatus, EvaluatorStatus
from lapor.jipp.competition.criteria import of_row
from lapor.jipp.competition.evaluators import answer_invitation
from lapor.jipp.competition.judging import declare_conflict, own_sheets, score
from lapor.jipp.competition.rights import evaluations as evaluations_of
from lapor.jipp.competition.wording import labels
from lapor.jipp.models import Evaluator, ScoreSheet
from lapor.reports.refusals import BadInput, Refusal
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, following, keyset

KEYS = ("proposal__number", "id")
PER_PAGE = 50


@require_safe
@officer(Role.EVALUATOR)
def evaluations(request: HttpRequest) -> HttpResponseBase:
    """Calls one was asked to score, the newest first."""
    actor = actor_of(request)
    try:
        page = keyset(evaluations_of(actor), keys=("-id",), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    context = {"page": page} | frame(request, "penilaian")
    return render(request, "backoffice/competition/evaluations.html", context)


@require_safe
@officer(Role.EVALUATOR)
def evaluation(request: HttpRequest, evaluation: int) -> HttpResponseBase:
    """One's own sheets of one call."""
    return _page(request, _asked(request, evaluation))


@require_POST
@officer(Role.EVALUATOR)
def willingness(request: HttpRequest, evaluation: int) -> HttpResponseBase:
    """Say yes (`ya`) or no."""
    asked, yes = _asked(request, evaluation), request.POST.get("jawaban") == "ya"
    if request.POST.get("jawaban") not in ("ya", "tidak"):
        messages.error(request, _("Pilih salah satu."))
        return _page(request, asked, status=422)
    try:
        answer_invitation(asked, yes=yes, by=actor_of(request), now=timezone.now())
    except Refusal as refusal:
        return refused(request, refusal, _page, asked)
    messages.success(request, _("Terima kasih, jawaban Anda sudah dicatat."))
    return redirect("kelola-penilaian-satu", evaluation) if yes else redirect("kelola-penilaian")


@require_http_methods(["GET", "HEAD", "POST"])
@officer(Role.EVALUATOR)
def sheet(request: HttpRequest, sheet: int) -> HttpResponseBase:
    """Read one proposal and give it marks."""
    found = _sheet(request, sheet)
    if request.method != "POST":
        return _sheet_page(request, found)
    form = ScoreForm(request.POST, criteria=of_row(found.proposal.call.criteria))
    if not form.is_valid():
        return _sheet_page(request, found, form=form, status=422)
    try:
        score(
            found, form.marks(), remark=form.cleaned_data["remark"], by=actor_of(request), now=timezone.now()
        )
    except BadInput as refusal:
        form.take(refusal)
        return _sheet_page(request, found, form=form, status=422)
    except Refusal as refusal:
        return refused(request, refusal, _sheet_page, found)
    messages.success(request, _("Nilai untuk “%(title)s” disimpan.") % {"title": found.proposal.title})
    return _onward(request, found)


@require_POST
@officer(Role.EVALUATOR)
def conflict(request: HttpRequest, sheet: int) -> HttpResponseBase:
    """Say that one may not score this proposal."""
    found, form = _sheet(request, sheet), ConflictForm(request.POST)
    if not form.is_valid():
        return _sheet_page(request, found, conflict=form, status=422)
    try:
        declare_conflict(found, reason=form.cleaned_data["reason"], by=actor_of(request), now=timezone.now())
    except BadInput as refusal:
        form.take(refusal)
        return _sheet_page(request, found, conflict=form, status=422)
    except Refusal as refusal:
        return refused(request, refusal, _sheet_page, found)
    messages.success(request, _("Benturan kepentingan dicatat. Usulan ini dinilai orang lain."))
    return _onward(request, found)


def _onward(request: HttpRequest, done: ScoreSheet) -> HttpResponseBase:
    """To the next sheet that waits, else back to the list."""
    waiting = own_sheets(actor_of(request)).filter(
        evaluator=done.evaluator_id, conflict="", marks__isnull=True
    )
    after = following(waiting, done, keys=KEYS) or waiting.order_by(*KEYS).first()
    if after:
        return redirect("kelola-lembar", after.pk)
    return redirect("kelola-penilaian-satu", done.evaluator_id)


def _asked(request: HttpRequest, number: int) -> Evaluator:
    found = evaluations_of(actor_of(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _sheet(request: HttpRequest, number: int) -> ScoreSheet:
    """One's own, else 404."""
    found = own_sheets(actor_of(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, asked: Evaluator, *, status: int = 200) -> HttpResponseBase:
    actor = actor_of(request)
    sheets = own_sheets(actor).filter(evaluator=asked)
    cursor = request.GET.get(PARAM) if request.method != "POST" else None
    try:
        page = keyset(sheets, keys=KEYS, cursor=cursor, limit=PER_PAGE)
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    context = {
        "asked": asked,
        "call": asked.call,
        "waiting": asked.status == EvaluatorStatus.INVITED,
        "page": page,
        "scoring": asked.call.status == CallStatus.SCORING,
    }
    return render(request, "backoffice/competition/evaluation.html", context | frame(request), status=status)


def _sheet_page(
    request: HttpRequest,
    found: ScoreSheet,
    *,
    form: ScoreForm | None = None,
    conflict: ConflictForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    call, version = found.proposal.call, found.proposal.version
    initial = (found.marks or {}) | {"remark": found.remark}
    context = {
        "sheet": found,
        "call": call,
        "texts": [(label, getattr(version, code)) for code, label in labels().items()],
        "form": form or ScoreForm(criteria=of_row(call.criteria), initial=initial),
        "conflict_form": conflict or ConflictForm(auto_id="id_konflik_%s"),
        "open": call.status == CallStatus.SCORING and not found.conflict,
    }
    return render(
        request,
        "backoffice/competition/sheet.html",
        context | frame(request),
        status=status,
    )
