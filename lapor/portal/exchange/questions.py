"""Questions about one innovation and its owner's answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lapor.jipp.exchange.questions import public_text
from lapor.jipp.exchange.rights import public_questions
from lapor.jipp.models import Innovation
from lapor.jipp.rights import published
from lapor.notifications.waiting import ask
from lapor.portal.exchange.doors import page_of, too_often
from lapor.portal.exchange.forms import QuestionForm
from lapor.reports.refusals import BadInput
from lapor.ui.errors import error_page
from lapor.ui.pages import BadCursor


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Answered ones, the newest first; a POST asks."""
    row, now = get_object_or_404(published().select_related("agency"), slug=slug), timezone.now()
    if request.method != "POST":
        return _page(request, row, QuestionForm())
    form = QuestionForm(request.POST)
    if form.is_valid() and (said := too_often(request, now=now)):
        form.add_error(None, said)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        ask(row, text=form.cleaned_data["text"], name=form.cleaned_data["name"], now=now)
    except BadInput as refusal:
        form.take(refusal)
        return _page(request, row, form, status=422)
    messages.success(request, _("Terima kasih. Pertanyaan Anda tampil bersama jawabannya."))
    return redirect("exchange:questions", slug)


def _page(request: HttpRequest, row: Innovation, form: QuestionForm, *, status: int = 200) -> HttpResponse:
    try:
        page = page_of(request, public_questions(row), ("-id",))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    context = {
        "row": row,
        "form": form,
        "page": page,
        "questions": [(one, public_text(one.name), public_text(one.text)) for one in page.items],
    }
    return render(request, "portal/exchange/questions.html", context, status=status)
