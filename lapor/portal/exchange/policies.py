"""Policy notes and consultations, with what people say and what is replied to each point."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lapor.accounts.actors import Actor
from lapor.jipp.exchange.codes import PolicyKind, PolicyStatus
from lapor.jipp.exchange.policies import shown_comments, takes_comments
from lapor.jipp.exchange.questions import public_text
from lapor.jipp.exchange.rights import public_policies
from lapor.jipp.models import Policy
from lapor.notifications.waiting import comment
from lapor.portal.exchange.doors import page_of, too_often
from lapor.portal.exchange.forms import CommentForm
from lapor.reports.refusals import BadInput, Refusal
from lapor.ui.errors import error_page
from lapor.ui.pages import BadCursor


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    try:
        page = page_of(request, public_policies(), ("-created_at", "-id"))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    now = timezone.now()
    rows = [(one, takes_comments(one, now)) for one in page.items]
    return render(request, "portal/exchange/policies.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """One text; a POST comments on it."""
    row, now = get_object_or_404(public_policies(), slug=slug), timezone.now()
    if request.method != "POST":
        return _page(request, row, CommentForm(), now)
    form = CommentForm(request.POST)
    if form.is_valid() and (said := too_often(request, now=now)):
        form.add_error(None, said)
    if not form.is_valid():
        return _page(request, row, form, now, status=422)
    try:
        by = cast("Actor", request.actor)  # type: ignore[attr-defined]
        comment(row, text=form.cleaned_data["text"], name=form.cleaned_data["name"], by=by, now=now)
    except BadInput as refusal:
        form.take(refusal)
        return _page(request, row, form, now, status=422)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, form, now, status=refusal.status)
    messages.success(request, _("Terima kasih. Tanggapan Anda tampil setelah diperiksa."))
    return redirect("exchange:policy", slug)


def _page(
    request: HttpRequest, row: Policy, form: CommentForm, now: datetime, *, status: int = 200
) -> HttpResponse:
    try:
        page = page_of(request, shown_comments(row), ("id",))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    context = {
        "row": row,
        "form": form,
        "open": takes_comments(row, now),
        "consulted": row.kind == PolicyKind.CONSULTATION,
        "concluded": row.status == PolicyStatus.CONCLUDED,
        "page": page,
        "comments": [(one, public_text(one.name), public_text(one.text)) for one in page.items],
    }
    return render(request, "portal/exchange/policy.html", context, status=status)
