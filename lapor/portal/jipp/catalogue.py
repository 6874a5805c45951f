"""`/inovasi/`: the catalogue, by words and filters that stand in the address."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lapor.jipp.codes import LEARNED
from lapor.jipp.models import Innovation, InnovationVersion
from lapor.jipp.searching import NEWEST, search
from lapor.portal.jipp.filters import NAMES, Filters
from lapor.ui.pages import PARAM, BadCursor, keyset

PER_PAGE = 20


@dataclass(frozen=True)
class Card:
    """An innovation in a list; `learners`: how many agencies took it over or are at it."""

    row: Innovation
    summary: str
    learners: int


@require_safe
def innovations(request: HttpRequest) -> HttpResponse:
    """Filters that cannot be are named and left out; the others hold. Six queries with their choices."""
    form = Filters(request.GET)
    form.is_valid()
    rows = search(form.cleaned_data).select_related("agency", "hub")
    try:
        page = keyset(rows, keys=NEWEST, cursor=request.GET.get(PARAM), limit=PER_PAGE)
    except BadCursor:
        page = keyset(rows, keys=NEWEST, limit=PER_PAGE)
    asked = {name for name in NAMES if form.cleaned_data.get(name)}
    context = {
        "form": form,
        "page": page,
        "cards": cards(page.items),
        "filtered": bool(asked),
        "more_open": bool(asked - {"q"}) or bool(form.errors),
    }
    return render(request, "portal/jipp/catalogue.html", context)


def cards(rows: list[Innovation]) -> list[Card]:
    """Two queries, however many rows: the summaries that are shown, and who learned."""
    versions = InnovationVersion.objects.filter(pk__in=[row.published_id for row in rows])
    summaries = dict(versions.values_list("innovation", "summary"))
    known = Innovation.objects.filter(pk__in=[row.pk for row in rows]).annotate(
        learners=Count("replications", filter=Q(replications__status__in=sorted(LEARNED)))
    )
    learners = dict(known.values_list("pk", "learners"))
    return [Card(row, summaries.get(row.pk, ""), learners.get(row.pk, 0)) for row in rows]
