"""Which figures are asked for: a period, an agency, a region, all from the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.registry.fields import AgencyField, RegionField
from lapor.registry.models import Agency, Region
from lapor.ui.forms import DateInput

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
# The period of the platform's report of 2018 that everybody quotes.
QUOTED = (date(2018, 1, 1), date(2018, 10, 22))


@dataclass(frozen=True)
class Asked:
    """From `start` to `end`, both included, in the whole country or in one agency or region."""

    start: date
    end: date
    agency: Agency | None = None
    region: Region | None = None

    @property
    def scoped(self) -> bool:
        return bool(self.agency or self.region)

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Shortcut:
    """A link to a period people often want."""

    label: str
    query: str
    current: bool


class PeriodForm(forms.Form):
    """Agency and region as codes, or as people write them."""

    say_optional = False
    dari = forms.DateField(label=gettext_lazy("Masuk dari"), required=False, widget=DateInput)
    sampai = forms.DateField(label=gettext_lazy("Masuk sampai"), required=False, widget=DateInput)
    instansi = AgencyField(label=gettext_lazy("Instansi"), required=False)
    wilayah = RegionField(label=gettext_lazy("Wilayah"), required=False)

    def clean_dari(self) -> date | None:
        return _sensible(self.cleaned_data["dari"])

    def clean_sampai(self) -> date | None:
        return _sensible(self.cleaned_data["sampai"])

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("dari"), self.cleaned_data.get("sampai")
        if first and last and first > last:
            self.add_error("sampai", _("Tanggal akhir mendahului tanggal awal. Tukar keduanya."))
        return self.cleaned_data


def asked(form: PeriodForm, today: date) -> Asked:
    """What a form asks for; what it got wrong is left out. Unsaid, the period is this year so far."""
    chosen = form.cleaned_data
    first, last = chosen.get("dari"), chosen.get("sampai")
    if {"dari", "sampai"} & set(form.errors):
        first = last = None
    end = last or max(first or today, today)
    start = first or end.replace(month=1, day=1)
    return Asked(start, end, chosen.get("instansi"), chosen.get("wilayah"))


def shortcuts(where: Asked, given: QueryDict, today: date) -> list[Shortcut]:
    """Links that keep the agency and the region."""
    last_year = today.year - 1
    periods: list[tuple[str, date, date]] = [
        (_("Bulan ini"), today.replace(day=1), today),
        (_("Tahun ini"), today.replace(month=1, day=1), today),
        (_("Tahun lalu"), date(last_year, 1, 1), date(last_year, 12, 31)),
        (_("1 Januari – 22 Oktober 2018"), *QUOTED),
    ]
    kept = {name: given[name] for name in ("instansi", "wilayah") if given.get(name)}
    return [
        Shortcut(
            label,
            urlencode({"dari": first.isoformat(), "sampai": last.isoformat(), **kept}),
            (first, last) == (where.start, where.end),
        )
        for label, first, last in periods
    ]


def _sensible(day: date | None) -> date | None:
    if day and not FIRST <= day <= LAST:
        raise forms.ValidationError(_("Tulis tanggal antara tahun 2000 dan 2100."))
    return day


def place_words(where: Asked) -> str | Promise:
    """ "Kota Surabaya", "Kota Surabaya, di Provinsi Jawa Timur", or the whole country."""
    agency, region = where.agency, where.region
    if agency and region:
        return _("%(agency)s, laporan dari %(region)s") % {"agency": agency.name, "region": region.name}
    return agency.name if agency else region.name if region else _("seluruh Indonesia")


def months_back(day: date, months: int) -> date:
    """The first day of the month so many months before the month of `day`."""
    first = day.replace(day=1)
    for _step in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first
