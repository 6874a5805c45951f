"""The forms of what a reporter can do. Each asks for the access code too where no session has shown it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lapor.reports.attaching import most_megabytes
from lapor.reports.models import Report
from lapor.reports.texts import NOTE_MAX, TEXT_MAX
from lapor.ui.forms import FilesField, FilesInput, Radios

ACCEPT = "image/jpeg,image/png,image/webp,image/heic,application/pdf,video/mp4"
RATINGS = [
    ("", _("Tanpa nilai")),
    ("5", _("5 – sangat puas")),
    ("4", _("4 – puas")),
    ("3", _("3 – cukup")),
    ("2", _("2 – kurang puas")),
    ("1", _("1 – tidak puas")),
]
CODE_HINT = _("12 huruf dan angka dari tanda terima Anda. Tidak perlu diisi kalau Anda sudah masuk.")


MISSING = {
    "text": _("Bagian ini belum diisi. Tulis beberapa kata."),
    "attachments": _("Belum ada berkas. Pilih foto, video, atau surat dulu."),
    "code": _("Tulis kode akses dari tanda terima Anda."),
}


def code_field() -> forms.CharField:
    widget = forms.TextInput(
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    )
    return forms.CharField(label=_("Kode akses"), max_length=40, widget=widget, help_text=CODE_HINT)


def _files() -> FilesField:
    return FilesField(
        label=_("Tambah foto, video, atau surat"),
        required=False,
        widget=FilesInput(attrs={"accept": ACCEPT}),
        help_text=format_lazy(
            _("JPEG, PNG, WebP, HEIC, PDF, atau MP4. Paling banyak {n} berkas, {mb} MB semuanya."),
            n=settings.ATTACHMENTS_MAX_FILES,
            mb=most_megabytes(),
        ),
    )


class DeedForm(forms.Form):
    # What is in force stands in the form: who has yet to show the code sees the form only after it.
    shows_state: ClassVar[bool] = False

    def __init__(self, *args: Any, report: Report, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        if needs_code:
            self.fields["code"] = code_field()
        for name, field in self.fields.items():
            field.error_messages["required"] = MISSING.get(name, MISSING["text"])


class ButtonOnly(DeedForm):
    """Nothing to fill in: one button that says what happens."""


class ReplyForm(DeedForm):
    text = forms.CharField(
        label=_("Tulisan Anda"),
        max_length=TEXT_MAX,
        widget=forms.Textarea,
        help_text=_(
            "Tulisan ini tampil untuk umum, kecuali laporannya rahasia. "
            "Jangan tulis nama, NIK, nomor rekening, atau nomor telepon."
        ),
    )
    attachments = _files()


class CompletionForm(DeedForm):
    text = forms.CharField(
        label=_("Tulisan Anda"),
        max_length=TEXT_MAX,
        widget=forms.Textarea,
        help_text=_("Hanya petugas yang membacanya. Jangan tulis NIK atau nomor rekening."),
    )
    attachments = _files()


class FilesForm(DeedForm):
    attachments = _files()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachments"].required = True


class CloseForm(DeedForm):
    rating = forms.ChoiceField(
        label=_("Seberapa puas Anda dengan penyelesaiannya?"),
        choices=RATINGS,
        required=False,
        widget=Radios,
        help_text=_("Nilai Anda membantu instansi memperbaiki layanan."),
    )

    def clean_rating(self) -> int | None:
        return int(self.cleaned_data["rating"] or 0) or None


class ReasonForm(DeedForm):
    reason = forms.CharField(
        label=_("Alasan Anda"),
        max_length=NOTE_MAX,
        widget=forms.Textarea,
        help_text=_("Ceritakan apa yang belum beres, supaya petugas langsung tahu."),
    )


class ReopenForm(DeedForm):
    """One touch is enough: the reason stands there already, and whoever wishes writes another."""

    reason = forms.CharField(
        label=_("Alasan Anda"),
        max_length=NOTE_MAX,
        required=False,
        initial=_("Belum selesai."),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Boleh dibiarkan, boleh diganti: cerita Anda membantu petugas."),
    )

    def clean_reason(self) -> str:
        return self.cleaned_data["reason"] or gettext("Belum selesai.")


class PrivacyForm(DeedForm):
    shows_state = True

    anonymous = forms.BooleanField(
        label=_("Anonim"),
        required=False,
        help_text=_("Nama Anda tersembunyi dari instansi yang dilaporkan dan dari umum."),
    )
    secret = forms.BooleanField(
        label=_("Rahasia"),
        required=False,
        help_text=_("Isi laporan tersembunyi dari umum. Instansi yang menangani tetap membacanya."),
    )

    def __init__(self, *args: Any, report: Report, needs_code: bool, **kwargs: Any) -> None:
        known = {"anonymous": report.anonymous, "secret": report.secret}
        super().__init__(*args, report=report, needs_code=needs_code, initial=known, **kwargs)
        if (
            needs_code
        ):  # empty boxes sent by somebody who meant to add one would take the other protection off
            del self.fields["anonymous"], self.fields["secret"]
            self.fields["code"].help_text = _("Sesudah kode ini benar, pilihan Anda yang sekarang tampil.")


class SelfForm(DeedForm):
    name = forms.CharField(
        label=_("Nama"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class TrackForm(forms.Form):
    nomor = forms.CharField(
        label=_("Nomor laporan"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Nomornya ada di tanda terima atau SMS Anda, misalnya 10000123."),
    )
    code = code_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nomor"].error_messages["required"] = _("Tulis nomor laporan Anda.")
        self.fields["code"].required = False
        self.fields["code"].help_text = _(
            "Isi kalau ini laporan Anda dan Anda ingin membalas atau mengubahnya."
        )

    def clean_nomor(self) -> int:
        digits = self.cleaned_data["nomor"].strip().removeprefix("#").strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
            raise forms.ValidationError(_("Nomor laporan hanya berisi angka. Periksa tanda terima Anda."))
        return int(digits)
