"""`/instansi/`: every agency that takes reports, by kind, and those that went before."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lapor.registry import names
from lapor.registry.directory import RANK
from lapor.registry.models import Agency, AgencyKind
from lapor.ui.forms import Checks
from lapor.ui.pages import PARAM, BadCursor, keyset

PER_PAGE = 50
KEYS = ("rank", "name", "id")
# A search of more words than this finds nothing that fewer would not.
WORDS = 8


class Search(forms.Form):
    say_optional = False
    q = forms.CharField(label=_("Cari instansi"), required=False, max_length=100)
    jenis = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=[("", _("Semua")), *(kind for kind in AgencyKind.choices if kind[0] != AgencyKind.UNIT)],
    )
    lama = forms.MultipleChoiceField(
        label=_("Instansi yang sudah berganti"),
        required=False,
        choices=[("ya", _("Tampilkan juga"))],
        widget=Checks,
    )


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """Without a search the top agencies; a search finds units too."""
    form = Search(request.GET)
    form.is_valid()
    rows = matching(form.cleaned_data)
    try:
        page = keyset(rows, keys=KEYS, cursor=request.GET.get(PARAM), limit=PER_PAGE)
    except BadCursor:
        page = keyset(rows, keys=KEYS, limit=PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "filtered": any(form.cleaned_data.values()),
        "more_open": bool(form.cleaned_data.get("jenis") or form.cleaned_data.get("lama") or form.errors),
    }
    return render(request, "oversight/agencies.html", context)


def matching(chosen: dict[str, object]) -> QuerySet[Agency]:
    """Ministries first, then by name."""
    rows = Agency.objects.filter(unmapped=False).annotate(rank=RANK)
    rows = rows.select_related("parent", "region__parent", "successor")
    words = names.plain(str(chosen.get("q") or ""))[:100].split()[:WORDS]
    for word in words:
        rows = rows.filter(search__contains=word)
    if not words:
        rows = rows.exclude(kind=AgencyKind.UNIT)
    if kind := chosen.get("jenis"):
        rows = rows.filter(kind=kind)
    if not chosen.get("lama"):
        rows = rows.filter(valid_to=None, active=True)
    return rows
