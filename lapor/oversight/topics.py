"""`/kategori/`: what is reported about which matter, and who answers it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lapor.evidence.fitting import fitting
from lapor.indicators.dimensions import Dim
from lapor.indicators.facts import day_of
from lapor.indicators.models import Scope
from lapor.indicators.parts import totals
from lapor.oversight import profile
from lapor.registry.models import Category
from lapor.registry.queries import find_categories
from lapor.reports.access import published
from lapor.reports.narrowing import narrow
from lapor.ui.pages import PARAM, BadCursor, Page, keyset

PER_PAGE = 50
FOUND = 20


class Search(forms.Form):
    say_optional = False
    q = forms.CharField(label=_("Cari kategori"), required=False, max_length=100)


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    """The main ones by name; a search finds those below them too. Two queries."""
    form = Search(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("q") or ""
    page = _page(request, Category.objects.filter(active=True, parent=None))
    shown = find_categories(words.replace("\0", ""), limit=FOUND) if words else page.items
    counted = totals(Dim.CATEGORY, today=day_of(timezone.now()))
    context = {
        "form": form,
        "page": None if words else page,
        "words": words,
        "rows": [(row, counted.get(row.pk)) for row in shown],
    }
    return render(request, "oversight/categories.html", context)


@require_safe
def category(request: HttpRequest, code: str) -> HttpResponse:
    """A fixed number of queries. Figures are counted for main categories."""
    rows = Category.objects.select_related("parent__parent")
    chosen = get_object_or_404(rows, code=code.replace("\0", ""))
    now = timezone.now()
    context = {
        "category": chosen,
        "main": _main(chosen),
        "page": _page(request, Category.objects.filter(parent=chosen, active=True)),
        "latest": profile.latest(narrow(published(), {"kategori": chosen}, now=now), now),
        "now": now,
        "fitting": fitting(category=chosen),
        **({} if chosen.parent_id else _figures(chosen, now)),
    }
    return render(request, "oversight/category.html", context)


def _figures(chosen: Category, now: datetime) -> dict[str, Any]:
    where = profile.last_year(now)
    shown = profile.profile(Scope.CATEGORY, chosen.pk, where)
    return {
        **shown,
        "sentence": profile.place_sentence(shown["sums"]),
        "agencies": profile.parts(Dim.AGENCY, {Dim.CATEGORY: chosen.pk}, where),
        "provinces": profile.parts(Dim.PROVINCE, {Dim.CATEGORY: chosen.pk}, where),
    }


def _main(chosen: Category) -> Category:
    while chosen.parent:
        chosen = chosen.parent
    return chosen


def _page(request: HttpRequest, rows: QuerySet[Category]) -> Page[Category]:
    try:
        return keyset(rows, keys=("name", "id"), cursor=request.GET.get(PARAM), limit=PER_PAGE)
    except BadCursor:
        return keyset(rows, keys=("name", "id"), limit=PER_PAGE)
