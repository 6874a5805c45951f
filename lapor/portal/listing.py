"""`/laporan/`: what the public may read, by search and filters that stand in the address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lapor.accounts.actors import PUBLIC
from lapor.portal.filters import Filters
from lapor.portal.standing import pill
from lapor.registry.nearby import nearest, point_of
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Report
from lapor.reports.searching import BEST, NEWEST, best_first, codes_of, search
from lapor.ui.components import Status as Pill
from lapor.ui.pages import PARAM, BadCursor, Page, keyset

PER_PAGE = 20
# The value of `urut` that sorts by how well the words fit; anything else is newest first.
FITTING = "cocok"


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Filters that cannot be are named and left out; the others hold."""
    if (rounded := _rounded(request)) is not None:
        return redirect(f"{request.path}?{rounded}")
    form = Filters(request.GET)
    form.is_valid()
    chosen, now = form.cleaned_data, timezone.now()
    fitting = chosen.get("urut") == FITTING and bool(chosen.get("q"))
    page = _page(chosen, request.GET.get(PARAM), fitting=fitting, now=now)
    codes = codes_of(chosen)
    context = {
        "form": form,
        "page": page,
        "rows": cards(page, now=now),
        "filtered": bool(codes),
        "more_open": bool(codes.keys() - {"q", "dekat"}) or bool(form.errors),
        "number": _tracking_number(request.GET.get("q", "")),
        "fitting": fitting,
        "near": nearest(chosen["dekat"]) if chosen.get("dekat") else [],
        "query": urlencode(codes),
        "without_place": urlencode({name: code for name, code in codes.items() if name != "dekat"}),
    }
    return render(request, "portal/reports.html", context)


def _page(chosen: Mapping[str, Any], cursor: str | None, *, fitting: bool, now: datetime) -> Page[Report]:
    """A cursor of another list, or of the other order, leads to the first page."""
    rows, keys = search(chosen, now=now), NEWEST
    if fitting:
        rows, keys = best_first(rows, chosen["q"]), BEST
    try:
        return keyset(rows, keys=keys, cursor=cursor, limit=PER_PAGE)
    except BadCursor:
        return keyset(rows, keys=keys, limit=PER_PAGE)


def cards(page: Page[Report], *, now: datetime) -> list[tuple[Seen, Pill]]:
    """The rows as anybody may see them, whoever asks: a list is no working place."""
    seen = look_at_list(page.items, PUBLIC, now=now)
    return [(each, pill(each.report)) for each in seen]


def _rounded(request: HttpRequest) -> str | None:
    """The address with its point rounded to a kilometre, where it says more than that."""
    given = request.GET.get("dekat", "")
    point = point_of(given)
    if point is None or str(point) == given:
        return None
    query = request.GET.copy()
    query["dekat"] = str(point)
    return query.urlencode()


def _tracking_number(words: str) -> int | None:
    digits = words.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 18 else None
