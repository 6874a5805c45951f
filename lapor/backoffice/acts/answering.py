"""Acts of an agency that lead to an answer, and of those who ask it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.accounts.roles import Role
from lapor.backoffice.acts.form import ActForm, Doing, last_said, long_text
from lapor.reports import clocks, followup, rights
from lapor.reports.models import Draft, Report
from lapor.reports.states import Act, MessageKind
from lapor.sla.rules import Step
from lapor.ui.forms import Radios

FINAL, INTERIM = "final", "interim"
KINDS = [(FINAL, _("Jawaban akhir")), (INTERIM, _("Jawaban sementara"))]
HINTS = {
    FINAL: _("Pelapor diminta memastikan. Ia punya 10 hari kerja untuk menanggapi."),
    INTERIM: _("Memberi tahu apa yang sedang dikerjakan. Laporan tetap terbuka."),
}


class Answering(ActForm):
    text = long_text(_("Teks untuk pelapor"), rows=8)
    kind = forms.ChoiceField(
        label=_("Jenis jawaban"), choices=KINDS, widget=Radios(hints=HINTS), initial=FINAL
    )

    @property
    def final(self) -> bool:
        return bool(self.cleaned_data["kind"] == FINAL)


class Drafting(Answering):
    noun, act, key, icon, main = "draf", Act.DRAFT, "s", "talk", True
    title = _("Draf jawaban")
    button = _("Kirim draf ke atasan")
    said = _("Draf untuk laporan #%(id)s menunggu persetujuan atasan.")

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        draft = waiting(doing.report)
        return {"text": draft.text, "kind": FINAL if draft.final else INTERIM} if draft else {}

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        """Whoever may send the answer needs no draft."""
        return not rights.seat_over(doing.by, Role.SUPERIOR, doing.report)

    def carry_out(self, doing: Doing) -> object:
        text = self.cleaned_data["text"]
        return followup.draft(doing.report, by=doing.by, text=text, final=self.final, now=doing.now)


class Answer(Answering):
    noun, act, key, icon, main = "jawaban", Act.ANSWER, "b", "talk", True
    title = _("Jawab pelapor")
    button = _("Kirim jawaban")
    said = _("Jawaban untuk laporan #%(id)s dikirim.")

    def carry_out(self, doing: Doing) -> object:
        text = self.cleaned_data["text"]
        return followup.answer(doing.report, by=doing.by, text=text, final=self.final, now=doing.now)


class Approval(ActForm):
    noun, act, key, icon, main, leads = "persetujuan", Act.APPROVE_DRAFT, "s", "ok", True, True
    title = _("Draf jawaban menunggu persetujuan Anda")
    button = _("Setujui dan kirim")
    said = _("Draf laporan #%(id)s disetujui. Jawaban dikirim.")

    text = long_text(_("Teks untuk pelapor"), _("Boleh diperbaiki; kedua versi disimpan."), rows=8)

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        draft = waiting(doing.report)
        return {"text": draft.text} if draft else {}

    def shape(self) -> None:
        draft = waiting(self.doing.report)
        if draft:
            kind = FINAL if draft.final else INTERIM
            self.explain = f"{draft.by.name}: {dict(KINDS)[kind]}. {HINTS[kind]}"  # type: ignore[misc]

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        return waiting(doing.report) is not None

    def carry_out(self, doing: Doing) -> object:
        text = self.cleaned_data["text"]
        return followup.approve_draft(doing.report, by=doing.by, text=text, now=doing.now)


class Rejection(ActForm):
    noun, act, key, icon = "penolakan", Act.REJECT_DRAFT, "l", "undo"
    title = _("Kembalikan draf")
    button = _("Kembalikan draf")
    said = _("Draf laporan #%(id)s dikembalikan.")
    explain = _("Pejabat penghubung mendapat alasan Anda. Batas waktu tetap berjalan.")

    note = long_text(_("Alasan"))

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        return waiting(doing.report) is not None

    def carry_out(self, doing: Doing) -> object:
        note = self.cleaned_data["note"]
        return followup.reject_draft(doing.report, by=doing.by, note=note, now=doing.now)


class Question(ActForm):
    noun, act, key, icon = "pertanyaan", Act.ASK, "p", "talk"
    title = _("Tanya instansi")
    button = _("Kirim pertanyaan")
    said = _("Pertanyaan tentang laporan #%(id)s dikirim ke instansi.")
    explain = _("Instansi punya 5 hari kerja untuk menanggapi.")

    text = long_text(_("Pertanyaan"))

    def carry_out(self, doing: Doing) -> object:
        return followup.ask(doing.report, by=doing.by, text=self.cleaned_data["text"], now=doing.now)


class Recommendation(ActForm):
    noun, act, key, icon = "rekomendasi", Act.RECOMMEND, "o", "info"
    title = _("Beri rekomendasi")
    button = _("Kirim rekomendasi")
    said = _("Rekomendasi untuk laporan #%(id)s dikirim.")
    explain = _("Instansi punya 14 hari kerja untuk menanggapi.")

    text = long_text(_("Rekomendasi"))

    def carry_out(self, doing: Doing) -> object:
        return followup.recommend(doing.report, by=doing.by, text=self.cleaned_data["text"], now=doing.now)


class Response(ActForm):
    noun, act, key, icon, main, leads = "tanggapan", Act.RESPOND, "g", "talk", True, True
    title = _("Tanggapi pengawas")
    button = _("Kirim tanggapan")
    said = _("Tanggapan untuk laporan #%(id)s dikirim kepada pengawas.")

    text = long_text(_("Tanggapan"))

    def shape(self) -> None:
        self.quoted = last_said(self.doing.report, MessageKind.QUESTION, MessageKind.RECOMMENDATION)

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        return clocks.running(doing.report, Step.RESPONSE, Step.RECOMMENDATION_RESPONSE).exists()

    def carry_out(self, doing: Doing) -> object:
        return followup.respond(doing.report, by=doing.by, text=self.cleaned_data["text"], now=doing.now)


def waiting(report: Report) -> Draft | None:
    return report.drafts.filter(state=Draft.State.WAITING).first()
