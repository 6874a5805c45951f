"""`/skm/`: every published survey, searched and compared, and who has published none this year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lapor.portal.skm.words import grade_status
from lapor.registry.fields import RegionField
from lapor.registry.models import AgencyKind
from lapor.skm.arithmetic import grade
from lapor.skm.codes import PeriodStatus
from lapor.skm.completeness import completeness, missing, of_kind, of_region
from lapor.skm.models import Period, ServiceUnit
from lapor.sla.zones import NATIONAL
from lapor.ui.pages import PARAM, BadCursor, Page, keyset

PER_PAGE = 25
NEWEST, BEST = ("-ends", "-id"), ("-ikm", "-id")
MISSING = ("name", "id")
# The oldest year of the regulation.
FIRST_YEAR = 2017
KINDS = [("", _("Semua")), *(kind for kind in AgencyKind.choices if kind[0] != AgencyKind.UNIT)]
ORDERS = [("", _("Terbaru")), ("indeks", _("Indeks tertinggi"))]


class Filters(forms.Form):
    """What stands in the address; what cannot be is named and left out."""

    say_optional = False
    q = forms.CharField(label=_("Cari nama unit"), required=False, max_length=100)
    tahun = forms.IntegerField(label=_("Tahun"), required=False, min_value=FIRST_YEAR, max_value=2100)
    jenis = forms.ChoiceField(label=_("Jenis instansi"), required=False, choices=KINDS)
    wilayah = RegionField(label=_("Wilayah"), required=False)
    urut = forms.ChoiceField(label=_("Urutan"), required=False, choices=ORDERS)

    def units(self) -> QuerySet[ServiceUnit]:
        rows = ServiceUnit.objects.all()
        if words := self.cleaned_data.get("q"):
            rows = rows.filter(name__icontains=words)
        if kind := self.cleaned_data.get("jenis"):
            rows = of_kind(rows, kind)
        if region := self.cleaned_data.get("wilayah"):
            rows = of_region(rows, region)
        return rows

    @property
    def narrows(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("q", "jenis", "wilayah"))


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """By index only those with enough respondents are ordered: a figure of few people is no rank."""
    form = _asked(request)
    chosen, today = form.cleaned_data, _today()
    rows = Period.objects.filter(status=PeriodStatus.PUBLISHED).select_related("unit__agency__region")
    if year := chosen.get("tahun"):
        rows = rows.filter(ends__year=year)
    if form.narrows:
        rows = rows.filter(unit__in=form.units())
    ranked = chosen.get("urut") == "indeks"
    page = _page(request, rows.filter(enough=True) if ranked else rows, BEST if ranked else NEWEST)
    context = {
        "form": form,
        "page": page,
        "rows": [(one, grade_status(grade(one.ikm) if one.ikm is not None else None)) for one in page.items],
        "ranked": ranked,
        "filtered": bool(request.GET),
        "done": completeness(year or today.year),
        "this_year": today.year,
    }
    return render(request, "portal/skm/overview.html", context)


@require_safe
def missing_units(request: HttpRequest) -> HttpResponse:
    """`/skm/belum/`: units without a published survey in the year, by name."""
    form = _asked(request)
    year = form.cleaned_data.get("tahun") or _today().year
    units = form.units() if form.narrows else None
    context = {
        "form": form,
        "year": year,
        "page": _page(request, missing(year, units=units), MISSING),
        "query": urlencode({"tahun": year}),
    }
    return render(request, "portal/skm/missing.html", context)


def _asked(request: HttpRequest) -> Filters:
    form = Filters(request.GET)
    form.is_valid()
    return form


def _page(request: HttpRequest, rows: QuerySet[Any], keys: tuple[str, ...]) -> Page[Any]:
    try:
        return keyset(rows, keys=keys, cursor=request.GET.get(PARAM), limit=PER_PAGE)
    except BadCursor:
        return keyset(rows, keys=keys, limit=PER_PAGE)


def _today() -> date:
    return timezone.now().astimezone(NATIONAL).date()
