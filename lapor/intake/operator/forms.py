"""The form of whoever types in for somebody else: the citizen's form, asked in the third person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lapor.intake.operator.entering import Source
from lapor.intake.web.forms import ReportForm, Words
from lapor.reports.filing import Filing
from lapor.reports.states import Channel, ReportClass
from lapor.sla.zones import NATIONAL
from lapor.ui.forms import DateInput

CHANNELS = (Channel.WALK_IN, Channel.LETTER, Channel.HOTLINE, Channel.SOCIAL, Channel.EMAIL)
REFERENCE_MAX = 120
# A letter that lay longer is rather a slip in the year.
OLDEST = timedelta(days=366)
NOON = time(12)
# The citizen's form speaks to the citizen.
LABELS: dict[str, tuple[Any, Any]] = {
    "text": (_("Isi"), _("Tulis seperti yang disampaikan. Jangan tulis nomor KTP.")),
    "location": (_("Lokasi"), ""),
    "event_date": (_("Tanggal kejadian"), _("Boleh kira-kira.")),
    "name": (_("Nama pelapor"), ""),
    "email": (_("Surel pelapor"), _("Kode dan kabar dikirim ke sini.")),
    "phone": (_("Ponsel pelapor"), _("Kode dan kabar dikirim lewat SMS.")),
    "anonymous": (_("Anonim"), _("Nama pelapor tersembunyi dari instansi dan umum, juga dari Anda.")),
    "secret": (_("Rahasia"), _("Isi laporan tersembunyi dari umum.")),
    "agency_text": (_("Instansi tujuan"), ""),
    "category_text": (_("Topik"), ""),
    "attachments": (_("Tambah pindaian surat atau foto"), ""),
}


class EntryForm(ReportForm):
    """Short lists are selects: one key chooses. `on_purpose` counts where the reference is known already."""

    channel = forms.ChoiceField(
        label=_("Masuk lewat"),
        choices=[(one.value, one.label) for one in CHANNELS],
        initial=Channel.WALK_IN,
        error_messages={"required": _("Pilih salah satu.")},
    )
    reference = Words(
        label=_("Nomor surat atau alamat unggahan"),
        help_text=_("Supaya satu surat tidak dicatat dua kali."),
        longest=REFERENCE_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    on_purpose = forms.BooleanField(label=_("Ini laporan lain dari sumber yang sama"), required=False)
    report_class = forms.ChoiceField(
        label=_("Jenis laporan"),
        choices=ReportClass.choices,
        initial=ReportClass.COMPLAINT,
        error_messages={"required": _("Pilih pengaduan, aspirasi, atau permintaan informasi.")},
    )
    received = forms.DateField(
        label=_("Diterima tanggal"),
        help_text=_("Hari surat, telepon, atau orangnya datang."),
        widget=DateInput,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={
            "invalid": _("Tulis tanggal seperti 31/12/2024."),
            "required": _("Tulis tanggal seperti 31/12/2024."),
        },
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, (label, hint) in LABELS.items():
            self.fields[name].label = label
            if name != "attachments":
                self.fields[name].help_text = hint
        for name in ("name", "email", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_received(self) -> date:
        day = cast("date", self.cleaned_data["received"])
        today = timezone.now().astimezone(NATIONAL).date()
        if day > today:
            raise ValidationError(_("Tanggal diterima belum tiba. Isi hari ini atau sebelumnya."))
        if day < today - OLDEST:
            raise ValidationError(_("Lebih dari setahun lalu. Periksa tahunnya."))
        return day

    def clean(self) -> None:
        """Whoever comes without a name, or is not reachable, is heard all the same."""
        self.check_picks()
        happened, came = self.cleaned_data.get("event_date"), self.cleaned_data.get("received")
        if happened and came and happened > came:
            self.add_error("event_date", _("Kejadian ini sesudah tanggal diterima. Periksa keduanya."))

    def entry(self, *, now: datetime) -> tuple[Filing, Source]:
        """What the valid form says: the report, and where it came from."""
        said = self.cleaned_data
        filing = replace(
            self.filing(flood=False),
            channel=said["channel"],
            received=_moment(said["received"], now),
            language="id",
        )
        return filing, Source(said["reference"], said["on_purpose"])


def _moment(day: date, now: datetime) -> datetime:
    """Of an earlier day its noon, for nobody noted the hour; clocks count whole days."""
    return now if day == now.astimezone(NATIONAL).date() else datetime.combine(day, NOON, NATIONAL)
