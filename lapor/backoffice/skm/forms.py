"""How a survey is planned: the form, and the `Plan` that it makes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.backoffice.skm.doors import SurveyForm
from lapor.skm.codes import ELEMENTS, Element, Weights
from lapor.skm.models import Period, Service, ServiceUnit
from lapor.skm.periods import POPULATION_MAX, Plan
from lapor.ui.forms import Checks, DateInput, Radios

DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
WEIGHT_HINTS: dict[str, object] = {
    Weights.EXACT: gettext_lazy("Sembilan unsur: 1/9 = 0,1111… Nilai tertinggi 100. Pilih ini bila ragu."),
    Weights.PRINTED: gettext_lazy(
        "Sembilan unsur: 0,111 seperti contoh di peraturan. Nilai tertinggi menjadi 99,90."
    ),
}
NEEDLESS = gettext_lazy("Misalnya: layanan ini gratis menurut undang-undang")


class PlanForm(SurveyForm):
    """All that can be set while a survey is a draft. `why_U4` and so on: why an element is not asked."""

    name = forms.CharField(
        label=gettext_lazy("Nama survei"),
        help_text=gettext_lazy("Misalnya: Semester I 2019"),
        max_length=120,
    )
    starts = forms.DateField(label=gettext_lazy("Hari pertama"), widget=DateInput, input_formats=DAYS)
    ends = forms.DateField(label=gettext_lazy("Hari terakhir"), widget=DateInput, input_formats=DAYS)
    population = forms.IntegerField(
        label=gettext_lazy("Banyaknya orang yang dilayani selama itu"),
        help_text=gettext_lazy("Dari buku tamu atau nomor antrean. Dari sini dihitung jumlah responden."),
        required=False,
        min_value=1,
        max_value=POPULATION_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    services = forms.MultipleChoiceField(
        label=gettext_lazy("Layanan yang disurvei"), required=False, widget=Checks
    )
    elements = forms.MultipleChoiceField(
        label=gettext_lazy("Unsur yang ditanyakan"),
        choices=[(code, f"{code} {Element(code).label}") for code in ELEMENTS],
        widget=Checks,
    )
    weights = forms.ChoiceField(
        label=gettext_lazy("Bobot setiap unsur"), choices=Weights.choices, widget=Radios(hints=WEIGHT_HINTS)
    )

    def __init__(self, data: Any, *, unit: ServiceUnit, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        services: Any = self.fields["services"]
        rows = Service.objects.filter(unit=unit, active=True).order_by("name")
        services.choices = [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
        number = _("Tulis banyaknya orang yang dilayani dengan angka, paling sedikit 1.")
        for kind in ("invalid", "min_value", "max_value"):
            self.fields["population"].error_messages[kind] = number
        for code in ELEMENTS:
            self.fields[f"why_{code}"] = forms.CharField(
                label=_("Alasan %(element)s tidak ditanyakan") % {"element": Element(code).label},
                required=False,
                max_length=500,
                widget=forms.TextInput(attrs={"placeholder": NEEDLESS}),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "elements" in given:
            for code in set(ELEMENTS) - set(given["elements"]):
                if not given.get(f"why_{code}") and f"why_{code}" not in self.errors:
                    self.add_error(f"why_{code}", _("Tulis alasannya, misalnya peraturan yang mengaturnya."))
        return given

    def choices_of_elements(self) -> list[tuple[Any, forms.BoundField]]:
        """For the page: each element's tick and the field of its reason."""
        return [(tick, self[f"why_{tick.data['value']}"]) for tick in self["elements"]]

    @property
    def plan(self) -> Plan:
        given = self.cleaned_data
        dropped = {code: given[f"why_{code}"] for code in ELEMENTS if code not in given["elements"]}
        return Plan(
            name=given["name"],
            starts=given["starts"],
            ends=given["ends"],
            population=given["population"],
            weights=given["weights"],
            dropped=dropped,
            services=[int(pk) for pk in given["services"]],
        )


def planned(period: Period) -> dict[str, Any]:
    """What the form begins with for a draft."""
    return {
        "name": period.name,
        "starts": period.starts,
        "ends": period.ends,
        "population": period.population,
        "weights": period.weights,
        "services": [str(pk) for pk in period.services.values_list("pk", flat=True)],
        "elements": [code for code in ELEMENTS if code not in period.dropped],
        **{f"why_{code}": why for code, why in period.dropped.items()},
    }


def unplanned(unit: ServiceUnit) -> dict[str, Any]:
    """What it begins with for a new one: all services, all elements."""
    services = Service.objects.filter(unit=unit, active=True).values_list("pk", flat=True)
    return {
        "services": [str(pk) for pk in services],
        "elements": list(ELEMENTS),
        "weights": Weights.EXACT.value,
    }
