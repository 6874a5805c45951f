"""Acts of the national verifier on a report that has come in: check, forward, correct, close texts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lapor.accounts.roles import Role
from lapor.backoffice.acts.form import ActForm, Doing, Newest, long_text
from lapor.backoffice.acts.further import ALSO, FOLD, further, send_on
from lapor.backoffice.finder import AGENCIES, CATEGORIES, REGIONS, FinderField
from lapor.reports import secrecy, verification
from lapor.reports.archiving import SENTENCES
from lapor.reports.missing import Missing
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.reports.states import Act, ArchiveReason, ReportClass
from lapor.reports.table import Row
from lapor.ui.forms import Checks, Radios

YES_NO = [("no", _("Tidak")), ("yes", _("Ya"))]
ONLY = "hanya"


class Classifying(ActForm):
    """What verification and classification share: class, supervision, category, region, better wording."""

    title_text = forms.CharField(label=_("Judul"), max_length=200)
    text = long_text(
        _("Isi"), _("Perbaiki ejaan dan susunannya. Tulisan asli pelapor tetap disimpan."), rows=6
    )
    report_class = forms.ChoiceField(label=_("Klasifikasi"), choices=ReportClass.choices, widget=Radios)
    supervision = forms.ChoiceField(
        label=_("Berkadar pengawasan?"),
        help_text=_("Hanya untuk pengaduan: penyalahgunaan wewenang yang perlu diperiksa."),
        choices=YES_NO,
        widget=Radios,
        required=False,
    )
    category = FinderField(CATEGORIES, label=_("Kategori"), required=False)
    region = FinderField(REGIONS, label=_("Wilayah"), required=False)

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        report = doing.report
        return {
            "title_text": report.text.title,
            "text": report.text.text,
            "report_class": report.report_class,
            "supervision": "yes" if report.supervision else "no",
            "category": report.category,
            "region": report.region,
        }

    @classmethod
    def newest(cls, doing: Doing) -> dict[str, Newest]:
        last = doing.report.versions.select_related("by").order_by("-number")[0]
        who = last.by.name if last.by else _("Pelapor")
        return {
            "title_text": Newest(last.title, who, last.created_at),
            "text": Newest(last.text, who, last.created_at),
        }

    def values(self) -> dict[str, Any]:
        """Arguments of the verb."""
        given = self.cleaned_data
        return {
            "title": given["title_text"],
            "text": given["text"],
            "report_class": given["report_class"],
            "supervision": {"yes": True, "no": False}.get(given["supervision"]),
            "category": given["category"],
            "region": given["region"],
        }

    def take(self, refusal: BadInput) -> None:
        named = {"title_text" if name == "title" else name: text for name, text in refusal.errors.items()}
        super().take(BadInput(**named))


class Verification(Classifying):
    noun, act, key, icon, main = "verifikasi", Act.VERIFY, "v", "ok", True
    title = _("Verifikasi & disposisi")
    button = _("Verifikasi & disposisi")
    said = _("Laporan #%(id)s diverifikasi dan diteruskan.")
    second = (ONLY, _("Verifikasi saja"), "")

    agency = FinderField(
        AGENCIES, label=_("Instansi tujuan"), help_text=_("Ketik sebagian nama, lalu pilih.")
    )
    also_1, also_2, also_3, also_4, also_5 = further()
    folded, fold = ALSO, FOLD
    note = long_text(_("Catatan untuk instansi"), rows=3, required=False)
    field_order = (
        "agency",
        "category",
        "region",
        "report_class",
        "supervision",
        "title_text",
        "text",
        "note",
    )

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        return {**super().starting(doing), "agency": doing.report.suggested_agency}

    def shape(self) -> None:
        if self.only:
            self.fields["agency"].required = False
        missing = _("Pilih instansi tujuan, atau pakai tombol “Verifikasi saja”.")
        self.fields["agency"].error_messages["required"] = missing

    @property
    def only(self) -> bool:
        return bool(self.data.get(ONLY))

    @property
    def done(self) -> StrOrPromise:
        return _("Laporan #%(id)s diverifikasi.") if self.only else self.said

    def carry_out(self, doing: Doing) -> object:
        """Two acts, one transaction: the door holds it open around this."""
        verification.verify(doing.report, by=doing.by, now=doing.now, **self.values())
        if self.only:
            return None
        return send_on(self, doing)


class Classification(Classifying):
    noun, act, moves_on, icon = "klasifikasi", Act.CLASSIFY, False, "info"
    title = _("Klasifikasi dan perbaikan teks")
    button = _("Simpan klasifikasi")
    said = _("Klasifikasi laporan #%(id)s disimpan.")

    def carry_out(self, doing: Doing) -> object:
        return verification.classify(doing.report, by=doing.by, now=doing.now, **self.values())


class Postponement(ActForm):
    noun, act, key, icon = "penundaan", Act.POSTPONE, "t", "pause"
    title = _("Tunda: minta kelengkapan")
    button = _("Tunda dan minta kelengkapan")
    said = _("Laporan #%(id)s ditunda. Pelapor diminta melengkapi dalam 30 hari.")
    explain = _("Semua batas waktu berhenti sampai pelapor melengkapi, paling lama 30 hari.")

    missing = forms.MultipleChoiceField(
        label=_("Apa yang belum ada?"), choices=Missing.choices, widget=Checks, required=False
    )
    reason = long_text(
        _("Keterangan lain untuk pelapor"),
        _("Pelapor membaca daftar yang Anda centang, lalu tulisan ini."),
        rows=3,
        required=False,
    )

    def carry_out(self, doing: Doing) -> object:
        given = self.cleaned_data
        return verification.postpone(
            doing.report, by=doing.by, missing=given["missing"], reason=given["reason"], now=doing.now
        )


class Archival(ActForm):
    noun, act, key, icon = "arsip", Act.ARCHIVE, "r", "archive"
    title = _("Arsipkan")
    button = _("Arsipkan laporan")
    said = _("Laporan #%(id)s diarsipkan. Pelapor diberi tahu alasannya.")
    explain = _("Pelapor boleh mengajukan keberatan selama 30 hari.")

    reason_code = forms.ChoiceField(
        label=_("Alasan"),
        choices=ArchiveReason.choices,
        widget=Radios(
            attrs={"data-usual": "id_note"}, hints={code.value: text for code, text in SENTENCES.items()}
        ),
    )
    note = long_text(
        _("Penjelasan untuk pelapor"),
        _("Kosong berarti pelapor membaca kalimat di bawah alasan yang dipilih."),
        required=False,
    )

    def carry_out(self, doing: Doing) -> object:
        given = self.cleaned_data
        return verification.archive(
            doing.report, by=doing.by, reason_code=given["reason_code"], note=given["note"], now=doing.now
        )


class Redaction(ActForm):
    noun, act, moves_on, icon = "penutupan-teks", Act.REDACT, False, "close"
    title = _("Tutup teks dan hapus berkas")
    button = _("Tutup teks untuk selamanya")
    said = _("Teks dan berkas laporan #%(id)s ditutup.")
    explain = _("Semua tulisan dikosongkan dan semua berkas dihapus. Ini tidak dapat dibatalkan.")

    sure = forms.BooleanField(label=_("Ya, kosongkan semua teks dan hapus semua berkas laporan ini."))

    def carry_out(self, doing: Doing) -> object:
        return verification.redact(doing.report, by=doing.by, now=doing.now)


class Identity(ActForm):
    """No act of the table: it changes nothing of the report, but stands in the audit record."""

    noun, moves_on, icon, steps_up = "identitas", False, "lock", True
    title = _("Buka identitas pelapor")
    button = _("Buka identitas 15 menit")
    said = _("Identitas pelapor laporan #%(id)s terbuka untuk Anda selama 15 menit.")
    explain = _("Pembukaan dicatat bersama alasannya, dan jumlahnya diumumkan.")

    reason = long_text(_("Alasan membuka identitas"), rows=3)

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        report = doing.report
        return (
            doing.by.has(Role.NATIONAL_VERIFIER)
            and report.anonymous
            and report.reporter is not None
            and report.pk not in secrecy.opened_to([report.pk], doing.by, now=doing.now)
        )

    @classmethod
    def check(cls, doing: Doing, table: tuple[Row, ...]) -> None:
        if not doing.by.has(Role.NATIONAL_VERIFIER):
            raise NotAllowed

    def carry_out(self, doing: Doing) -> object:
        reason = self.cleaned_data["reason"]
        return secrecy.open_identity(doing.report, by=doing.by, reason=reason, now=doing.now)
