"""Forms of the network; what they take is checked once more by the verbs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from lapor.backoffice.jipp.doors import worded
from lapor.jipp.codes import ContactShown, CostBand, FileKind, Sector, TargetGroup
from lapor.jipp.given import sections
from lapor.jipp.goals import goal_choices
from lapor.jipp.models import Hub, InnovationVersion
from lapor.jipp.rights import below
from lapor.registry.models import Agency, Category
from lapor.ui.forms import DateInput, Radios

# Of one's own agencies; whoever has more units writes for the agency.
OFFICES = 500
NONE = [("", _("Belum dipilih"))]


def _goals() -> list[tuple[str, str]]:
    return [("", str(NONE[0][1])), *((str(number), name) for number, name in goal_choices())]


def _categories() -> list[tuple[str, str]]:
    """The tree to its second level, each with its branch's name before it."""
    rows = Category.objects.filter(active=True, parent__parent=None).select_related("parent")
    named = ((row.code, f"{row.parent.name}: {row.name}" if row.parent else row.name) for row in rows)
    return sorted(named, key=lambda pair: pair[1])


class BeginForm(forms.Form):
    title = forms.CharField(
        label=_("Judul inovasi"), max_length=150, help_text=_("Misalnya: Antrean KTP dari rumah")
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Milik instansi atau unit"), empty_label=None
    )
    hub = forms.ModelChoiceField(
        Hub.objects.filter(active=True).order_by("name"), label=_("Hub"), empty_label=None
    )

    def __init__(self, *args: Any, paths: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = offices(paths)  # type: ignore[attr-defined]
        worded(self)


def offices(paths: Collection[str]) -> Any:
    """Standing agencies and units below these paths, in the order of the tree."""
    found = Agency.objects.standing().filter(below("path", paths)).order_by("path").values("pk")[:OFFICES]
    return Agency.objects.filter(pk__in=found).order_by("path")


class VersionForm(forms.Form):
    """Facts first, then the eight sections with their limits; `edits` says which state it began with."""

    say_optional = False
    title = forms.CharField(label=_("Judul inovasi"), max_length=150)
    sector = forms.ChoiceField(label=_("Bidang layanan"), required=False, choices=NONE + Sector.choices)
    categories = forms.MultipleChoiceField(
        label=_("Masalah yang dikurangi"),
        required=False,
        choices=lazy(_categories, list)(),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Kategori laporan warga yang seharusnya berkurang. Paling banyak lima."),
    )
    sdg = forms.TypedChoiceField(
        label=_("Tujuan pembangunan (SDG)"), required=False, coerce=int, empty_value=None, choices=_goals
    )
    target_group = forms.ChoiceField(
        label=_("Untuk siapa"), required=False, choices=NONE + TargetGroup.choices
    )
    cost_band = forms.ChoiceField(label=_("Biaya"), required=False, choices=NONE + CostBand.choices)
    started_on = forms.DateField(label=_("Berjalan sejak"), required=False, widget=DateInput)
    ended_on = forms.DateField(label=_("Berhenti pada"), required=False, widget=DateInput)
    contact_name = forms.CharField(label=_("Narahubung"), required=False, max_length=120)
    contact_email = forms.CharField(label=_("Surel kantor"), required=False, max_length=254)
    contact_phone = forms.CharField(label=_("Telepon kantor"), required=False, max_length=30)
    contact_shown = forms.ChoiceField(
        label=_("Narahubung tampil untuk"), choices=ContactShown.choices, widget=Radios
    )
    video = forms.CharField(
        label=_("Tautan video"), required=False, max_length=300, help_text=_("Paling lama tiga menit.")
    )
    edits = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, section in sections().items():
            said = _("%(hint)s Paling banyak %(n)s kata.") % {"hint": section.hint, "n": section.most}
            box = forms.Textarea(attrs={"rows": 8, "data-words": section.most})
            self.fields[code] = forms.CharField(
                label=section.label, required=False, widget=box, help_text=said
            )
        worded(self)

    def fields_given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "edits"}

    @staticmethod
    def initial_of(version: InnovationVersion) -> dict[str, Any]:
        names = [*VersionForm.base_fields, *sections()]
        return {name: getattr(version, name) for name in names}

    @staticmethod
    def data_of(version: InnovationVersion) -> dict[str, Any]:
        """As if it had been sent: to show what is missing at its field."""
        return {
            name: "" if value is None else value for name, value in VersionForm.initial_of(version).items()
        }


class FileForm(forms.Form):
    file = forms.FileField(label=_("Berkas"), help_text=_("JPEG, PNG, atau PDF sampai 10 MB."))
    kind = forms.ChoiceField(
        label=_("Jenis"), choices=[pair for pair in FileKind.choices if pair[0] != FileKind.EVIDENCE]
    )
    caption = forms.CharField(
        label=_("Keterangan"), max_length=200, help_text=_("Apa yang tampak di dalamnya, satu kalimat.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self)
