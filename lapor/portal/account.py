"""`/akun/`: a logged-in reporter's own reports in one list."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.portal.asking import actor_of
from lapor.portal.standing import pill
from lapor.reports.access import own_reports
from lapor.reports.looking import look_at_list
from lapor.ui.pages import PARAM, BadCursor, keyset

PER_PAGE = 20


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Reports whose confirmed contact is one this account has proven."""
    actor = actor_of(request)
    own = own_reports(actor)
    try:
        page = keyset(own, cursor=request.GET.get(PARAM), limit=PER_PAGE)
    except BadCursor:
        page = keyset(own, limit=PER_PAGE)
    seen = look_at_list(page.items, actor, now=timezone.now())
    rows = [(each, pill(each.report)) for each in seen]
    context = {"page": page, "rows": rows, "officer": actor.at_desk, "seated": bool(actor.posts)}
    return render(request, "portal/account.html", context)
