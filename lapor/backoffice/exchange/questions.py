"""Questions about the innovations of one's own agencies."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lapor.accounts.gate import actor_of
from lapor.backoffice.exchange.doors import Saving, found, listing, save, shown
from lapor.backoffice.exchange.forms import ReasonForm, TextForm
from lapor.backoffice.gate import officer
from lapor.jipp.exchange.codes import QuestionStatus
from lapor.jipp.exchange.questions import answer_question, refuse_question
from lapor.jipp.exchange.rights import ANSWERING, own_questions
from lapor.jipp.models import Question


@require_safe
@officer(*ANSWERING)
def questions(request: HttpRequest) -> HttpResponseBase:
    """Those that wait, the oldest first."""
    waiting = own_questions(actor_of(request)).filter(status=QuestionStatus.WAITING)
    return listing(request, "questions.html", waiting, ("id",), here="pertanyaan")


@require_http_methods(["GET", "HEAD", "POST"])
@officer(*ANSWERING)
def question(request: HttpRequest, question: int) -> HttpResponseBase:
    """One question; a POST answers it."""
    actor, now = actor_of(request), timezone.now()
    row = found(own_questions(actor), question)
    if request.method != "POST":
        return _page(request, row)
    form = TextForm(request.POST)
    saving = Saving(
        form,
        lambda: answer_question(row, text=form.cleaned_data["text"], by=actor, now=now),
        lambda status=200: _page(request, row, answer=form, status=status),
        lambda _made: redirect("kelola-pertanyaan"),
        _("Jawaban tampil untuk umum."),
    )
    return save(request, saving)


@require_POST
@officer(*ANSWERING)
def refusal(request: HttpRequest, question: int) -> HttpResponseBase:
    """Not to be shown, and why."""
    actor, now = actor_of(request), timezone.now()
    row = found(own_questions(actor), question)
    form = ReasonForm(request.POST)
    saving = Saving(
        form,
        lambda: refuse_question(row, reason=form.cleaned_data["reason"], by=actor, now=now),
        lambda status=200: _page(request, row, reason=form, status=status),
        lambda _made: redirect("kelola-pertanyaan"),
        _("Pertanyaan tidak ditampilkan."),
    )
    return save(request, saving)


def _page(
    request: HttpRequest,
    row: Question,
    *,
    answer: TextForm | None = None,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    answering = answer or TextForm()
    answering.fields["text"].label = _("Jawaban")
    context = {
        "row": row,
        "form": answer or reason,
        "answer": answering,
        "reason": reason or ReasonForm(),
        "waiting": row.status == QuestionStatus.WAITING,
    }
    return shown(request, "question.html", context, status=status)
