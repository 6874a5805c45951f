"""Putting one of the own published innovations forward."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lapor.accounts.gate import actor_of
from lapor.backoffice.competition.calls import fetch
from lapor.backoffice.competition.doors import frame
from lapor.backoffice.gate import officer
from lapor.jipp.competition.proposing import NotEligible, offered, propose, reasons
from lapor.jipp.competition.wording import labels
from lapor.jipp.models import Call, Innovation
from lapor.jipp.rights import WRITING
from lapor.reports.refusals import Refusal
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset

LARGEST = 2**31


@require_http_methods(["GET", "HEAD", "POST"])
@officer(*sorted(WRITING))
def proposal(request: HttpRequest, call: int) -> HttpResponseBase:
    """Those that may be put forward, and for each of the others everything that it lacks."""
    found, actor = fetch(request, call), actor_of(request)
    if request.method != "POST":
        return _page(request, found)
    chosen = _chosen(request, found)
    if chosen is None:
        return _page(request, found, said=[_("Pilih salah satu inovasi di bawah.")], status=422)
    try:
        made = propose(found, chosen, labels=labels(), by=actor, now=timezone.now())
    except NotEligible as refusal:
        return _page(request, found, said=refusal.reasons, status=422)
    except Refusal as refusal:
        return _page(request, found, said=[str(refusal)], status=refusal.status)
    messages.success(
        request, _("“%(title)s” diusulkan dengan nomor %(n)s.") % {"title": made.title, "n": made.number}
    )
    return redirect("kelola-kompetisi-satu", call)


def _chosen(request: HttpRequest, call: Call) -> Innovation | None:
    sent = request.POST.get("innovation", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 11 and int(sent) < LARGEST):
        return None
    innovation = offered(call, actor_of(request)).filter(pk=int(sent)).first()
    if innovation is None:
        raise Http404
    return innovation


def _page(
    request: HttpRequest, call: Call, *, said: list[str] | None = None, status: int = 200
) -> HttpResponseBase:
    actor = actor_of(request)
    cursor = request.GET.get(PARAM) if request.method != "POST" else None
    try:
        page = keyset(offered(call, actor), keys=("title", "id"), cursor=cursor)
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    names = labels()
    rows = [(one, reasons(call, one.published, names)) for one in page.items if one.published]
    context = {"call": call, "page": page, "rows": rows, "said": said or []}
    return render(request, "backoffice/competition/proposal.html", context | frame(request), status=status)
