"""Pages of saved views: the list of them, opening one, its name, and the end of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts.gate import actor_of, office_of
from lapor.backoffice import saved
from lapor.backoffice.gate import officer
from lapor.backoffice.listing.asking import query_of
from lapor.backoffice.models import SavedView
from lapor.reports.refusals import BadInput
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset


class ViewForm(forms.Form):
    """`query` travels along hidden: the address of the list that is to be saved."""

    name = forms.CharField(
        label=gettext_lazy("Nama tampilan"),
        max_length=saved.NAME_MAX,
        error_messages={
            "required": gettext_lazy("Tulis namanya, misalnya “Jalan rusak bulan ini”."),
            "max_length": gettext_lazy("Terlalu panjang. Tulis paling banyak 60 huruf."),
        },
    )
    shared = forms.BooleanField(
        label=gettext_lazy("Bagikan kepada petugas di kantor saya"),
        help_text=gettext_lazy("Mereka melihat saringan ini, dengan laporan di lingkup mereka sendiri."),
        required=False,
    )
    query = forms.CharField(required=False, max_length=5_000, widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@officer()
def views(request: HttpRequest) -> HttpResponseBase:
    """All views that this officer may open; POST saves one more."""
    if request.method != "POST":
        return _page(request)
    form = ViewForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    given, actor = form.cleaned_data, actor_of(request)
    try:
        query = query_of(QueryDict(given["query"]).dict())
    except TooManyFieldsSent:
        return _page(request, _refused(form, saved.too_long()), status=422)
    try:
        saved.keep(actor, name=given["name"], query=query, shared=given["shared"], now=timezone.now())
    except BadInput as refusal:
        return _page(request, _refused(form, refusal), status=422)
    messages.success(request, _("Tampilan “%(name)s” tersimpan.") % {"name": given["name"]})
    return redirect(f"/kelola/?{query}")


@require_GET
@officer()
def opened(request: HttpRequest, view: int) -> HttpResponseBase:
    """Opens the list that was saved; 404 for a view of somebody else that is not shared with this office."""
    found = get_object_or_404(saved.readable(actor_of(request)), pk=view)
    return redirect(f"/kelola/?{found.query}")


@require_http_methods(["GET", "HEAD", "POST"])
@officer()
def name(request: HttpRequest, view: int) -> HttpResponseBase:
    """Another name for an own view, or shared or no more."""
    actor = actor_of(request)
    row = get_object_or_404(saved.own(actor), pk=view)
    if request.method != "POST":
        return _name_page(request, row, ViewForm(initial={"name": row.name, "shared": row.shared}))
    form = ViewForm(request.POST)
    if not form.is_valid():
        return _name_page(request, row, form, status=422)
    given = form.cleaned_data
    try:
        saved.change(row, actor, name=given["name"], shared=given["shared"])
    except BadInput as refusal:
        return _name_page(request, row, _refused(form, refusal), status=422)
    messages.success(request, _("Tampilan “%(name)s” tersimpan.") % {"name": row.name})
    return redirect("kelola-tampilan")


@require_POST
@officer()
def deletion(request: HttpRequest, view: int) -> HttpResponseBase:
    row = get_object_or_404(saved.own(actor_of(request)), pk=view)
    row.delete()
    messages.success(request, _("Tampilan “%(name)s” terhapus.") % {"name": row.name})
    return redirect("kelola-tampilan")


def _refused(form: ViewForm, refusal: BadInput) -> ViewForm:
    for field, why in refusal.errors.items():
        form.add_error(field, why)
    return form


def _page(request: HttpRequest, form: ViewForm | None = None, *, status: int = 200) -> HttpResponseBase:
    """The list; above it the form that could not be saved, with what was typed."""
    actor = actor_of(request)
    rows = saved.readable(actor).select_related("user")
    try:
        page = keyset(rows, keys=("-id",), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/tampilan/")
    context: dict[str, Any] = {"page": page, "form": form, "me": actor.user_id}
    return render(request, "backoffice/views.html", context | office_of(actor), status=status)


def _name_page(
    request: HttpRequest, row: SavedView, form: ViewForm, *, status: int = 200
) -> HttpResponseBase:
    context = {"form": form, "view": row} | office_of(actor_of(request))
    return render(request, "backoffice/view_name.html", context, status=status)
