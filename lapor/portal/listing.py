"""`/laporan/`: what the public may read, newest first, by search and filters that stand in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lapor.accounts.actors import PUBLIC
from lapor.portal.standing import pill
from lapor.registry.models import Agency, Category, Region
from lapor.registry.queries import agency_meant, region_meant
from lapor.reports import access
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Report
from lapor.reports.narrowing import narrow
from lapor.reports.states import ReportClass, Status
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
        found = agency_meant(words) if words else None
        if words and found is None:
            raise forms.ValidationError(
                _("Instansi ini tidak dikenal. Tulis namanya, misalnya Kota Surabaya.")
            )
        return found

    def clean_wilayah(self) -> Region | None:
        words = self.cleaned_data["wilayah"]
        found = region_meant(words) if words else None
        if words and found is None:
            raise forms.ValidationError(_("Wilayah ini tidak dikenal. Tulis namanya, misalnya Kota Bandung."))
        return found


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
    return narrow(rows, chosen, now=timezone.now())


def cards(page: Page[Report]) -> list[tuple[Seen, Pill]]:
    """The rows as anybody may see them, whoever asks: a list is no working place."""
    seen = look_at_list(page.items, PUBLIC, now=timezone.now())
    return [(each, pill(each.report)) for each in seen]


def _tracking_number(words: str) -> int | None:
    digits = words.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 18 else None
