"""Moderasi: the queue of public texts that readers flagged, and the page on which a verifier closes words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts.gate import actor_of, office_of
from lapor.accounts.roles import Role
from lapor.backoffice.gate import fetch, officer
from lapor.reports import moderation
from lapor.reports.masking.covering import holds
from lapor.reports.models import Flag, MaskReason, Report
from lapor.reports.refusals import BadInput, Refusal
from lapor.ui.components import Status, Tone
from lapor.ui.errors import error_page
from lapor.ui.forms import Checks, Radios
from lapor.ui.pages import PARAM, BadCursor, keyset

UNPICKED = gettext_lazy("Pilih salah satu.")
# Who is named after such a word is most often a person: offered with one tick.
_NAMED = re.compile(
    r"\b(?:(?i:pak|bapak|bu|ibu|saudara|saudari|mas|mbak|haji|atas nama|bernama|nama):? "
    r"|(?i:sdri?|hj?|a\.?n)(?:\. ?| ))"
    r"([A-Z][\w'’]+(?: (?:bin|binti|[A-Z][\w'’.]+)){0,3})"
)
SUSPECTS = 12


class MaskForm(forms.Form):
    """`words`: one a line; `suspects`: ticks for names that the page found; `upto`: the newest flag seen."""

    suspects = forms.MultipleChoiceField(
        label=gettext_lazy("Mungkin nama orang"), required=False, widget=Checks
    )
    words = forms.CharField(
        label=gettext_lazy("Kata yang ditutup"),
        required=False,
        max_length=moderation.LINES_MAX * (moderation.WORDS_MAX + 2),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy("Satu baris untuk satu kata atau kalimat, persis seperti di teks."),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Mengapa ditutup?"),
        choices=MaskReason.choices,
        initial=MaskReason.PERSONAL,
        widget=Radios,
        error_messages={"required": UNPICKED, "invalid_choice": UNPICKED},
    )
    upto = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, suspects: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if suspects:
            self.fields["suspects"].choices = [(one, one) for one in suspects]  # type: ignore[attr-defined]
        else:
            del self.fields["suspects"]

    @property
    def lines(self) -> list[str]:
        """What is to be closed, typed and ticked."""
        given = self.cleaned_data
        return [*given["words"].splitlines(), *given.get("suspects", ())]


class DismissalForm(forms.Form):
    dismissal = forms.ChoiceField(
        label=gettext_lazy("Mengapa tidak ada yang ditutup?"),
        choices=Flag.Dismissal.choices,
        widget=Radios,
        error_messages={"required": UNPICKED, "invalid_choice": UNPICKED},
    )
    note = forms.CharField(
        label=gettext_lazy("Penjelasan"),
        required=False,
        max_length=moderation.FLAG_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    upto = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": "tolak_%s"})


@dataclass(frozen=True)
class Line:
    """One report of the queue. `reasons`: "Data pribadi seseorang (2), Lainnya"."""

    id: int
    title: str
    since: datetime
    reasons: str


@require_GET
@officer(Role.NATIONAL_VERIFIER)
def queue(request: HttpRequest) -> HttpResponseBase:
    try:
        page = keyset(moderation.waiting(), keys=("since", "id"), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/moderasi/")
    reasons = _reasons([row.report_id for row in page.items])
    lines = [
        Line(row.report_id, row.report.text.title, row.since, reasons.get(row.report_id, ""))
        for row in page.items
    ]
    context = {"page": page, "lines": lines} | office_of(actor_of(request))
    return render(request, "backoffice/moderation_queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer(Role.NATIONAL_VERIFIER)
def words(request: HttpRequest, number: int) -> HttpResponseBase:
    """Both texts side by side; POST closes the words that were marked."""
    report = fetch(request, number)
    if request.method != "POST":
        return _page(request, report)
    form = MaskForm(request.POST, suspects=_suspects(moderation.parts(report)))
    if not form.is_valid():
        return _page(request, report, form, status=422)
    given = form.cleaned_data
    try:
        rows = moderation.mask_words(
            report,
            by=actor_of(request),
            words=form.lines,
            reason=given["reason"],
            upto=given["upto"],
            now=timezone.now(),
        )
    except BadInput as refusal:
        return _page(request, report, _with(form, refusal), status=422)
    number_of = len(rows)
    said = ngettext("%(n)s bagian ditutup.", "%(n)s bagian ditutup.", number_of) % {"n": number_of}
    messages.success(request, _("%(said)s Halaman umum sudah berubah.") % {"said": said})
    return _back(report)


@require_POST
@officer(Role.NATIONAL_VERIFIER)
def opening(request: HttpRequest, number: int) -> HttpResponseBase:
    """What was closed by mistake is opened again."""
    report = fetch(request, number)
    row = request.POST.get("kata", "")[:18]
    try:
        chosen = int(row) if row.isascii() and row.isdecimal() else 0
        moderation.unmask_words(report, by=actor_of(request), row=chosen, now=timezone.now())
    except Refusal as refusal:
        return _page(request, report, status=refusal.status, refused=str(refusal))
    messages.success(request, _("Kata itu terbuka lagi di halaman umum."))
    return _back(report)


@require_POST
@officer(Role.NATIONAL_VERIFIER)
def dismissal(request: HttpRequest, number: int) -> HttpResponseBase:
    """Nothing is to be closed: the flags that were on the page are done with."""
    report = fetch(request, number)
    form = DismissalForm(request.POST)
    if not form.is_valid():
        return _page(request, report, dismissing=form, status=422)
    given, by = form.cleaned_data, actor_of(request)
    reason, note, upto = given["dismissal"], given["note"], given["upto"]
    try:
        moderation.dismiss(report, by=by, reason=reason, note=note, upto=upto, now=timezone.now())
    except BadInput as refusal:
        return _page(request, report, dismissing=_with(form, refusal), status=422)
    except Refusal as refusal:
        return _page(request, report, status=refusal.status, refused=str(refusal))
    messages.success(request, _("Laporan pembaca tentang #%(id)s selesai diperiksa.") % {"id": report.pk})
    return HttpResponseRedirect("/kelola/moderasi/")


def _back(report: Report) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"/kelola/moderasi/{report.pk}/")


def _with(form: forms.Form, refusal: BadInput) -> Any:
    for field, said in refusal.errors.items():
        form.add_error(field if field in form.fields else None, said)
    return form


def _page(
    request: HttpRequest,
    report: Report,
    form: MaskForm | None = None,
    *,
    dismissing: DismissalForm | None = None,
    status: int = 200,
    refused: str = "",
) -> HttpResponseBase:
    """A fixed number of queries."""
    flags = list(moderation.open_flags(report)[: moderation.SHOWN])
    newest = {"upto": flags[-1].pk} if flags else {}
    parts = moderation.parts(report)
    context = {
        "report": report,
        "title": report.text.title or _("(tanpa judul)"),
        "public": hasattr(report, "publication"),
        "parts": parts,
        "flags": [(one, one.get_reason_display(), one.get_part_display()) for one in flags],
        "masked": report.masked_words.select_related("by").order_by("id"),
        "form": form or MaskForm(suspects=_suspects(parts), initial=newest),
        "dismissing": (dismissing or DismissalForm(initial=newest)) if flags else None,
        "refused": refused,
        "standing": _standing(report),
    }
    return render(
        request, "backoffice/moderation.html", context | office_of(actor_of(request)), status=status
    )


def _standing(report: Report) -> Status:
    if report.secret:
        return Status(_("Rahasia: tidak ada isi yang terbuka untuk umum"), Tone.CALM, "lock")
    if report.verified_at is None:
        return Status(_("Belum diverifikasi: belum terbuka untuk umum"), Tone.CALM, "lock")
    return Status(_("Terbuka untuk umum"), Tone.WARN, "eye")


def _reasons(reports: list[int]) -> dict[int, str]:
    """One query for a page of the queue."""
    rows = Flag.objects.filter(report__in=reports, judged_at=None).order_by("id")
    counted: dict[int, Counter[str]] = {}
    for report, reason in rows.values_list("report", "reason"):
        counted.setdefault(report, Counter())[str(MaskReason(reason).label)] += 1
    return {
        report: ", ".join(f"{label} ({n})" if n > 1 else label for label, n in found.items())
        for report, found in counted.items()
    }


def _suspects(parts: list[moderation.Part]) -> list[str]:
    """Names after "Pak", "Ibu", "a.n." and the like that still stand in public, each once."""
    texts = ["".join(piece.text for piece in part.public) for part in parts]
    found = [name for text in texts for name in _NAMED.findall(text)]
    names = list(dict.fromkeys(name.strip(" .") for name in found))
    return [name for name in names if any(holds(text, name) for text in texts)][:SUSPECTS]
