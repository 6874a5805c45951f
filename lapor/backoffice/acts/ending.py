"""Acts that end a report or open it again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.accounts.roles import Role
from lapor.backoffice.acts.form import ActForm, Doing, last_said, long_text
from lapor.reports import closing, ombudsman
from lapor.reports.refusals import NotAllowed
from lapor.reports.states import Act, MessageKind
from lapor.reports.table import Row
from lapor.ui.forms import Radios

UPHELD, REJECTED = "upheld", "rejected"


class Closing(ActForm):
    noun, act, variants, icon = "penutupan", Act.CLOSE, ("by_officer",), "ok"
    title = _("Tutup laporan")
    button = _("Tutup laporan")
    said = _("Laporan #%(id)s ditutup. Pelapor boleh membukanya lagi.")
    explain = _("Pelapor membaca alasan Anda dan boleh membuka laporan ini lagi.")

    reason = long_text(_("Alasan penutupan"))

    def carry_out(self, doing: Doing) -> object:
        return closing.close(doing.report, by=doing.by, reason=self.cleaned_data["reason"], now=doing.now)


class Reopening(ActForm):
    noun, act, icon = "pembukaan", Act.REOPEN, "undo"
    title = _("Buka lagi")
    button = _("Buka lagi laporan")
    said = _("Laporan #%(id)s dibuka lagi.")

    reason = long_text(_("Alasan membuka lagi"))

    def carry_out(self, doing: Doing) -> object:
        return closing.reopen(doing.report, by=doing.by, reason=self.cleaned_data["reason"], now=doing.now)


class CaseNumber(ActForm):
    """No act of the table, for the case is the Ombudsman's own; on record in the audit."""

    noun, moves_on, holds, icon = "nomor-perkara", False, False, "file"
    title = _("Nomor perkara Ombudsman")
    button = _("Simpan nomor perkara")
    said = _("Nomor perkara laporan #%(id)s disimpan.")
    explain = _("Pelapor dan instansi melihat nomor ini.")

    number = forms.CharField(
        label=_("Nomor perkara"),
        max_length=ombudsman.NUMBER_MAX,
        help_text=_("Misalnya 0123/LM/IX/2026/JKT."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        case = ombudsman.case_of(doing.report)
        return {"number": case.number} if case else {}

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        return doing.by.has(Role.OMBUDSMAN)

    @classmethod
    def check(cls, doing: Doing, table: tuple[Row, ...]) -> None:
        if not doing.by.has(Role.OMBUDSMAN):
            raise NotAllowed

    def carry_out(self, doing: Doing) -> object:
        number = self.cleaned_data["number"]
        return ombudsman.number_case(doing.report, by=doing.by, number=number, now=doing.now)


class Decision(ActForm):
    noun, act, key, icon, main = "putusan", Act.DECIDE_OBJECTION, "e", "ok", True
    title = _("Putuskan keberatan")
    button = _("Kirim putusan")
    said = _("Keberatan atas laporan #%(id)s diputus.")

    verdict = forms.ChoiceField(
        label=_("Putusan"),
        choices=[(UPHELD, _("Keberatan diterima")), (REJECTED, _("Keberatan ditolak"))],
        widget=Radios(
            hints={
                UPHELD: _("Laporan dilanjutkan."),
                REJECTED: _("Laporan tetap berakhir. Pelapor boleh naik satu tingkat."),
            }
        ),
    )
    text = long_text(_("Pertimbangan"), _("Pelapor membaca tulisan ini."))

    def shape(self) -> None:
        self.quoted = last_said(self.doing.report, MessageKind.OBJECTION)

    def carry_out(self, doing: Doing) -> object:
        given = self.cleaned_data
        return closing.decide_objection(
            doing.report, by=doing.by, upheld=given["verdict"] == UPHELD, text=given["text"], now=doing.now
        )
