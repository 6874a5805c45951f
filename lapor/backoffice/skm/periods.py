"""A survey is prepared, changed, opened, closed, published; each of the last three after a page that says
what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django_stubs_ext import StrOrPromise

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of
from lapor.backoffice.skm.doors import page, period_of, surveyor, unit_of
from lapor.backoffice.skm.forms import PlanForm, planned, unplanned
from lapor.backoffice.skm.links import PublicLinks
from lapor.backoffice.skm.sample import reasoning_of
from lapor.reports.refusals import WrongState
from lapor.skm import periods
from lapor.skm.codes import PeriodStatus
from lapor.skm.models import Period, ServiceUnit
from lapor.skm.results import result

# The button that computes the sample instead of saving, where there is no script.
RECKON = "hitung"


@dataclass(frozen=True)
class Turn:
    """One of the acts that change a survey's status. `means`: what follows from it, line by line."""

    title: StrOrPromise
    button: StrOrPromise
    means: tuple[StrOrPromise, ...]
    done: StrOrPromise
    verb: Callable[..., Period]
    starts: frozenset[PeriodStatus]


TURNS = {
    "pembukaan": Turn(
        gettext_lazy("Buka survei"),
        gettext_lazy("Buka survei sekarang"),
        (
            gettext_lazy("Orang dapat menjawab lewat tautan, layar di loket, SMS, dan kertas."),
            gettext_lazy("Susunan dan kata-kata pertanyaan tidak dapat diubah lagi: semua ditanya sama."),
            gettext_lazy("Satu unit hanya membuka satu survei pada satu waktu."),
        ),
        gettext_lazy("Survei dibuka."),
        periods.open_period,
        frozenset({PeriodStatus.DRAFT}),
    ),
    "penutupan": Turn(
        gettext_lazy("Tutup survei"),
        gettext_lazy("Tutup survei sekarang"),
        (
            gettext_lazy("Tidak ada jawaban yang diterima lagi. Lembar kertas harus sudah dimasukkan."),
            gettext_lazy("Kunci tanda ponsel dan perangkat dihancurkan. Ini tidak dapat dibatalkan."),
            gettext_lazy("Jawaban janggal dicari sekali lagi; Anda memeriksanya sebelum diumumkan."),
        ),
        gettext_lazy("Survei ditutup. Periksa jawaban janggal, lalu susun rencana tindak lanjut."),
        periods.close_period,
        frozenset({PeriodStatus.OPEN, PeriodStatus.DRAFT}),
    ),
    "pengumuman": Turn(
        gettext_lazy("Umumkan hasil"),
        gettext_lazy("Umumkan hasil sekarang"),
        (
            gettext_lazy("Siapa pun dapat membaca hasil, profil responden, dan rencana tindak lanjut."),
            gettext_lazy("Saran ditampilkan dengan nomor telepon, NIK, dan surel tertutup."),
            gettext_lazy("Hasilnya tetap: tidak ada jawaban yang masuk, keluar, atau diubah lagi."),
            gettext_lazy("Rencana tindak lanjut masih dapat ditambah dan ditandai selesai."),
        ),
        gettext_lazy("Hasil survei diumumkan."),
        periods.publish_period,
        frozenset({PeriodStatus.CLOSED}),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Prepare a survey of this unit."""
    unit = unit_of(request, pk, manages=True)

    def prepare(form: PlanForm, by: Actor, now: datetime) -> Period:
        return periods.prepare_period(unit, form.plan, by=by, now=now)

    return _planning(request, unit, unplanned(unit), prepare, {"unit": unit})


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Another plan for a draft; WrongState once it is open."""
    period = period_of(request, pk, manages=True)
    if period.status != PeriodStatus.DRAFT:
        raise WrongState(_("Susunan survei hanya dapat diubah sebelum survei dibuka."))

    def replace(form: PlanForm, by: Actor, now: datetime) -> Period:
        return periods.change_period(period, form.plan, by=by, now=now)

    return _planning(request, period.unit, planned(period), replace, {"unit": period.unit, "period": period})


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def turning(request: HttpRequest, pk: int, noun: str) -> HttpResponseBase:
    """GET says what the act means, POST does it."""
    period, turn = period_of(request, pk, manages=True), TURNS[noun]
    if period.status not in turn.starts:
        label = PeriodStatus(period.status).label
        raise WrongState(_("Ini tidak bisa dilakukan: status survei ini sekarang “%(s)s”.") % {"s": label})
    if request.method == "POST":
        turn.verb(period, by=actor_of(request), now=timezone.now())
        messages.success(request, str(turn.done))
        return redirect("kelola-skm-masa", period.pk)
    context = {
        "period": period,
        "unit": period.unit,
        "turn": turn,
        "result": result(period),
        "links": PublicLinks(period),
    }
    return page(request, "turn.html", context)


def _planning(
    request: HttpRequest,
    unit: ServiceUnit,
    initial: dict[str, Any],
    verb: Callable[[PlanForm, Actor, datetime], Period],
    context: dict[str, Any],
) -> HttpResponseBase:
    """The form of a plan; the sample's reasoning stands beside the population, with script or without."""
    posted = request.method == "POST"
    form = PlanForm(request.POST if posted else None, unit=unit, initial=initial)
    reckons = posted and RECKON in request.POST
    if posted and not reckons and form.is_valid():
        made = form.tried(lambda: verb(form, actor_of(request), timezone.now()))
        if made:
            messages.success(request, _("Susunan survei disimpan."))
            return redirect("kelola-skm-masa", made.pk)
    population = str(form["population"].value() or "")
    more = {"form": form, "reasoning": reasoning_of(population), "typed": population, "reckons": reckons}
    return page(request, "plan_form.html", context | more, status=422 if posted and not reckons else 200)
