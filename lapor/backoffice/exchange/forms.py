"""The forms of the exchange at the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.backoffice.competition.forms import REQUIRED, Answering
from lapor.jipp.exchange import gatherings, policies
from lapor.jipp.exchange.codes import PolicyKind
from lapor.jipp.models import Gathering, Hub, Policy
from lapor.ui.dates import local
from lapor.ui.forms import DateInput, Radios

UNPICKED = gettext_lazy("Pilih salah satu.")
DAY = gettext_lazy("Tulis tanggal, misalnya 2018-08-28.")
MOMENT = gettext_lazy("Tulis tanggal dan jam, misalnya 2018-08-28 09.00.")
FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M")


class MomentInput(forms.DateTimeInput):
    """The device's own picker of a day and an hour."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class HubForm(Answering):
    """A form that begins with who holds it; a change has no such field."""

    hub = forms.ModelChoiceField(
        Hub.objects.none(),
        label=gettext_lazy("Penyelenggara"),
        error_messages={"required": UNPICKED, "invalid_choice": UNPICKED},
    )

    def __init__(self, *args: Any, hubs: Any, country: bool, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["hub"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset, field.required = hubs, not country
        field.empty_label = _("Jaringan nasional") if country else None
        if row is not None:
            del self.fields["hub"]


def _text(label: Any, longest: int, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=longest, widget=widget, error_messages={"required": REQUIRED}
    )


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=MomentInput(),
        input_formats=FORMATS,
        help_text=gettext_lazy("Waktu Indonesia Barat (WIB)."),
        error_messages={"required": REQUIRED, "invalid": MOMENT},
    )


class GatheringForm(HubForm):
    title = _text(gettext_lazy("Nama kegiatan"), gatherings.TITLE_MAX)
    about = _text(gettext_lazy("Penjelasan untuk umum"), gatherings.ABOUT_MAX, rows=5)
    place = _text(gettext_lazy("Tempat atau tautan rapat"), gatherings.PLACE_MAX)
    starts_at = _moment(gettext_lazy("Mulai"))
    ends_at = _moment(gettext_lazy("Selesai"))
    capacity = forms.IntegerField(
        label=gettext_lazy("Banyaknya tempat"),
        min_value=1,
        max_value=gatherings.CAPACITY_MAX,
        error_messages={"required": REQUIRED, "invalid": gettext_lazy("Tulis angka bulat, misalnya 12.")},
    )

    def facts(self) -> gatherings.Invitation:
        """Only after `is_valid`."""
        return gatherings.Invitation(**{k: v for k, v in self.cleaned_data.items() if k != "hub"})


def begun_gathering(row: Gathering) -> dict[str, Any]:
    names = ("title", "about", "place", "capacity")
    moments: dict[str, datetime] = {name: local(getattr(row, name)) for name in ("starts_at", "ends_at")}
    return {name: getattr(row, name) for name in names} | moments


class PolicyForm(HubForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis naskah"),
        choices=PolicyKind.choices,
        widget=Radios(
            hints={
                PolicyKind.NOTE: gettext_lazy("Untuk dibaca."),
                PolicyKind.CONSULTATION: gettext_lazy("Siapa pun boleh menanggapi selama hari-harinya."),
            }
        ),
        error_messages={"required": UNPICKED, "invalid_choice": UNPICKED},
    )
    title = _text(gettext_lazy("Judul"), policies.TITLE_MAX)
    text = _text(gettext_lazy("Naskah"), policies.TEXT_MAX, rows=14)
    opens_on = forms.DateField(
        label=gettext_lazy("Tanggapan diterima sejak"),
        required=False,
        widget=DateInput,
        error_messages={"invalid": DAY},
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Tanggapan diterima sampai"),
        required=False,
        widget=DateInput,
        error_messages={"invalid": DAY},
    )

    def paper(self) -> policies.Paper:
        """Only after `is_valid`."""
        return policies.Paper(**{k: v for k, v in self.cleaned_data.items() if k != "hub"})


def begun_policy(row: Policy) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("kind", "title", "text", "opens_on", "closes_on")}


class TextForm(Answering):
    """One text: an answer, a reply, a conclusion."""

    text = _text("", policies.TEXT_MAX, rows=5)

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class ReasonForm(Answering):
    reason = _text(gettext_lazy("Mengapa tidak ditampilkan?"), policies.REASON_MAX)
