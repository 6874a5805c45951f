"""`/laporan/`: what the public may read, newest first, by search and filters that stand in the address."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lapor.accounts.actors import PUBLIC
from lapor.portal.standing import pill
from lapor.registry.models import Agency, Category, Region
from lapor.registry.queries import agency_by_code, agency_by_name, find_agencies, find_regions, region_by_code
from lapor.reports import access
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Report
from lapor.reports.states import ReportClass, Status
from lapor.sla.zones import NATIONAL
from lapor.ui.components import Status as Pill
from lapor.ui.forms import DateInput
from lapor.ui.pages import PARAM, BadCursor, Page, keyset
from lapor.ui.texts import printable

ALL = [("", _("Semua"))]
PER_PAGE = 20
# Found, but kept out of the ways of those who search: what was merged is read where it was merged into.
STATUSES = [(value, label) for value, label in Status.choices if value != Status.MERGED]


def _categories() -> list[tuple[str, str]]:
    tops = Category.objects.filter(active=True, parent=None).order_by("name")
    return [*((str(code), str(word)) for code, word in ALL), *tops.values_list("code", "name")]


class Filters(forms.Form):
    """Values are the contract's codes; agency and place are also understood as people write them."""

    say_optional = False
    q = forms.CharField(label=_("Cari kata"), required=False, max_length=200)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=ALL + STATUSES)
    kelas = forms.ChoiceField(label=_("Klasifikasi"), required=False, choices=ALL + ReportClass.choices)
    kategori = forms.CharField(
        label=_("Kategori"), required=False, widget=forms.Select(choices=lazy(_categories, list)())
    )
    instansi = forms.CharField(label=_("Instansi"), required=False, max_length=120)
    wilayah = forms.CharField(label=_("Wilayah"), required=False, max_length=100)
    dari = forms.DateField(label=_("Masuk dari"), required=False, widget=DateInput)
    sampai = forms.DateField(label=_("Masuk sampai"), required=False, widget=DateInput)

    def clean_kategori(self) -> Category | None:
        code = self.cleaned_data["kategori"]
        found = Category.objects.filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("Kategori ini tidak dikenal. Pilih dari daftar."))
        return found

    def clean_instansi(self) -> Agency | None:
        words = self.cleaned_data["instansi"]
        found = _agency(words) if words else None
        if words and found is None:
            raise forms.ValidationError(
                _("Instansi ini tidak dikenal. Tulis namanya, misalnya Kota Surabaya.")
            )
        return found

    def clean_wilayah(self) -> Region | None:
        words = self.cleaned_data["wilayah"]
        found = (region_by_code(words) or next(iter(find_regions(words, limit=1)), None)) if words else None
        if words and found is None:
            raise forms.ValidationError(_("Wilayah ini tidak dikenal. Tulis namanya, misalnya Kota Bandung."))
        return found


def _agency(words: str) -> Agency | None:
    by_slug = Agency.objects.filter(slug=words.lower()).first()
    known = agency_by_code(words) or by_slug or agency_by_name(words)
    return known or next(iter(find_agencies(words, limit=1)), None)


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Filters that cannot be are named and left out; the others hold."""
    form = Filters(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = matching(chosen)
    try:
        page = keyset(rows, cursor=request.GET.get(PARAM), limit=PER_PAGE)
    except BadCursor:
        page = keyset(rows, limit=PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": cards(page),
        "filtered": any(chosen.values()),
        "more_open": any(value for name, value in chosen.items() if name != "q") or bool(form.errors),
        "number": _tracking_number(request.GET.get("q", "")),
    }
    return render(request, "portal/reports.html", context)


def matching(chosen: dict[str, Any]) -> QuerySet[Report]:
    """Published reports that fit; unset values do not narrow. The search reads masked text only."""
    rows = access.published().exclude(status=Status.MERGED)
    if words := printable(chosen.get("q") or ""):
        rows = access.matching(rows, words)
    if status := chosen.get("status"):
        rows = rows.filter(status=status)
    if kind := chosen.get("kelas"):
        rows = rows.filter(report_class=kind)
    if category := chosen.get("kategori"):
        below = Category.objects.filter(Q(pk=category.pk) | Q(code__startswith=f"{category.code}/"))
        rows = rows.filter(category__in=below)
    if agency := chosen.get("instansi"):
        rows = rows.filter(agency=agency) if agency.parent_id is None else _at_unit(rows, agency)
    if region := chosen.get("wilayah"):
        rows = rows.filter(region__in=Region.objects.inside(region))
    return _received(rows, chosen)


def _at_unit(rows: QuerySet[Report], unit: Agency) -> QuerySet[Report]:
    """By ids, not by a join: PostgreSQL then knows how many reports a unit has."""
    return rows.filter(unit__in=list(unit.subtree().values_list("pk", flat=True)))


def _received(rows: QuerySet[Report], chosen: dict[str, Any]) -> QuerySet[Report]:
    """Days are WIB days, the last one included."""
    if first := chosen.get("dari"):
        rows = rows.filter(received__gte=datetime.combine(first, time.min, NATIONAL))
    if last := chosen.get("sampai"):
        after = datetime.combine(last, time.min, NATIONAL) + timedelta(days=1) if last.year < 9999 else None
        rows = rows.filter(received__lt=after) if after else rows
    return rows


def cards(page: Page[Report]) -> list[tuple[Seen, Pill]]:
    """The rows as anybody may see them, whoever asks: a list is no working place."""
    seen = look_at_list(page.items, PUBLIC, now=timezone.now())
    return [(each, pill(each.report)) for each in seen]


def _tracking_number(words: str) -> int | None:
    digits = words.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 18 else None
