"""What the catalogue can be asked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.jipp.codes import CostBand, Sector, TargetGroup
from lapor.jipp.goals import goal_choices
from lapor.jipp.models import Hub
from lapor.registry.fields import CategoryField, RegionField

ALL = [("", _("Semua"))]
REPLICATED = [
    ("belum", _("Belum direplikasi")),
    ("berjalan", _("Sedang direplikasi")),
    ("selesai", _("Sudah direplikasi")),
]
NAMES = ("q", "bidang", "kategori", "sdg", "wilayah", "hub", "biaya", "sasaran", "replikasi")


def _goals() -> list[tuple[str, str]]:
    return [("", str(ALL[0][1])), *((str(number), name) for number, name in goal_choices())]


class Filters(forms.Form):
    say_optional = False
    q = forms.CharField(label=_("Cari kata"), required=False, max_length=200)
    bidang = forms.ChoiceField(label=_("Bidang layanan"), required=False, choices=ALL + Sector.choices)
    kategori = CategoryField(label=_("Masalah yang dikurangi"), required=False)
    sdg = forms.TypedChoiceField(
        label=_("Tujuan pembangunan (SDG)"), required=False, coerce=int, empty_value=None, choices=_goals
    )
    wilayah = RegionField(label=_("Wilayah"), required=False)
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

    def clean_hub(self) -> int | None:
        found = self.cleaned_data["hub"]
        return found.pk if found else None
