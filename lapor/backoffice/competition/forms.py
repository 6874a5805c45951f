"""The forms of a competition: its plan, who is invited, what is put forward, and the marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.accounts.models import User
from lapor.jipp.competition.calls import (
    EVALUATORS_MAX,
    MONTHS_MAX,
    SHORTLIST_MAX,
    TITLE_MAX,
    WEIGHT_MAX,
    WORDS_MAX,
    Plan,
)
from lapor.jipp.competition.codes import Method
from lapor.jipp.competition.criteria import MARK_MAX, Criterion, newest, of_row
from lapor.jipp.competition.wording import labels, weighing
from lapor.jipp.models import Call, Hub
from lapor.reports.refusals import BadInput
from lapor.ui.forms import DateInput, Radios

REQUIRED = gettext_lazy("Bagian ini belum diisi.")
DAYS = ("opens_on", "closes_on", "scored_by")
NUMBERS = ("months", "shortlist", "least", "enough")
WHOLE = gettext_lazy("Tulis angka bulat, misalnya 12.")


def _whole(label: Any, least: int, most: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        error_messages={"required": REQUIRED, "invalid": WHOLE},
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=DateInput,
        error_messages={"required": REQUIRED, "invalid": gettext_lazy("Tulis tanggal, misalnya 2018-08-28.")},
    )


class Answering(forms.Form):
    """A form that says what a verb refused."""

    def take(self, refusal: BadInput) -> None:
        for name, message in refusal.errors.items():
            self.add_error(name if name in self.fields else None, message)


class CallForm(Answering):
    """A plan; the fields of weights and words are made for each section."""

    hub = forms.ModelChoiceField(
        Hub.objects.none(), label=gettext_lazy("Penyelenggara"), error_messages={"required": REQUIRED}
    )
    title = forms.CharField(
        label=gettext_lazy("Nama kompetisi"), max_length=TITLE_MAX, error_messages={"required": REQUIRED}
    )
    about = forms.CharField(
        label=gettext_lazy("Penjelasan untuk umum"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": REQUIRED},
    )
    opens_on = _day(gettext_lazy("Usulan diterima sejak"))
    closes_on = _day(gettext_lazy("Usulan diterima sampai"))
    scored_by = _day(gettext_lazy("Penilaian selesai pada"))
    months = _whole(
        gettext_lazy("Paling sedikit sudah berjalan (bulan)"),
        0,
        MONTHS_MAX,
        gettext_lazy("Dihitung pada hari pertama usulan diterima."),
    )
    shortlist = _whole(gettext_lazy("Daftar pendek sampai peringkat"), 1, SHORTLIST_MAX)
    least = _whole(gettext_lazy("Paling sedikit penilai untuk setiap usulan"), 1, EVALUATORS_MAX)
    method = forms.ChoiceField(
        label=gettext_lazy("Penilai yang ketat dan yang murah nilai"),
        choices=Method.choices,
        widget=Radios(
            hints={
                Method.MEAN_SHIFT: gettext_lazy("Rata-rata setiap penilai disamakan lebih dulu."),
                Method.RAW: gettext_lazy("Nilai tidak diubah."),
            }
        ),
        error_messages={"required": gettext_lazy("Pilih salah satu.")},
    )
    enough = _whole(
        gettext_lazy("Geser nilai kalau penilai sudah menilai paling sedikit"),
        2,
        SHORTLIST_MAX,
        gettext_lazy("Rata-rata dari terlalu sedikit usulan tidak berarti banyak."),
    )

    def __init__(self, *args: Any, hubs: Any, country: bool, call: Call | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _begun(call))
        super().__init__(*args, **kwargs)
        field = self.fields["hub"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = hubs
        field.required = not country
        field.empty_label = _("Seluruh Indonesia") if country else None
        if call is not None:
            del self.fields["hub"]
        names = labels()
        for one in of_row(call.criteria) if call else newest():
            label = names[one.code]
            self.fields[f"weight_{one.code}"] = _whole(_("%(s)s: bobot") % {"s": label}, 0, WEIGHT_MAX)
            self.fields[f"words_{one.code}"] = _whole(
                _("%(s)s: paling banyak kata") % {"s": label}, 1, WORDS_MAX
            )

    @property
    def criteria_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(("weight_", "words_"))]

    @property
    def plan_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith(("weight_", "words_"))]

    def plan(self) -> Plan:
        """What was filled in; only after `is_valid`."""
        given = self.cleaned_data
        criteria = tuple(
            Criterion(one.code, given[f"weight_{one.code}"], given[f"words_{one.code}"]) for one in newest()
        )
        names = ("title", "about", "method", *DAYS, *NUMBERS)
        return Plan(**{name: given[name] for name in names}, criteria=criteria)


def _begun(call: Call | None) -> dict[str, Any]:
    """What the form begins with: the call as it is, or the defaults."""
    source: Any = call or Plan
    names = ("method", *NUMBERS, *(("title", "about", *DAYS) if call else ()))
    begun = {name: getattr(source, name) for name in names}
    for one in of_row(call.criteria) if call else newest():
        begun |= {f"weight_{one.code}": one.weight, f"words_{one.code}": one.words}
    return begun


class EvaluatorForm(Answering):
    user = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Penilai"),
        empty_label=gettext_lazy("Pilih orang"),
        error_messages={
            "required": gettext_lazy("Pilih salah satu."),
            "invalid_choice": gettext_lazy("Pilih salah satu."),
        },
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = people


class ScoreForm(Answering):
    """One mark for each section that weighs, and a remark for the committee."""

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label, weight in weighing(criteria):
            hint = _("Bobot %(n)s. Dari 0 (tidak ada) sampai 100 (luar biasa).") % {"n": weight}
            self.fields[code] = _whole(label, 0, MARK_MAX, hint)
        self.fields["remark"] = forms.CharField(
            label=_("Catatan"), required=False, widget=forms.Textarea(attrs={"rows": 3})
        )

    def marks(self) -> dict[str, int]:
        return {name: value for name, value in self.cleaned_data.items() if name != "remark"}


class ConflictForm(Answering):
    reason = forms.CharField(
        label=gettext_lazy("Apa benturannya?"),
        help_text=gettext_lazy("Misalnya: saya ikut merancang inovasi ini."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": REQUIRED},
    )
