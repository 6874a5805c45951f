"""The public pages of competitions."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lapor.jipp.competition import recount
from lapor.jipp.competition.calls import today
from lapor.jipp.competition.codes import CallStatus
from lapor.jipp.competition.proposing import ranked
from lapor.jipp.competition.rights import public_calls
from lapor.jipp.competition.wording import method_words, rules, standing
from lapor.jipp.models import Call
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset

PER_PAGE = 50


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    try:
        page = keyset(public_calls(), keys=("-opens_on", "-id"), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    day = today(timezone.now())
    context = {"page": page, "rows": [(one, standing(one, day)) for one in page.items]}
    return render(request, "portal/competition/calls.html", context)


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules; after publication the ranking too."""
    found = get_object_or_404(public_calls(), slug=slug)
    published = found.status == CallStatus.PUBLISHED
    try:
        page = (
            keyset(ranked(found), keys=("rank", "number"), cursor=request.GET.get(PARAM), limit=PER_PAGE)
            if published
            else None
        )
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    context = {
        "call": found,
        "status": standing(found, today(timezone.now())),
        "rules": rules(found),
        "method": method_words(found),
        "page": page,
        "published": published,
    }
    return render(request, "portal/competition/call.html", context)


@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """The published file, word for word; its SHA-256 is the ETag."""
    found = Call.objects.filter(slug=slug, status=CallStatus.PUBLISHED).values_list("results", flat=True)
    text = found.first()
    if text is None:
        raise Http404
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="nilai-{slug}.json"'
    answer["ETag"] = f'"{hashlib.sha256(text.encode()).hexdigest()}"'
    return answer


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The program that counts a published file again: plain Python, nothing of ours in it."""
    text = Path(recount.__file__).read_text(encoding="utf-8")
    answer = HttpResponse(text, content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="hitung-ulang.py"'
    return answer
