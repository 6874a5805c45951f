"""The form of a new report. What it asks for follows the class; what is missing may be completed later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lapor.accounts.contacts import email_address, phone_number
from lapor.intake.web.account import Account
from lapor.intake.web.picking import NOTHING, Pick, pick
from lapor.registry.models import Agency, Category, Region
from lapor.reports.attaching import most_megabytes
from lapor.reports.filing import Filing
from lapor.reports.refusals import BadInput
from lapor.reports.states import ReportClass
from lapor.reports.texts import LOCATION_MAX, TEXT_MAX, TITLE_MAX, optional, required
from lapor.sla.zones import NATIONAL
from lapor.ui.forms import DateInput, FilesField, Radios

PICKED = ("region", "agency", "category")
NAME_MAX = 120
EARLIEST = date(1945, 8, 17)
CLASS_HINTS: dict[str, object] = {
    ReportClass.COMPLAINT: _("Layanan tidak berjalan sebagaimana mestinya."),
    ReportClass.ASPIRATION: _("Usul atau harapan Anda."),
    ReportClass.INFORMATION_REQUEST: _("Anda ingin tahu sesuatu."),
}


class Words(forms.CharField):
    """A text without a `maxlength`, for a browser would cut what is pasted: we say it is too long."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(strip=True, **kwargs)
        self.longest = longest

    def clean(self, value: Any) -> str:
        check = required if self.required else optional
        try:
            return check("text", str(value or ""), longest=self.longest)
        except BadInput as refused:
            raise ValidationError(str(refused)) from refused


def _typed(address: str, label: Any, hint: Any) -> Words:
    """A text field that looks up options while one types (htmx), or when the form comes back."""
    name = address.strip("/").split("/")[-1]
    attrs = {
        "autocomplete": "off",
        "dir": "auto",
        "hx-get": address,
        "hx-trigger": "input changed delay:300ms, pilih",
        "hx-target": f"#{name}-pilihan",
        "hx-sync": "this:replace",
    }
    widget = forms.TextInput(attrs=attrs)
    return Words(label=label, help_text=hint, required=False, longest=300, widget=widget)


