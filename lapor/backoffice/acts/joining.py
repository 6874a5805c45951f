"""Acts on two reports: made one to work on, parted again, and one report made two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lapor.backoffice.acts.form import ActForm, Doing, long_text
from lapor.reports import merging
from lapor.reports.access import visible_to
from lapor.reports.looking import Seen, look
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput
from lapor.reports.states import Act


@dataclass(frozen=True)
class Side:
    """One of the two, as this officer may see it."""

    role: StrOrPromise
    seen: Seen


class Merging(ActForm):
    """In two steps: the number, then both reports beside each other. Only what was looked at is merged."""

    noun, act, icon, holds = "penggabungan", Act.MERGE, "join", False
    title = _("Gabungkan ke laporan lain")
    button = _("Gabungkan")
    said = _("Laporan #%(id)s digabungkan. Penggabungan dapat dibatalkan dari halamannya.")
    explain = _("Pelapor tetap memegang nomor dan haknya sendiri. Penggabungan dapat dibatalkan.")

    into = forms.CharField(
        label=_("Nomor laporan tujuan"),
        help_text=_("Sesudah nomor diisi, kedua laporan ditampilkan berdampingan."),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    compared = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("into"):
            given["target"] = self._target(given["into"])
        return given

    def _target(self, typed: str) -> Report | None:
        """The report of this number in the officer's scope."""
        digits = typed.strip().removeprefix("#").strip()
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else 0
        target = visible_to(self.doing.by).filter(pk=number).first()
        if target is None:
            self.add_error("into", gettext("Tidak ada laporan bernomor itu dalam lingkup Anda."))
        return target

    def asks_again(self) -> bool:
        """Until this very pair was shown beside each other."""
        target: Report = self.cleaned_data["target"]
        if self.cleaned_data["compared"] == str(target.pk) or target.pk == self.doing.report.pk:
            return False
        sides = ((_("digabungkan"), self.doing.report), (_("tujuan, tetap terbuka"), target))
        self.beside = [Side(role, look(one, self.doing.by, now=self.doing.now)) for role, one in sides]
        self.explain = _("Bandingkan keduanya. Kalau memang satu hal, tekan Gabungkan.")  # type: ignore[misc]
        shown = self.data.copy()  # type: ignore[attr-defined]
        shown["compared"] = str(target.pk)
        self.data = shown
        return True

    def carry_out(self, doing: Doing) -> object:
        target = self.cleaned_data["target"]
        return merging.merge(doing.report, by=doing.by, into=target, now=doing.now, expected=doing.expected)


class Separation(ActForm):
    noun, act, icon, moves_on = "pemisahan", Act.UNMERGE, "undo", False
    title = _("Pisahkan lagi")
    button = _("Pisahkan laporan")
    said = _("Laporan #%(id)s berdiri sendiri lagi.")
    explain = _("Laporan kembali ke keadaannya sebelum digabungkan.")

    def carry_out(self, doing: Doing) -> object:
        return merging.unmerge(doing.report, by=doing.by, now=doing.now)


class Splitting(ActForm):
    noun, act, icon, moves_on = "pemecahan", Act.SPLIT, "copy", False
    title = _("Pecah menjadi dua laporan")
    button = _("Buat laporan kedua")
    explain = _(
        "Potong hal kedua dari isi laporan ini, lalu tempel di laporan kedua. "
        "Keduanya milik pelapor yang sama."
    )

    title_text = forms.CharField(label=_("Judul laporan kedua"), max_length=200)
    text = long_text(_("Isi laporan kedua"))
    rest = long_text(
        _("Yang tinggal di laporan ini"),
        _("Tulisan asli pelapor tetap disimpan."),
        rows=8,
        required=False,
    )

    @classmethod
    def starting(cls, doing: Doing) -> dict[str, Any]:
        return {"rest": doing.report.text.text}

    @property
    def done(self) -> StrOrPromise:
        made = gettext("Laporan kedua: #%(number)s.") % {"number": self.made.pk}
        return f"{gettext('Laporan #%(id)s dipecah menjadi dua.')} {made}"

    def carry_out(self, doing: Doing) -> object:
        given = self.cleaned_data
        self.made = merging.split(
            doing.report,
            by=doing.by,
            title=given["title_text"],
            text=given["text"],
            rest=given["rest"],
            now=doing.now,
        )
        return self.made

    def take(self, refusal: BadInput) -> None:
        named = {"title_text" if name == "title" else name: text for name, text in refusal.errors.items()}
        super().take(BadInput(**named))
