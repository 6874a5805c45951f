"""The filters of the desk's list: the contract's names in the address, and those only officers ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Length
from django.http import QueryDict
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.accounts.actors import Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import NATIONAL, OFFICERS, SERVICE
from lapor.registry import names
from lapor.registry.fields import AgencyField, CategoryField, RegionField
from lapor.registry.models import Agency, Category, Region
from lapor.reports.narrowing import Due, Ended, Turn
from lapor.reports.programmes import programmes
from lapor.reports.states import Channel, ReportClass, Status
from lapor.ui.dates import day_words
from lapor.ui.forms import DateInput

ALL: list[tuple[str, Any]] = [("", gettext_lazy("Semua"))]
YES_NO = [*ALL, ("ya", gettext_lazy("Ya")), ("tidak", gettext_lazy("Tidak"))]


def _programmes() -> list[tuple[str, Any]]:
    return [*ALL, *((one.code, one.name) for one in programmes())]


def _yes_or_no(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=False, choices=YES_NO, coerce=lambda value: value == "ya", empty_value=None
    )


@dataclass(frozen=True)
class Chip:
    """One filter that holds, in words; `name` is its parameter."""

    name: str
    label: str
    value: str


class Filters(forms.Form):
    """Cleaned values are what `narrowing.narrow` takes; what cannot be is named and left out."""

    say_optional = False
    tenggat = forms.ChoiceField(
        label=gettext_lazy("Batas waktu"), required=False, choices=[*ALL, *Due.choices]
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False, choices=[*ALL, *Status.choices])
    kelas = forms.ChoiceField(
        label=gettext_lazy("Klasifikasi"), required=False, choices=[*ALL, *ReportClass.choices]
    )
    kategori = CategoryField(label=gettext_lazy("Kategori"), required=False)
    instansi = AgencyField(label=gettext_lazy("Instansi"), required=False)
    unit = forms.CharField(label=gettext_lazy("Unit"), required=False, max_length=120)
    wilayah = RegionField(label=gettext_lazy("Wilayah"), required=False)
    sumber = forms.ChoiceField(label=gettext_lazy("Sumber"), required=False, choices=[*ALL, *Channel.choices])
    dari = forms.DateField(label=gettext_lazy("Masuk dari"), required=False, widget=DateInput)
    sampai = forms.DateField(label=gettext_lazy("Masuk sampai"), required=False, widget=DateInput)
    berkadar = _yes_or_no(gettext_lazy("Berkadar pengawasan"))
    anonim = _yes_or_no(gettext_lazy("Anonim"))
    rahasia = _yes_or_no(gettext_lazy("Rahasia"))
    giliran = forms.ChoiceField(
        label=gettext_lazy("Giliran siapa"), required=False, choices=[*ALL, *Turn.choices]
    )
    penutupan = forms.ChoiceField(
        label=gettext_lazy("Cara ditutup"), required=False, choices=[*ALL, *Ended.choices]
    )
    dibuka = _yes_or_no(gettext_lazy("Pernah dibuka lagi"))
    keberatan = _yes_or_no(gettext_lazy("Keberatan belum diputus"))
    program = forms.ChoiceField(
        label=gettext_lazy("Program prioritas"), required=False, choices=lazy(_programmes, list)()
    )
    # Only from the page of officers' load; the chip says whose name it is.
    petugas = forms.IntegerField(
        label=gettext_lazy("Ditangani oleh"),
        required=False,
        min_value=1,
        max_value=2**62,
        widget=forms.HiddenInput,
    )

    def __init__(self, data: QueryDict, *, actor: Actor) -> None:
        """Agencies filter by their own units; by agency those who see more than one."""
        super().__init__(data, auto_id="saring_%s")
        self.actor = actor
        if not actor.has(*NATIONAL):
            del self.fields["instansi"]
            # Nothing of theirs waits for the national verifiers, and to find nothing all would be read.
            turns = self.fields["giliran"]
            assert isinstance(turns, forms.ChoiceField)  # noqa: S101 - narrows the type
            turns.choices = [*ALL, *(one for one in Turn.choices if one[0] != Turn.NATION)]
        if not actor.paths():
            del self.fields["unit"]

    def clean_petugas(self) -> User | None:
        """An officer of the own agency, for the service any: as `handling.known_to` tells names."""
        given = self.cleaned_data["petugas"]
        seats = Seat.objects.filter(user=given or 0, role__in=OFFICERS)
        if not self.actor.has(*SERVICE):
            below = reduce(or_, (Q(agency__path__startswith=path) for path in self.actor.paths()), Q(pk=None))
            seats = seats.filter(below)
        found = seats.select_related("user").first() if given else None
        if given and found is None:
            raise forms.ValidationError(_("Petugas ini tidak ada di kantor Anda."))
        return found.user if found else None

    def clean_unit(self) -> Agency | None:
        typed = self.cleaned_data["unit"]
        found = own_unit(self.actor, typed) if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("Unit ini tidak ada di instansi Anda. Tulis sebagian namanya."))
        return found

    def chips(self) -> list[Chip]:
        """The filters that hold, in the form's order."""
        held = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return [
            Chip(name, str(field.label), _in_words(field, held[name]))
            for name, field in self.fields.items()
            if name in held
        ]


NAMES = tuple(Filters.base_fields)


def own_unit(actor: Actor, typed: str) -> Agency | None:
    """The unit (or the agency itself) below the actor's seats that is meant: by code, else by its name."""
    below = reduce(or_, (Q(path__startswith=path) for path in actor.paths()), Q(pk=None))
    mine = Agency.objects.filter(below)
    by_code = mine.filter(code__iexact=typed).first()
    plain = names.plain(typed)
    if by_code or not plain:
        return by_code
    for word in plain.split()[:8]:
        mine = mine.filter(search__contains=word)
    return mine.order_by(Length("name"), "pk").first()


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, Agency | Category | Region | User):
        return str(value.name)
    labels: dict[Any, Any] = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]
    return str(labels.get(value, value))
