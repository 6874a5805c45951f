"""A paper form on the screen: a key for each answer, in the order of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.backoffice.skm.doors import SurveyForm
from lapor.backoffice.skm.words import PROFILE_WORDS, element_words
from lapor.skm.answering import SUGGESTION_MAX, Given
from lapor.skm.codes import ANSWERS, PROFILE
from lapor.skm.models import Period
from lapor.skm.paper import OWN, SHEET_MAX, Difference
from lapor.skm.units import Asked, questionnaire

Option = tuple[str, Any]


class KeyField(forms.CharField):
    """One key for each option, from 1; 0 or nothing is no answer. Its value is the option's, or None."""

    def __init__(self, label: str, options: Sequence[Option]) -> None:
        self.options = tuple(options)
        longest = len(str(len(options)))
        keys = {"inputmode": "numeric", "autocomplete": "off", "data-most": str(len(options))}
        words = " · ".join(f"{key} {words}" for key, (words, _value) in enumerate(options, 1))
        super().__init__(
            label=label,
            help_text=words,
            required=False,
            max_length=longest,
            widget=forms.TextInput(attrs=keys),
        )

    def clean(self, value: Any) -> Any:
        typed = str(value or "").strip()
        if typed in ("", "0"):
            return None
        # isdigit alone would take the superscript two.
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(self.options):
            return self.options[int(typed) - 1][1]
        raise forms.ValidationError(_("Ketik 1 sampai %(n)s, atau 0.") % {"n": len(self.options)})


class SheetForm(SurveyForm):
    """All of one paper form. Elements and own questions, then service and profile, then the suggestion."""

    number = forms.IntegerField(
        label=gettext_lazy("Nomor lembar"),
        min_value=1,
        max_value=SHEET_MAX,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in ("invalid", "min_value", "max_value"):
            self.fields["number"].error_messages[kind] = _("Tulis nomor lembar dengan angka, mulai dari 1.")
        for name, (label, options) in keyed(period).items():
            self.fields[_typed(name)] = KeyField(label, options)
        self.fields["suggestion"] = forms.CharField(
            label=_("Saran"),
            required=False,
            max_length=SUGGESTION_MAX,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )

    @property
    def given(self) -> Given:
        typed = self.cleaned_data
        own = {
            int(name.removeprefix("own_")): value
            for name, value in typed.items()
            if name.startswith("own_") and value is not None
        }
        profile: dict[str, Any] = {name: typed[name] or "" for name in PROFILE}
        return Given(
            uuid4(),
            {name: value for name, value in typed.items() if name.startswith("U")},
            service_id=typed.get("service_id"),
            own=own,
            suggestion=typed["suggestion"],
            **profile,
        )


class SettlingForm(SurveyForm):
    """Of each field in which two entries differ: which one the paper has."""

    def __init__(self, *args: Any, period: Period, differences: Sequence[Difference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = keyed(period)
        self.differing = [(f"f{place}", one.field) for place, one in enumerate(differences)]
        for (name, _field), one in zip(self.differing, differences, strict=True):
            label, options = known.get(one.field, (_("Saran"), ()))
            first, second = said(one.first, options), said(one.second, options)
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[("1", first), ("2", second)],
                widget=forms.RadioSelect,
                error_messages={"required": _("Pilih isian yang sesuai dengan kertasnya.")},
            )

    @property
    def right(self) -> dict[str, int]:
        """By the field of the sheet: 1 for the first entry, 2 for the second."""
        return {field: int(self.cleaned_data[name]) for name, field in self.differing}


def keyed(period: Period) -> dict[str, tuple[str, list[Option]]]:
    """Everything with a key, in the order of the paper: its name in a sheet -> label and options."""
    found = {_name(asked): (_label(asked), _options(asked)) for asked in questionnaire(period)}
    services = list(period.services.order_by("name").values_list("name", "pk"))
    if services:
        found["service_id"] = (_("Layanan"), [(str(name), pk) for name, pk in services])
    for name, codes in PROFILE.items():
        found[name] = (str(PROFILE_WORDS[name]), [(str(label), code) for code, label in codes.choices])
    return found


def said(value: object, options: Sequence[Option]) -> str:
    """What an entry has, as the paper has it: its key and its words."""
    for key, (words, code) in enumerate(options, 1):
        if code == value:
            return f"{key} {words}"
    return str(value) if value else _("kosong")


def _name(asked: Asked) -> str:
    return asked.element or f"{OWN}{asked.pk}"


def _typed(name: str) -> str:
    """As a form's field: without a blank."""
    return name.replace(OWN, "own_")


def _label(asked: Asked) -> str:
    return f"{element_words(asked.element)}: {asked.text}" if asked.element else asked.text


def _options(asked: Asked) -> list[Option]:
    return list(zip(asked.answers, ANSWERS, strict=True))
