"""Odd answers: what looks odd about each, and the decision to leave it out or to take it in again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lapor.accounts.gate import actor_of
from lapor.backoffice.skm.doors import SurveyForm, may_manage, page, period_of, surveyor
from lapor.skm import oddities
from lapor.skm.answering import elements_of
from lapor.skm.codes import OddityKind, PeriodStatus, Way
from lapor.skm.models import Decision, Period, Response
from lapor.skm.results import result
from lapor.ui.pages import PARAM, keyset

# Which of them the page lists.
SHOWN = {
    "": gettext_lazy("Belum diputuskan"),
    "keluar": gettext_lazy("Dikeluarkan"),
    "semua": gettext_lazy("Semua"),
}
MEANING = {
    OddityKind.DUPLICATE: gettext_lazy("Jawaban yang sama sudah pernah datang dari perangkat ini."),
    OddityKind.STRAIGHT: gettext_lazy("Paling sedikit lima jawaban, semuanya sama."),
    OddityKind.FAST: gettext_lazy("Kurang dari satu detik untuk setiap jawaban."),
    OddityKind.DEVICE: gettext_lazy("Lebih dari lima jawaban datang dari perangkat ini."),
    OddityKind.CROWD: gettext_lazy(
        "Lebih dari 30 jawaban dalam satu jam datang dari alamat jaringan ini. Bisa juga jaringan bersama."
    ),
}


class DecisionForm(SurveyForm):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        help_text=gettext_lazy("Tercatat bersama nama Anda, dan tidak dapat dihapus."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True)
class Line:
    """An odd answer as the list shows it. `answers`: an element's code and its answer."""

    response: Response
    way: str
    answers: list[tuple[str, int | None]]
    kinds: list[str]
    decision: Decision | None


@require_GET
@surveyor
def listed(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Oldest first; both indices above. A fixed number of queries."""
    period = period_of(request, pk)
    shown = request.GET.get("tampil", "")
    shown = shown if shown in SHOWN else ""
    found = keyset(_rows(period, shown), keys=("id",), cursor=request.GET.get(PARAM))
    context = {
        "period": period,
        "unit": period.unit,
        "page": found,
        "lines": [_line(period, one) for one in found.items],
        "result": result(period),
        "shown": shown,
        "tabs": list(SHOWN.items()),
        "manages": may_manage(request, period.unit) and period.status != PeriodStatus.PUBLISHED,
    }
    return page(request, "odd.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def decision(request: HttpRequest, pk: int, response: int) -> HttpResponseBase:
    """One answer, what is odd about it, what was decided before; the form turns its fate, with a reason."""
    period = period_of(request, pk, manages=True)
    one = oddities.odd(period).select_related("period__unit", "service").filter(pk=response).first()
    if one is None:
        raise Http404
    posted = request.method == "POST"
    form = DecisionForm(request.POST if posted else None)
    # What the page offered: a form sent twice must not turn the decision back.
    excluded = request.POST.get("excluded") != "0" if posted else not one.excluded
    if posted and form.is_valid():
        made = form.tried(lambda: _decide(request, one, excluded=excluded, form=form))
        if made:
            said = _("Jawaban dikeluarkan dari hitungan.") if excluded else _("Jawaban dihitung lagi.")
            messages.success(request, said)
            return redirect("kelola-skm-janggal", period.pk)
    context = {
        "period": period,
        "unit": period.unit,
        "line": _line(period, one),
        "odd": [(OddityKind(each.kind).label, MEANING[OddityKind(each.kind)]) for each in one.oddities.all()],
        "decisions": sorted(one.decisions.all(), key=lambda each: each.pk),
        "form": form,
        "excluded": excluded,
    }
    return page(request, "decision.html", context, status=422 if posted else 200)


def _decide(request: HttpRequest, one: Response, *, excluded: bool, form: DecisionForm) -> Decision:
    reason = form.cleaned_data["reason"]
    return oddities.decide(one, excluded=excluded, reason=reason, by=actor_of(request), now=timezone.now())


def _rows(period: Period, shown: str) -> Any:
    rows = oddities.odd(period)
    return {"": rows.filter(decisions=None), "keluar": rows.filter(excluded=True)}.get(shown, rows)


def _line(period: Period, one: Response) -> Line:
    given = one.answers()
    return Line(
        one,
        str(Way(one.way).label),
        [(code, given[code]) for code in elements_of(period)],
        [str(OddityKind(each.kind).label) for each in one.oddities.all()],
        max(one.decisions.all(), key=lambda each: each.pk, default=None),
    )
