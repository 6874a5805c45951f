"""Acts of an agency that lead to an answer, and of those who ask it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lapor.accounts.roles import Role
from lapor.backoffice import shelf
from lapor.backoffice.acts.advising import advise
from lapor.backoffice.acts.form import ActForm, Doing, Newest, last_said, long_text
from lapor.backoffice.models import AnswerTemplate
from lapor.reports import clocks, followup, rights
from lapor.reports.answer_check import Advice
from lapor.reports.blanks import blanks
from lapor.reports.models import Draft
from lapor.reports.states import Act, MessageKind
from lapor.sla.rules import Step
from lapor.ui.forms import Radios

FINAL, INTERIM = "final", "interim"
KINDS = [(FINAL, _("Jawaban akhir")), (INTERIM, _("Jawaban sementara"))]
HINTS = {
    FINAL: _("Pelapor diminta memastikan. Ia punya 10 hari kerja untuk menanggapi."),
    INTERIM: _("Memberi tahu apa yang sedang dikerjakan. Laporan tetap terbuka."),
}


class Advised(ActForm):
    """A form with an answer in it: advice on the text stands beside it (`reports.answer_check`)."""

    template_name = "backoffice/answering.html"
    advises = True

    advice: Sequence[Advice] = ()

    @property
    def number(self) -> str:
        return str(self.doing.report.pk)

    @property
    def own_agency(self) -> int | None:
        """Templates of other offices than this say whose they are."""
        return next((post.agency_id for post in self.doing.by.posts if post.agency_id), None)

    def shape(self) -> None:
        """As one pauses the advice is asked for anew; without script it waits for the first press."""
        self.fields["text"].widget.attrs |= {
            "hx-post": f"/kelola/laporan/{self.doing.report.pk}/saran/",
            "hx-trigger": "input changed delay:800ms",
            "hx-target": "#saran",
            "hx-select": "#saran > *",
            "hx-swap": "innerHTML",
            "hx-sync": "this:replace",
        }


class Answering(Advised):
    text = long_text(_("Teks untuk pelapor"), rows=8)
    kind = forms.ChoiceField(
        label=_("Jenis jawaban"), choices=KINDS, widget=Radios(hints=HINTS), initial=FINAL
    )

    # Sent although there is advice: by the second press, or at once with script, which has shown it already.
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    # The template put in last, so that choosing another one replaces it.
    inserted = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def newest(cls, doing: Doing) -> dict[str, Newest]:
        return {"text": found} if (found := _last_words(doing)) else {}

    @property
    def final(self) -> bool:
        return bool(self.cleaned_data["kind"] == FINAL)

    @property
    def templates(self) -> list[AnswerTemplate]:
        """What is offered to begin with."""
        return list(shelf.usable(self.doing.by).order_by("name", "id")[: shelf.OFFERED])

    def clean(self) -> dict[str, Any]:
        """Advice holds the first press back, never the second; what is wrong is said before it."""
        given = self.cleaned_data
        text = given.get("text", "")
        if text and "kind" in given and not given.get("anyway") and not blanks(text):
            self.advice = advise(self.doing, text, final=self.final)
            if self.advice:
                self.add_error(None, _("Belum dikirim: ada saran di bawah teks. Perbaiki, atau kirim juga."))
                self.button = _("Kirim juga")  # type: ignore[misc]
                self._mark_seen()
        return given

    def _mark_seen(self) -> None:
        """The form that goes back says that its advice has been shown."""
        sent = cast("QueryDict", self.data).copy()
        sent["anyway"] = "1"
        self.data = cast("Mapping[str, Any]", sent)


class Drafting(Answering):
    noun, act, key, icon, main = "draf", Act.DRAFT, "s", "talk", True
    title = _("Draf jawaban")
    button = _("Kirim draf ke atasan")
    said = _("Draf untuk laporan #%(id)s menunggu persetujuan atasan.")

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        draft = waiting(doing) or returned(doing)
        return {"text": draft.text, "kind": FINAL if draft.final else INTERIM} if draft else {}

    def shape(self) -> None:
        super().shape()
        if not waiting(self.doing) and (draft := returned(self.doing)):
            self.quoted = _why(draft)
            self.quoted_label = _("Catatan atasan atas draf sebelumnya:")

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


class Approval(Advised):
    noun, act, key, icon, main, leads = "persetujuan", Act.APPROVE_DRAFT, "s", "ok", True, True
    title = _("Draf jawaban menunggu persetujuan Anda")
    button = _("Setujui dan kirim")
    said = _("Draf laporan #%(id)s disetujui. Jawaban dikirim.")

    text = long_text(_("Teks untuk pelapor"), _("Boleh diperbaiki; kedua versi disimpan."), rows=8)

    @classmethod
    def newest(cls, doing: Doing) -> dict[str, Newest]:
        return {"text": found} if (found := _last_words(doing)) else {}

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        draft = waiting(doing)
        return {"text": draft.text} if draft else {}

    def shape(self) -> None:
        super().shape()
        draft = waiting(self.doing)
        if draft:
            self.advice = advise(self.doing, draft.text, final=draft.final)
            kind = FINAL if draft.final else INTERIM
            self.explain = f"{draft.by.name}: {dict(KINDS)[kind]}. {HINTS[kind]}"  # type: ignore[misc]

    @classmethod
    def suits(cls, doing: Doing) -> bool:
        return waiting(doing) is not None

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
        return waiting(doing) is not None

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


def returned(doing: Doing) -> Draft | None:
    """The agency's newest draft, where a superior returned it: the next one starts from it."""
    newest = followup.drafts_of(doing.report, doing.by).order_by("-id").first()
    return newest if newest and newest.state == Draft.State.REJECTED else None


def _why(draft: Draft) -> str:
    """What the superior wrote who returned it."""
    said = draft.report.messages.filter(kind=MessageKind.REJECTION, event__facts__draft=draft.pk)
    return said.values_list("text", flat=True).first() or ""


def _last_words(doing: Doing) -> Newest | None:
    """What was last drafted in the agency or sent, whichever is newer."""
    draft = followup.drafts_of(doing.report, doing.by).order_by("-id").first()
    kinds = (MessageKind.ANSWER, MessageKind.INTERIM)
    sent = doing.report.messages.filter(kind__in=kinds).select_related("event__by").order_by("-id").first()
    if sent and (draft is None or sent.created_at >= draft.created_at):
        return Newest(sent.text, sent.event.by.name if sent.event.by else "", sent.created_at)
    return Newest(draft.text, draft.by.name, draft.created_at) if draft else None


def waiting(doing: Doing) -> Draft | None:
    return followup.waiting_draft(doing.report, doing.by)
