"""/kelola/templat/: the answer templates of one's own agency, and of those above it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of, office_of
from lapor.accounts.roles import ANSWERING, Role
from lapor.backoffice import shelf
from lapor.backoffice.gate import officer
from lapor.backoffice.models import AnswerTemplate
from lapor.registry.models import Agency
from lapor.reports.blanks import FIELDS
from lapor.reports.refusals import BadInput
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset

# Whoever has thousands of units writes for the agency, or leaves it to the unit's own coordinator.
OFFICES = 500


class TemplateForm(forms.Form):
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("Untuk instansi atau unit"), empty_label=None
    )
    name = forms.CharField(
        label=gettext_lazy("Nama templat"), help_text=gettext_lazy("Misalnya: Lampu sudah diganti")
    )
    text = forms.CharField(label=gettext_lazy("Teks"), widget=forms.Textarea(attrs={"rows": 14}))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        offered = shelf.offices(actor).order_by("path").values("pk")[:OFFICES]
        field.queryset = Agency.objects.filter(pk__in=offered).order_by("path")
        field.error_messages["invalid_choice"] = _("Pilih salah satu.")
        for each in self.fields.values():
            each.error_messages["required"] = _("Bagian ini belum diisi. Tulis beberapa kata.")

    def take(self, refusal: BadInput) -> None:
        for name, message in refusal.errors.items():
            self.add_error(name if name in self.fields else None, message)


@require_GET
@officer(*ANSWERING)
def templates(request: HttpRequest) -> HttpResponseBase:
    """Those one may use or change, by name."""
    actor = actor_of(request)
    try:
        page = keyset(shelf.listed(actor), keys=("name", "id"), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/templat/")
    paths = actor.paths(Role.COORDINATOR)
    rows = [(row, any(row.agency.path.startswith(path) for path in paths)) for row in page.items]
    context = {"page": page, "rows": rows, "writes": bool(paths), "samples": shelf.samples()}
    return render(request, "backoffice/templates.html", context | office_of(actor))


@require_http_methods(["GET", "HEAD", "POST"])
@officer(Role.COORDINATOR)
def new(request: HttpRequest) -> HttpResponseBase:
    """A new one, perhaps begun with a sample (`contoh`, its place in the list)."""
    return _edit(request, None, _begun(request))


@require_http_methods(["GET", "HEAD", "POST"])
@officer(Role.COORDINATOR)
def template(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = get_object_or_404(shelf.kept_by(actor_of(request)), pk=pk)
    return _edit(request, row, {"agency": row.agency_id, "name": row.name, "text": row.text})


@require_POST
@officer(Role.COORDINATOR)
def retirement(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = get_object_or_404(shelf.kept_by(actor_of(request)), pk=pk)
    shelf.retire(row, now=timezone.now())
    messages.success(request, _("Templat “%(name)s” tidak ditawarkan lagi.") % {"name": row.name})
    return redirect("kelola-templat")


def _begun(request: HttpRequest) -> dict[str, object]:
    number = request.GET.get("contoh", "")
    samples = dict(enumerate(shelf.samples(), start=1))
    sample = samples.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 4 else None
    return {"name": sample.name, "text": sample.text} if sample else {}


def _edit(request: HttpRequest, row: AnswerTemplate | None, initial: dict[str, Any]) -> HttpResponseBase:
    actor = actor_of(request)
    posted = request.method == "POST"
    form = TemplateForm(request.POST if posted else None, initial=initial, actor=actor)
    if posted and form.is_valid():
        try:
            kept = shelf.keep(row, by=actor, now=timezone.now(), **form.cleaned_data)
        except BadInput as refusal:
            form.take(refusal)
        else:
            messages.success(request, _("Templat “%(name)s” disimpan.") % {"name": kept.name})
            return redirect("kelola-templat")
    context = {"form": form, "row": row, "fields": FIELDS} | office_of(actor)
    return render(request, "backoffice/template.html", context, status=422 if posted else 200)