class ReportForm(forms.Form):
    """`account`: the logged-in person's, whose own address needs no code."""

    report_class = forms.ChoiceField(
        label=_("Jenis laporan"),
        choices=ReportClass.choices,
        initial=ReportClass.COMPLAINT,
        widget=Radios(hints=CLASS_HINTS),
        error_messages={"required": _("Pilih pengaduan, aspirasi, atau permintaan informasi.")},
    )
    title = Words(
        label=_("Judul"),
        help_text=_("Satu kalimat pendek."),
        longest=TITLE_MAX,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = Words(
        label=_("Ceritanya"),
        help_text=_("Ceritakan urut: apa, siapa yang terkena, sudah lapor ke mana. Jangan tulis nomor KTP."),
        longest=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    region_text = _typed(
        "/lapor/wilayah/", _("Wilayah"), _("Ketik nama desa, kecamatan, kota, kabupaten, atau provinsi.")
    )
    location = Words(
        label=_("Lokasi"),
        help_text=_("Nama jalan, atau tempat yang mudah dikenali."),
        longest=LOCATION_MAX,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    lat = forms.FloatField(required=False, localize=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, localize=False, widget=forms.HiddenInput)
    event_date = forms.DateField(
        label=_("Tanggal kejadian"),
        help_text=_("Kalau lupa, kira-kira saja."),
        required=False,
        widget=DateInput,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": _("Tulis tanggal seperti 31/12/2024.")},
    )
    attachments = FilesField(
        label=_("Tambah foto, video, atau surat"),
        required=False,
    )
    name = Words(
        label=_("Nama"),
        help_text=_("Supaya petugas tahu siapa yang melapor. Tidak pernah tampil untuk umum."),
        longest=NAME_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = Words(
        label=_("Surel (email)"),
        help_text=_("Untuk mengirim kode dan kabar laporan ini. Tidak pernah tampil untuk umum."),
        longest=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = Words(
        label=_("Nomor ponsel"),
        help_text=_("Untuk kabar lewat SMS. Boleh ditulis 08, 62, atau +62. Tidak pernah tampil untuk umum."),
        longest=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    anonymous = forms.BooleanField(
        label=_("Anonim"),
        help_text=_("Nama Anda tersembunyi dari instansi dan umum."),
        required=False,
    )
    secret = forms.BooleanField(
        label=_("Rahasia"),
        help_text=_("Isi laporan tersembunyi dari umum. Instansi tetap membacanya."),
        required=False,
    )
    agency_text = _typed("/lapor/instansi/", _("Instansi tujuan"), _("Tidak tahu? Biarkan kosong."))
    category_text = _typed("/lapor/kategori/", _("Topik"), _("Tidak tahu? Biarkan kosong."))

    def __init__(self, data: QueryDict | None = None, *, account: Account | None = None, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.account = account or Account()
        self.fields["attachments"].help_text = _(
            "JPEG, PNG, WebP, HEIC, PDF, atau MP4. Paling banyak %(n)s berkas, semuanya %(mb)s MB. "
            "Tempat dan data ponsel di dalam berkas kami hapus."
        ) % {"n": settings.ATTACHMENTS_MAX_FILES, "mb": most_megabytes()}
        self.picks = {name: self._picked(name) for name in PICKED}

    def _picked(self, name: str) -> Pick:
        given: Mapping[str, Any] = self.data if self.is_bound else self.initial
        return pick(name, str(given.get(f"{name}_text") or ""), str(given.get(name) or ""))

    def clean_event_date(self) -> date | None:
        day = cast("date | None", self.cleaned_data["event_date"])
        if day and day < EARLIEST:
            raise ValidationError(_("Periksa tahunnya."))
        if day and day > timezone.now().astimezone(NATIONAL).date():
            raise ValidationError(_("Tanggal kejadian belum tiba. Isi hari ini atau sebelumnya."))
        return day

    def clean_email(self) -> str:
        text = self.cleaned_data["email"]
        return email_address(text) if text else ""

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        return phone_number(text) if text else ""

    def clean(self) -> None:
        self.check_picks()
        self._check_person()

    def check_picks(self) -> None:
        """What fits several rows, or none, is asked back."""
        for name, found in self.picks.items():
            if found.error:
                self.add_error(f"{name}_text", found.error)

    def _check_person(self) -> None:
        if self.data.get("anonymous"):
            return
        if not self.data.get("name", "").strip():
            self.add_error("name", _("Tulis nama Anda, atau pilih Anonim di bawah."))
        if not (self.data.get("email", "").strip() or self.data.get("phone", "").strip()):
            self.add_error("email", _("Tulis surel atau nomor ponsel, atau pilih Anonim di bawah."))

    def filing(self, *, flood: bool) -> Filing:
        """What the valid form says, as the heart takes it."""
        said = self.cleaned_data
        rows = {name: found.row for name, found in self.picks.items()}
        return Filing(
            report_class=said["report_class"],
            title=said["title"],
            text=said["text"],
            event_date=said["event_date"],
            location=self._location(),
            region=cast("Region | None", rows["region"]),
            agency=cast("Agency | None", rows["agency"]),
            category=cast("Category | None", rows["category"]),
            anonymous=said["anonymous"],
            secret=said["secret"],
            name=said["name"],
            email=said["email"],
            phone=said["phone"],
            language=(get_language() or "id")[:2],
            confirmed_email=self.account.owns(said["email"]),
            flood=flood,
            lat=said["lat"] if self._in_indonesia() else None,
            lon=said["lon"] if self._in_indonesia() else None,
        )

    def _in_indonesia(self) -> bool:
        lat, lon = self.cleaned_data["lat"], self.cleaned_data["lon"]
        return lat is not None and lon is not None and -12 < lat < 7 and 94 < lon < 142

    def _location(self) -> str:
        """A place that no region was found for stays with the words of the place."""
        said, region = self.cleaned_data["location"], self.picks["region"]
        unknown = self.cleaned_data["region_text"] if region.nothing else ""
        return ", ".join(part for part in (said, unknown) if part)[:LOCATION_MAX]


def typed_values(data: QueryDict) -> dict[str, Any]:
    """What was typed so far, for a form that comes back unchecked (a file was removed)."""
    return {name: value for name, value in data.dict().items() if value != NOTHING}


def without_zero_bytes(posted: QueryDict) -> QueryDict:
    """PostgreSQL and HTML know no zero byte; everything else comes back as it was typed."""
    data = posted.copy()
    for name, values in posted.lists():
        data.setlist(name, [str(value).replace("\0", "") for value in values])
    return data
