"""Policy texts of the hubs one runs: written, published, concluded; with what waits to be read."""

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
from lapor.backoffice.exchange.forms import PolicyForm, TextForm, begun_policy
from lapor.backoffice.gate import officer
from lapor.jipp.exchange.codes import PolicyKind, PolicyStatus
from lapor.jipp.exchange.policies import conclude, publish_policy, unsettled, write_policy
from lapor.jipp.exchange.rights import RUNNING, run_policies
from lapor.jipp.models import Comment, Policy
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset


@require_safe
@officer(*RUNNING)
def policies(request: HttpRequest) -> HttpResponseBase:
    """The newest first, drafts among them."""
    rows = run_policies(actor_of(request))
    return listing(request, "policies.html", rows, ("-created_at", "-id"), here="kebijakan")


@require_http_methods(["GET", "HEAD", "POST"])
@officer(*RUNNING)
def new(request: HttpRequest) -> HttpResponseBase:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@officer(*RUNNING)
def change(request: HttpRequest, policy: int) -> HttpResponseBase:
    return _edit(request, found(run_policies(actor_of(request)), policy))


@require_safe
@officer(*RUNNING)
def policy(request: HttpRequest, policy: int) -> HttpResponseBase:
    """The text and all comments, in the order they came."""
    return _page(request, found(run_policies(actor_of(request)), policy))


@require_POST
@officer(*RUNNING)
def publication(request: HttpRequest, policy: int) -> HttpResponseBase:
    row = found(run_policies(actor_of(request)), policy)
    return do(
        request, row, publish_policy, _page, said=_("Naskah diterbitkan."), back="kelola-kebijakan-satu"
    )


@require_POST
@officer(*RUNNING)
def conclusion(request: HttpRequest, policy: int) -> HttpResponseBase:
    """What came of it, once every point has its reply."""
    actor, now = actor_of(request), timezone.now()
    row = found(run_policies(actor), policy)
    form = _conclusion(request.POST)
    saving = Saving(
        form,
        lambda: conclude(row, text=form.cleaned_data["text"], by=actor, now=now),
        lambda status=200: _page(request, row, form=form, status=status),
        lambda made: redirect("kelola-kebijakan-satu", made.pk),
        _("Konsultasi selesai. Hasilnya tampil untuk umum."),
    )
    return save(request, saving)


def _conclusion(sent: Any = None) -> TextForm:
    return TextForm(sent, label=_("Hasil konsultasi"))


def _page(
    request: HttpRequest, row: Policy, *, form: TextForm | None = None, status: int = 200
) -> HttpResponseBase:
    cursor = request.GET.get(PARAM) if request.method != "POST" else None
    try:
        page = keyset(Comment.objects.filter(policy=row), keys=("id",), cursor=cursor)
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=request.path)
    consulted = row.kind == PolicyKind.CONSULTATION
    context = {
        "row": row,
        "page": page,
        "form": form or _conclusion(),
        "consulted": consulted,
        "draft": row.status == PolicyStatus.DRAFT,
        "concluding": consulted and row.status == PolicyStatus.PUBLISHED,
        "lacking": unsettled(row).count() if consulted else 0,
    }
    return shown(request, "policy.html", context, status=status)


def _edit(request: HttpRequest, row: Policy | None) -> HttpResponseBase:
    actor, now, posted = actor_of(request), timezone.now(), request.method == "POST"
    begun = begun_policy(row) if row else {"kind": PolicyKind.NOTE}
    form = PolicyForm(request.POST if posted else None, initial=begun, row=row, **hubs_of(request))

    def act() -> Any:
        return write_policy(form.cleaned_data.get("hub"), form.paper(), by=actor, now=now, row=row)

    def show(status: int = 200) -> HttpResponseBase:
        return shown(request, "policy_edit.html", {"form": form, "row": row}, status=status)

    if not posted:
        return show()
    saving = Saving(
        form, act, show, lambda made: redirect("kelola-kebijakan-satu", made.pk), _("Naskah disimpan.")
    )
    return save(request, saving)
