"""What the public list can be asked: one form for the list, its feed and its alerts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.registry.fields import AgencyField, CategoryField, RegionField
from lapor.registry.nearby import Point, nearest, point_of
from lapor.reports.states import ReportClass, Status
from lapor.ui.forms import DateInput

ALL = [("", _("Semua"))]
# Found, but kept out of the ways of those who search: what was merged is read where it was merged into.
STATUSES = [(value, label) for value, label in Status.choices if value != Status.MERGED]


class Filters(forms.Form):
    """Values are the contract's codes; agency and place are also understood as people write them."""

    say_optional = False
    q = forms.CharField(label=_("Cari kata"), required=False, max_length=200)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=ALL + STATUSES)
    kelas = forms.ChoiceField(label=_("Klasifikasi"), required=False, choices=ALL + ReportClass.choices)
    kategori = CategoryField(label=_("Kategori"), required=False)
    instansi = AgencyField(label=_("Instansi"), required=False)
    wilayah = RegionField(label=_("Wilayah"), required=False)
    dari = forms.DateField(label=_("Masuk dari"), required=False, widget=DateInput)
    sampai = forms.DateField(label=_("Masuk sampai"), required=False, widget=DateInput)
    dekat = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    urut = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def clean_dekat(self) -> Point | None:
        words = self.cleaned_data["dekat"]
        found = point_of(words) if words else None
        if words and (found is None or not nearest(found)):
            raise forms.ValidationError(_("Letak ini tidak dikenal. Pilih wilayah dari saringan."))
        return found
