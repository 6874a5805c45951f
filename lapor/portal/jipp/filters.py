"""What the catalogue can be asked."""

from __future__ import annotations

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from lapor.jipp.codes import CostBand, Sector, TargetGroup
from lapor.jipp.goals import goal_choices
from lapor.jipp.models import Hub
from lapor.registry.models import Category, Region
from lapor.registry.queries import region_meant

ALL = [("", _("Semua"))]
REPLICATED = [
    ("belum", _("Belum direplikasi")),
    ("berjalan", _("Sedang direplikasi")),
    ("selesai", _("Sudah direplikasi")),
]
NAMES = ("q", "bidang", "kategori", "sdg", "wilayah", "hub", "biaya", "sasaran", "replikasi")


def _goals() -> list[tuple[str, str]]:
    return [("", str(ALL[0][1])), *((str(number), name) for number, name in goal_choices())]


def _categories() -> list[tuple[str, str]]:
    tops = Category.objects.filter(active=True, parent=None).order_by("name")
    return [("", str(ALL[0][1])), *tops.values_list("code", "name")]


class Filters(forms.Form):
    say_optional = False
    q = forms.CharField(label=_("Cari kata"), required=False, max_length=200)
    bidang = forms.ChoiceField(label=_("Bidang layanan"), required=False, choices=ALL + Sector.choices)
    kategori = forms.CharField(
        label=_("Masalah yang dikurangi"),
        required=False,
        widget=forms.Select(choices=lazy(_categories, list)()),
    )
    sdg = forms.TypedChoiceField(
        label=_("Tujuan pembangunan (SDG)"), required=False, coerce=int, empty_value=None, choices=_goals
    )
    wilayah = forms.CharField(label=_("Wilayah"), required=False, max_length=100)
    hub = forms.ModelChoiceField(
        Hub.objects.filter(active=True).order_by("name"),
        label=_("Hub"),
        required=False,
        to_field_name="slug",
        empty_label=_("Semua"),
    )
    biaya = forms.ChoiceField(label=_("Biaya"), required=False, choices=ALL + CostBand.choices)
    sasaran = forms.ChoiceField(label=_("Untuk siapa"), required=False, choices=ALL + TargetGroup.choices)
    replikasi = forms.ChoiceField(label=_("Replikasi"), required=False, choices=ALL + REPLICATED)

    def clean_kategori(self) -> Category | None:
        code = self.cleaned_data["kategori"]
        found = Category.objects.filter(code=code).first() if code else None
        if code and found is None:
            raise forms.ValidationError(_("Kategori ini tidak dikenal. Pilih dari daftar."))
        return found

    def clean_wilayah(self) -> Region | None:
        words = self.cleaned_data["wilayah"]
        found = region_meant(words) if words else None
        if words and found is None:
            raise forms.ValidationError(_("Wilayah ini tidak dikenal. Tulis namanya, misalnya Kota Bandung."))
        return found

    def clean_hub(self) -> int | None:
        found = self.cleaned_data["hub"]
        return found.pk if found else None
