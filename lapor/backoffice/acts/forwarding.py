"""Acts that move a report: to an agency, a unit, a further agency, back, together, apart."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lapor.accounts.roles import Role
from lapor.backoffice.acts.form import ActForm, Doing, long_text
from lapor.backoffice.acts.further import ALSO, FOLD, further, send_on
from lapor.backoffice.finder import AGENCIES, FinderField
from lapor.registry.models import Agency
from lapor.reports import disposition, rights
from lapor.reports.refusals import WrongState
from lapor.reports.states import Act
from lapor.reports.table import Row

UNITS_SHOWN = 300


class Disposition(ActForm):
    noun, act, key, icon, main = "disposisi", Act.DISPOSE, "d", "office", True
    title = _("Disposisi ke instansi")
    button = _("Teruskan")
    said = _("Laporan #%(id)s diteruskan.")
    explain = _("Instansi punya 5 hari kerja untuk menindaklanjuti.")

    agency = FinderField(
        AGENCIES, label=_("Instansi tujuan"), help_text=_("Ketik sebagian nama, lalu pilih.")
    )
    also_1, also_2, also_3, also_4, also_5 = further()
    folded, fold = ALSO, FOLD
    note = long_text(_("Catatan untuk instansi"), rows=3, required=False)

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        return {"agency": doing.report.suggested_agency}

    def carry_out(self, doing: Doing) -> object:
        return send_on(self, doing)


class UnitDisposition(ActForm):
    noun, act, key, icon, main = "unit", Act.DISPOSE_TO_UNIT, "u", "office", True
    title = _("Disposisi ke unit")
    button = _("Teruskan ke unit")
    said = _("Laporan #%(id)s diteruskan ke unit.")
    explain = _("Batas waktu instansi tetap berjalan.")

    unit = forms.ModelChoiceField(Agency.objects.none(), label=_("Unit"), empty_label=_("Pilih unit"))
    note = long_text(_("Catatan untuk unit"), rows=3, required=False)

    def shape(self) -> None:
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = units(self.doing)

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        return units(doing).exists()

    @classmethod
    def expected(cls, doing: Doing) -> bool:
        """Until a unit has it; then the answer is what is waited for."""
        return doing.report.unit_id is None

    def carry_out(self, doing: Doing) -> object:
        given = self.cleaned_data
        return disposition.dispose_to_unit(
            doing.report, by=doing.by, unit=given["unit"], note=given["note"], now=doing.now
        )


class AddedAgency(ActForm):
    noun, act, moves_on, icon = "instansi-tambahan", Act.ADD_AGENCY, False, "join"
    title = _("Tambah instansi")
    button = _("Tambah instansi")
    said = _("Instansi lain ikut menangani laporan #%(id)s.")
    explain = _("Instansi tambahan punya batas waktunya sendiri. Status laporan mengikuti instansi utama.")

    agency = FinderField(AGENCIES, label=_("Instansi yang ikut menangani"))
    note = long_text(_("Catatan untuk instansi"), rows=3, required=False)

    def carry_out(self, doing: Doing) -> object:
        given = self.cleaned_data
        return disposition.add_agency(
            doing.report, by=doing.by, agency=given["agency"], note=given["note"], now=doing.now
        )


class Referral(ActForm):
    noun, act, key, icon = "pengembalian", Act.REFER_BACK, "w", "undo"
    title = _("Bukan wewenang: kembalikan")
    button = _("Kembalikan laporan")
    said = _("Laporan #%(id)s dikembalikan.")
    explain = _("Sesudah dua kali dikembalikan, tingkat di atas memutuskan.")

    reason = long_text(_("Alasan bukan wewenang"))

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        return disposition.may_refer(doing.report, doing.by)

    @classmethod
    def check(cls, doing: Doing, table: tuple[Row, ...]) -> None:
        """After two referrals the form does not open: who decides is said instead."""
        super().check(doing, table)
        if not cls.suits(doing) and (decided := disposition.decided_above(doing.report, doing.by)):
            raise WrongState(decided)

    def carry_out(self, doing: Doing) -> object:
        reason = self.cleaned_data["reason"]
        return disposition.refer_back(doing.report, by=doing.by, reason=reason, now=doing.now)


def units(doing: Doing) -> QuerySet[Agency]:
    """The units below this coordinator's seat in which officers work."""
    seat = rights.seat_over(doing.by, Role.COORDINATOR, doing.report)
    if seat is None:
        return Agency.objects.none()
    below = Agency.objects.standing().filter(path__startswith=seat.path).exclude(path=seat.path)
    staffed = below.filter(seats__isnull=False).order_by("name").values("pk").distinct()[:UNITS_SHOWN]
    return Agency.objects.filter(pk__in=staffed).order_by("name")
