"""A curator's page: the version, what changed since the one that is shown, the checklist, the decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lapor.accounts.gate import actor_of
from lapor.backoffice.jipp.doors import innovation_of, networker, page, take, worded
from lapor.backoffice.jipp.facts import facts
from lapor.jipp import curating, files, rights, writing
from lapor.jipp.codes import VersionStatus
from lapor.jipp.given import checklist, sections
from lapor.jipp.models import Innovation, InnovationVersion
from lapor.reports.refusals import BadInput, Stale
from lapor.ui.forms import Checks


def _checks() -> list[tuple[str, str]]:
    return [(check.code, check.label) for check in checklist()]


class ReviewForm(forms.Form):
    say_optional = False
    checklist = forms.MultipleChoiceField(
        label=gettext_lazy("Sudah diperiksa"),
        required=False,
        choices=lazy(_checks, list)(),
        widget=Checks,
    )
    reason = forms.CharField(
        label=gettext_lazy("Catatan kurator"),
        required=False,
        help_text=gettext_lazy("Bila dikembalikan, tulis apa yang perlu diperbaiki."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    # Of the version that the page showed.
    edits = forms.IntegerField(widget=forms.HiddenInput, required=False)
    decision = forms.ChoiceField(
        choices=[("terbit", "terbit"), ("kembali", "kembali")], widget=forms.HiddenInput, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self)


@require_http_methods(["GET", "HEAD", "POST"])
@networker
def review(request: HttpRequest, innovation: int) -> HttpResponseBase:
    """`decision`: the button that was pressed."""
    row = innovation_of(request, innovation)
    rights.demand_curator(actor_of(request), row.hub)
    version = row.versions.filter(status=VersionStatus.IN_REVIEW).first() or _decided(row)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _decide(request, form, version):
        return redirect("kelola-inovasi-tinjauan")
    before = row.published if row.published_id != version.pk else None
    context = {
        "row": row,
        "version": version,
        "form": form,
        "compared": _beside(before, version),
        "facts": facts(before, version),
        "files": files.of_innovation(row),
    }
    return page(request, "review.html", context, status=422 if form.is_bound else 200)


@require_GET
@networker
def versions(request: HttpRequest, innovation: int, number: int) -> HttpResponseBase:
    """A version beside the one before it."""
    row = innovation_of(request, innovation)
    version = row.versions.filter(number=number).first()
    if version is None:
        raise Http404
    before = row.versions.filter(number=number - 1).first()
    context = {
        "row": row,
        "version": version,
        "compared": _beside(before, version),
        "facts": facts(before, version),
        "before": before,
    }
    return page(request, "version.html", context)


def _decided(row: Innovation) -> InnovationVersion:
    """None waits: whoever comes late sees the last one, and is told by the verb."""
    return writing.shown_or_open(row)


def _decide(request: HttpRequest, form: ReviewForm, version: InnovationVersion) -> bool:
    given, by, now = form.cleaned_data, actor_of(request), timezone.now()
    read = {"ticked": given["checklist"], "edits": given["edits"]}
    try:
        if given["decision"] == "terbit":
            curating.publish(version, **read, note=given["reason"], by=by, now=now)
            messages.success(request, _("“%(title)s” sudah terbit.") % {"title": version.title})
        else:
            curating.give_back(version, **read, reason=given["reason"], by=by, now=now)
            messages.success(request, _("“%(title)s” dikembalikan.") % {"title": version.title})
    except BadInput as refusal:
        take(form, refusal)
    except Stale:
        form.add_error(None, _("Isinya berubah sejak halaman ini dibuka. Baca lagi, lalu putuskan."))
    else:
        return True
    return False


def _beside(before: InnovationVersion | None, after: InnovationVersion) -> list[tuple[str, str, str]]:
    """Label, old and new text of the title and each section; the old ones empty for a first version."""
    names = {"title": _("Judul inovasi"), **{code: one.label for code, one in sections().items()}}
    return [
        (label, getattr(before, code) if before else "", getattr(after, code))
        for code, label in names.items()
    ]
