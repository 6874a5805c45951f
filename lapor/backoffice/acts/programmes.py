"""Which priority programmes a report is under, as a verifier or KSP sees it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.backoffice.acts.among import Among
from lapor.backoffice.acts.form import Doing
from lapor.reports import programmes
from lapor.ui.forms import Checks


class Programmes(Among):
    noun, icon = "program", "star"
    title = _("Program prioritas")
    button = _("Simpan")
    said = _("Program laporan #%(id)s disimpan.")
    explain = _("Dilihat petugas saja. Pilihan Anda tidak diubah lagi oleh aturan otomatis.")

    programmes = forms.MultipleChoiceField(
        label=_("Laporan ini termasuk program"), required=False, widget=Checks
    )

    @classmethod
    def may(cls, doing: Doing) -> bool:
        return doing.by.has(*programmes.TAGGERS)

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        return {"programmes": [one.code for one in programmes.of_report(doing.report)]}

    def shape(self) -> None:
        field = self.fields["programmes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
        field.choices = [(one.code, one.name) for one in programmes.programmes()]

    def carry_out(self, doing: Doing) -> None:
        programmes.choose(doing.report, by=doing.by, codes=self.cleaned_data["programmes"], now=doing.now)
