"""Help while an answer is written: a template put in, and advice on what stands there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lapor.accounts.gate import actor_of
from lapor.accounts.roles import ANSWERING
from lapor.backoffice import shelf
from lapor.backoffice.acts import ACTS, Doing
from lapor.backoffice.acts.advising import advise
from lapor.backoffice.acts.answering import FINAL, waiting
from lapor.backoffice.gate import fetch, officer, refusal_page
from lapor.backoffice.models import AnswerTemplate
from lapor.backoffice.template_fields import fill
from lapor.backoffice.views import refuse, report_page
from lapor.reports.lifecycle import TABLE
from lapor.reports.looking import Seen, look
from lapor.reports.refusals import Refusal

# What was typed and goes back with the template; the version is the one that the officer had read.
KEPT = ("text", "kind", "version", "inserted")


@require_POST
@officer()
def insertion(request: HttpRequest, number: int, noun: str) -> HttpResponseBase:
    """The form of this act once more, with a template's text behind what was typed. Nothing is sent.

    A template put in before and not touched since makes room for the next.
    """
    kind, doing = ACTS[noun], Doing(fetch(request, number), actor_of(request), timezone.now())
    try:
        kind.check(doing, TABLE)
    except Refusal as refusal:
        return refuse(request, doing, kind, refusal)
    form, chosen = kind(doing=doing), _picked(request, "template")
    form.initial.update({name: value for name, value in request.POST.items() if name in KEPT})
    if chosen is None:
        messages.warning(request, _("Pilih dulu templatnya, lalu tekan lagi."))
        return report_page(request, doing, form, status=422)
    seen = look(doing.report, doing.by, now=doing.now)
    before = _without(request.POST.get("text", ""), _picked(request, "inserted"), seen, doing)
    text = fill(chosen.text, seen, now=doing.now)
    form.initial.update(text=f"{before}\n\n{text}" if before else text, inserted=chosen.pk)
    return report_page(request, doing, form)


@require_POST
@officer()
def advice(request: HttpRequest, number: int) -> HttpResponseBase:
    """What the check would advise on the text as it stands now: a fragment."""
    doing = Doing(fetch(request, number), actor_of(request), timezone.now())
    if not doing.by.has(*ANSWERING):
        return refusal_page(request, 403)
    kind, draft = request.POST.get("kind"), None
    if kind is None:
        draft = waiting(doing)
    final = draft.final if draft else kind == FINAL
    found = advise(doing, request.POST.get("text", ""), final=final)
    return render(request, "backoffice/advice.html", {"advice": found})


def _picked(request: HttpRequest, name: str) -> AnswerTemplate | None:
    asked = request.POST.get(name, "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
        return None
    return shelf.usable(actor_of(request)).filter(pk=int(asked)).first()


def _without(typed: str, last: AnswerTemplate | None, seen: Seen, doing: Doing) -> str:
    clean = typed.replace("\r\n", "\n").strip()
    if last is None:
        return clean
    return clean.removesuffix(fill(last.text, seen, now=doing.now).strip()).strip()
