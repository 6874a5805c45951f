"""Forms of people and units. A choice among few is a list; agencies are found by typing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.accounts.actors import Actor
from lapor.accounts.contacts import email_address
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import SEATED, Role
from lapor.accounts.staffing import realm_of
from lapor.backoffice.finder import AGENCIES, FinderField
from lapor.backoffice.people.choosing import narrow
from lapor.backoffice.people.doors import worded
from lapor.registry.models import Agency
from lapor.ui.forms import DateInput, Radios

PASSWORD_MIN = 10
# The last day that has a morrow: the calendar of computers ends with the year 9999.
LAST_DAY = date.max - timedelta(days=1)
HINTS: dict[str, object] = {
    Role.LIAISON: gettext_lazy("Menangani laporan di unit dan menulis draf jawaban."),
    Role.SUPERIOR: gettext_lazy("Menyetujui atau mengembalikan draf."),
    Role.COORDINATOR: gettext_lazy("Meneruskan laporan ke unit, mengatur petugas dan unit."),
    Role.LEADERSHIP: gettext_lazy("Hanya membaca."),
    Role.INSPECTORATE: gettext_lazy("Hanya membaca."),
    Role.SKM_MANAGER: gettext_lazy("Mengurus survei kepuasan (SKM). Tidak membuka laporan."),
    Role.HUB_MANAGER: gettext_lazy("Mengurus hub inovasi (JIPP). Tidak membuka laporan."),
    Role.CURATOR: gettext_lazy("Memeriksa inovasi sebelum terbit. Tidak membuka laporan."),
    Role.EVALUATOR: gettext_lazy("Menilai inovasi dalam kompetisi. Tidak membuka laporan."),
    Role.MENTOR: gettext_lazy("Mendampingi instansi yang meniru inovasi. Tidak membuka laporan."),
    Role.MEMBER: gettext_lazy("Menulis inovasi dan meminta replikasi. Tidak membuka laporan."),
    Role.KSP_OBSERVER: gettext_lazy("Membaca dan bertanya kepada instansi."),
}


class SeatForm(forms.Form):
    """Which role, where."""

    role = forms.ChoiceField(label=gettext_lazy("Peran"), widget=Radios(hints=HINTS))
    agency = FinderField(
        AGENCIES,
        label=gettext_lazy("Instansi atau unit"),
        help_text=gettext_lazy("Ketik sebagian nama. Jabatan berlaku di sini dan di semua unit di bawahnya."),
        required=False,
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        roles: Any = self.fields["role"]
        agency: Any = self.fields["agency"]
        agency.required = not realm_of(by).national  # national roles work everywhere
        roles.choices = [(role.value, role.label) for role in realm_of(by).roles()]
        worded(self)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        role, agency = given.get("role"), given.get("agency")
        if role is None or "agency" in self.errors:
            return given
        if role in SEATED and agency is None:
            self.add_error("agency", _("Peran ini bekerja di satu instansi atau unit. Pilih tempatnya."))
        elif role not in SEATED:
            given["agency"] = agency = None
        if not self.errors and not realm_of(self.by).covers(Role(role), agency):
            self.add_error("agency", _("Ini di luar lingkup Anda. Pilih instansi Anda sendiri atau unitnya."))
        return given

    @property
    def place(self) -> tuple[Role, Agency | None]:
        return Role(self.cleaned_data["role"]), self.cleaned_data["agency"]


class InvitationForm(SeatForm):
    email = forms.CharField(
        label=gettext_lazy("Alamat surel"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120)
    field_order = ("email", "name", "role", "agency")

    def clean_email(self) -> str:
        return email_address(self.cleaned_data["email"])


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Kata sandi baru"),
        help_text=gettext_lazy("Paling sedikit 10 huruf. Kalimat pendek lebih mudah diingat."),
        min_length=PASSWORD_MIN,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self)
        short = _("Kata sandi ini terlalu pendek. Pakai paling sedikit 10 huruf.")
        self.fields["password"].error_messages["min_length"] = short

    def clean_password(self) -> str:
        given: str = self.cleaned_data["password"]
        if len(set(given)) < 4:
            raise ValidationError(_("Kata sandi ini mudah ditebak. Pakai huruf yang berbeda-beda."))
        return given


class HandOverForm(forms.Form):
    """To whom; empty: back to the queue."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Serahkan laporan yang sedang ditangani kepada"),
        empty_label=gettext_lazy("Kembalikan ke antrean"),
        required=False,
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "to", colleagues)
        worded(self)


class DeputyForm(forms.Form):
    """Who stands in for which of the own seats, from which day to which (both count)."""

    seat = forms.ModelChoiceField(Seat.objects.none(), label=gettext_lazy("Jabatan"), empty_label=None)
    deputy = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Pelaksana tugas"), empty_label=gettext_lazy("Pilih rekan")
    )
    since = forms.DateField(label=gettext_lazy("Mulai tanggal"), widget=DateInput)
    until = forms.DateField(label=gettext_lazy("Sampai tanggal"), widget=DateInput)

    def __init__(self, *args: Any, seats: QuerySet[Seat], colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seat: Any = self.fields["seat"]
        seat.queryset, seat.label_from_instance = seats, seat_words
        narrow(self, "deputy", colleagues)
        worded(self)
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = _("Tanggal ini tidak dikenal. Pilih dari kalender.")

    def period(self, zone: Any) -> tuple[datetime, datetime]:
        """From the first moment of the first day to the last of the last, on the clock of that place."""
        since: date = self.cleaned_data["since"]
        until: date = self.cleaned_data["until"]
        return (
            datetime.combine(since, time.min, zone),
            datetime.combine(min(until, LAST_DAY) + timedelta(days=1), time.min, zone),
        )


class UnitForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama unit"), max_length=300)
    parent = forms.ModelChoiceField(Agency.objects.none(), label=gettext_lazy("Di bawah"), empty_label=None)

    def __init__(self, *args: Any, parents: QuerySet[Agency] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parents is None:
            del self.fields["parent"]
        else:
            narrow(self, "parent", parents)
        worded(self)


class ClosingForm(forms.Form):
    to = forms.ModelChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Laporan yang masih terbuka diteruskan oleh"),
        empty_label=gettext_lazy("Tidak ada laporan terbuka"),
        required=False,
    )

    def __init__(self, *args: Any, receivers: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "to", receivers)
        worded(self)


def seat_words(seat: Seat) -> str:
    """ "Pejabat penghubung, Direktorat Guru"."""
    role = Role(seat.role).label
    return f"{role}, {seat.agency.name}" if seat.agency else str(role)
