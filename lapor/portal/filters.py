"""What the public list can be asked: one form for the list, its feed and its alerts."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from lapor.registry.models import Agency, Category, Region
from lapor.registry.nearby import Point, nearest, point_of
from lapor.registry.queries import agency_meant, region_meant
from lapor.reports.states import ReportClass, Status
from lapor.ui.forms import DateInput

ALL = [("", _("Semua"))]
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
    dekat = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    urut = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

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

    def clean_dekat(self) -> Point | None:
        words = self.cleaned_data["dekat"]
        found = point_of(words) if words else None
        if words and (found is None or not nearest(found)):
            raise forms.ValidationError(_("Letak ini tidak dikenal. Pilih wilayah dari saringan."))
        return found
