"""Paper forms at the keyboard: one key an answer, each form twice; where both differ, the paper decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts.gate import actor_of
from lapor.backoffice.skm.doors import page, period_of, surveyor
from lapor.backoffice.skm.sheet_form import SettlingForm, SheetForm
from lapor.reports.refusals import WrongState
from lapor.skm import paper
from lapor.skm.codes import PeriodStatus
from lapor.skm.models import PaperSheet, Period
from lapor.ui.pages import PARAM, keyset

TURN = "entri"
SHOWN = {
    "": gettext_lazy("Menunggu isian kedua"),
    "berbeda": gettext_lazy("Berbeda"),
    "dihitung": gettext_lazy("Sudah dihitung"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def entry(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`?entri=2` types forms in for the second time, by their numbers. Saved leads to the next."""
    period = _taking(request, pk)
    posted = request.method == "POST"
    asked = request.POST if posted else request.GET
    turn = 2 if asked.get(TURN) == "2" else 1
    form = SheetForm(
        request.POST if posted else None, period=period, initial={"number": _number(period, turn)}
    )
    if posted and form.is_valid():
        given, by, now = form.given, actor_of(request), timezone.now()
        number = form.cleaned_data["number"]
        entered = form.tried(
            lambda: paper.enter_paper(period, number=number, given=given, by=by, now=now, turn=turn)
        )
        if entered:
            return _after(request, period, entered, turn)
    context = {
        "period": period,
        "unit": period.unit,
        "form": form,
        "turn": turn,
        "waiting": _waiting(period).exists(),
        "different": _different(period).exists(),
        "nothing_waits": turn == 2 and not posted and not _waiting(period).exists(),
    }
    return page(request, "paper.html", context, status=422 if posted else 200)


@require_GET
@surveyor
def listed(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Forms by number: those that wait, those that differ, those that count."""
    period = period_of(request, pk, manages=True)
    shown = request.GET.get("tampil", "")
    shown = shown if shown in SHOWN else ""
    rows = {
        "": _waiting(period),
        "berbeda": _different(period),
        "dihitung": PaperSheet.objects.filter(period=period, response__isnull=False),
    }[shown]
    found = keyset(
        rows.select_related("first_by", "second_by"), keys=("number",), cursor=request.GET.get(PARAM)
    )
    context = {
        "period": period,
        "unit": period.unit,
        "page": found,
        "shown": shown,
        "tabs": list(SHOWN.items()),
        "open": period.status == PeriodStatus.OPEN,
    }
    return page(request, "sheets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def differences(request: HttpRequest, pk: int, sheet: int) -> HttpResponseBase:
    """Both entries side by side; which of them the paper has is chosen field by field."""
    period = _taking(request, pk)
    row = _sheet(period, sheet)
    different = paper.differing(row)
    if row.response_id or not different:
        raise WrongState(_("Lembar ini sudah dihitung, atau belum diisi dua kali."))
    posted = request.method == "POST"
    form = SettlingForm(request.POST if posted else None, period=period, differences=different)
    if posted and form.is_valid():
        right, by, now = form.right, actor_of(request), timezone.now()
        if form.tried(lambda: paper.settle(row, right=right, by=by, now=now)):
            messages.success(request, _("Lembar %(n)s dihitung.") % {"n": row.number})
            return redirect(f"{reverse('kelola-skm-kertas', args=[period.pk])}?{TURN}=2")
    context = {"period": period, "unit": period.unit, "sheet": row, "form": form}
    return page(request, "differences.html", context, status=422 if posted else 200)


@require_POST
@surveyor
def restart(request: HttpRequest, pk: int, sheet: int) -> HttpResponseBase:
    """Both entries are thrown away, and the form is typed in anew."""
    period = _taking(request, pk)
    row = _sheet(period, sheet)
    paper.restart(row, by=actor_of(request))
    messages.success(request, _("Lembar %(n)s dikosongkan. Isi dari awal.") % {"n": row.number})
    return redirect("kelola-skm-kertas", period.pk)


def _after(request: HttpRequest, period: Period, entered: paper.Entered, turn: int) -> HttpResponseBase:
    """To the next form, or to what the two entries have differently."""
    number = entered.sheet.number
    if entered.differences:
        messages.warning(request, _("Lembar %(n)s: kedua isian berbeda. Lihat kertasnya.") % {"n": number})
        return redirect("kelola-skm-beda", period.pk, entered.sheet.pk)
    said = (
        _("Lembar %(n)s dihitung.")
        if entered.sheet.response_id
        else _("Lembar %(n)s disimpan: isian pertama.")
    )
    messages.success(request, said % {"n": number})
    return redirect(
        f"{reverse('kelola-skm-kertas', args=[period.pk])}{'?' + TURN + '=2' if turn == 2 else ''}"
    )


def _taking(request: HttpRequest, pk: int) -> Period:
    period = period_of(request, pk, manages=True)
    if period.status != PeriodStatus.OPEN:
        raise WrongState(_("Lembar kertas hanya dapat dimasukkan selama survei dibuka."))
    return period


def _sheet(period: Period, number: int) -> PaperSheet:
    found = PaperSheet.objects.filter(period=period, pk=number).select_related("period__unit").first()
    if found is None:
        raise Http404
    return found


def _number(period: Period, turn: int) -> Any:
    """What comes next: after the highest number so far; the second time the first that waits."""
    if turn == 2:
        return _waiting(period).order_by("number").values_list("number", flat=True).first()
    last = PaperSheet.objects.filter(period=period).order_by("-number").values_list("number", flat=True)
    return (last.first() or 0) + 1


def _waiting(period: Period) -> QuerySet[PaperSheet]:
    return PaperSheet.objects.filter(period=period, response=None, second__isnull=True)


def _different(period: Period) -> QuerySet[PaperSheet]:
    return PaperSheet.objects.filter(period=period, response=None, second__isnull=False)
