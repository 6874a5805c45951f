"""`/wilayah/`: what is reported where, from provinces down to districts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lapor.indicators.dimensions import Dim, where_of
from lapor.indicators.facts import day_of
from lapor.indicators.models import Scope
from lapor.indicators.parts import totals
from lapor.oversight import profile
from lapor.registry.models import Agency, Region
from lapor.registry.queries import find_regions
from lapor.reports.access import published
from lapor.reports.narrowing import narrow
from lapor.ui.pages import PARAM, BadCursor, Page, keyset

PER_PAGE = 50
FOUND = 20
GOVERNMENTS = 4
# Figures are counted down to regencies and cities, pages go down to districts.
COUNTED, DEEPEST = 2, 3
LEVELS = {1: Dim.PROVINCE, 2: Dim.REGENCY}


class Search(forms.Form):
    say_optional = False
    q = forms.CharField(label=_("Cari wilayah"), required=False, max_length=100)


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """The provinces; with a search whatever bears the name, villages under their district. Two queries."""
    form = Search(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("q") or ""
    page = _page(request, Region.objects.standing().filter(depth=1))
    found = find_regions(words.replace("\0", ""), limit=FOUND) if words else []
    shown = found if words else page.items
    context = {
        "form": form,
        "page": None if words else page,
        "words": words,
        "rows": _with_totals(shown),
    }
    return render(request, "oversight/regions.html", context)


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """A fixed number of queries. A village is shown by its district."""
    rows = Region.objects.filter(code=code).select_related("parent__parent", "successor")
    chosen = rows.order_by("-valid_from").first()
    if chosen is None:
        raise Http404
    if chosen.depth > DEEPEST and chosen.parent:
        return redirect("oversight:region", chosen.parent.code)
    now = timezone.now()
    page = _page(request, Region.objects.standing().filter(parent=chosen, depth__lte=DEEPEST))
    context = {
        "region": chosen,
        "page": page,
        "rows": _with_totals(page.items) if chosen.depth < COUNTED else [(row, None) for row in page.items],
        "latest": profile.latest(narrow(published(), {"wilayah": chosen}, now=now), now),
        "now": now,
        "governments": list(
            Agency.objects.standing().filter(region=chosen, parent=None).order_by("name")[:GOVERNMENTS]
        ),
        **(_figures(chosen, now) if chosen.depth <= COUNTED else {}),
    }
    return render(request, "oversight/region.html", context)


def _figures(chosen: Region, now: datetime) -> dict[str, Any]:
    where = profile.last_year(now, before=chosen.valid_to)
    shown = profile.profile(Scope.REGION, chosen.pk, where)
    return {
        **shown,
        "sentence": profile.place_sentence(shown["sums"]),
        "topics": profile.parts(Dim.CATEGORY, where_of(None, chosen), where),
        "agencies": profile.parts(Dim.AGENCY, where_of(None, chosen), where),
    }


def _with_totals(rows: list[Region]) -> list[tuple[Region, int | None]]:
    """Each with its public reports of the last twelve months; none where there are fewer than five."""
    today = day_of(timezone.now())
    counted: dict[int, int] = {}
    for dim in sorted({LEVELS[row.depth] for row in rows if row.depth in LEVELS}):
        counted |= totals(dim, today=today)
    return [(row, counted.get(row.pk)) for row in rows]


def _page(request: HttpRequest, rows: Any) -> Page[Region]:
    try:
        return keyset(rows, keys=("code",), cursor=request.GET.get(PARAM), limit=PER_PAGE)
    except BadCursor:
        return keyset(rows, keys=("code",), limit=PER_PAGE)
