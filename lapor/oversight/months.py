"""A period of whole months, from the address: `dari=2026-01&sampai=2026-06`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_MONTH = re.compile(r"((?:19|20|21)[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Months:
    """From the month that begins on `first` to the one that begins on `last`, both included."""

    first: date
    last: date


class MonthInput(forms.TextInput):
    """The device's own month picker; a line to type "2026-01" in where it has none."""

    input_type = "month"


class MonthField(forms.CharField):
    widget = MonthInput

    def clean(self, value: Any) -> Any:
        written = str(super().clean(value) or "").strip()
        if not written:
            return None
        found = _MONTH.fullmatch(written)
        if found is None:
            raise forms.ValidationError(_("Tulis tahun dan bulan, misalnya 2026-01."))
        return date(int(found[1]), int(found[2]), 1)


class MonthsForm(forms.Form):
    say_optional = False
    dari = MonthField(label=gettext_lazy("Dari bulan"), required=False)
    sampai = MonthField(label=gettext_lazy("Sampai bulan"), required=False)

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("dari"), self.cleaned_data.get("sampai")
        if first and last and first > last:
            self.add_error("sampai", _("Bulan akhir mendahului bulan awal. Tukar keduanya."))
        return self.cleaned_data


def asked_months(form: MonthsForm, today: date) -> Months:
    """What a form asks for; what it got wrong is left out. Unsaid, the period is this year so far."""
    chosen = form.cleaned_data if not form.errors else {}
    first, last = chosen.get("dari"), chosen.get("sampai")
    end = last or max(first or today, today).replace(day=1)
    return Months(first or end.replace(month=1), end)
