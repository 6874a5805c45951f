"""`/instansi/`: every agency that takes reports, by kind, and those that went before."""

from __future__ import annotations

from urllib.parse import urlencode

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
TABS = [("", _("Semua")), *(kind for kind in AgencyKind.choices if kind[0] != AgencyKind.UNIT)]


class Search(forms.Form):
    say_optional = False
    q = forms.CharField(label=_("Cari instansi"), required=False, max_length=100)
    jenis = forms.ChoiceField(label=_("Jenis"), required=False, choices=TABS, widget=forms.HiddenInput)
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
        "tabs": _tabs(form),
    }
    return render(request, "oversight/agencies.html", context)


def _tabs(form: Search) -> list[tuple[str, str, bool]]:
    """(label, query, current) of every kind; the words of the search stay."""
    chosen = form.cleaned_data
    kept = {"q": chosen.get("q") or "", "lama": "ya" if chosen.get("lama") else ""}
    return [
        (
            str(label),
            urlencode({name: value for name, value in {"jenis": code, **kept}.items() if value}),
            code == chosen.get("jenis", ""),
        )
        for code, label in TABS
    ]


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
