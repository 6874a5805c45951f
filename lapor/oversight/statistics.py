"""`/statistik/`: the public figures of any period, each with its definition."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from lapor.indicators import cube
from lapor.indicators.dimensions import where_of
from lapor.indicators.facts import day_of
from lapor.indicators.figures import CONNECTED, IDENTITY_OPENINGS
from lapor.indicators.summary import connected
from lapor.indicators.sums import Sums
from lapor.oversight import curves, showing
from lapor.oversight.period import Asked, PeriodForm, asked, place_words, shortcuts
from lapor.registry.models import AgencyKind
from lapor.reports.secrecy import openings_total
from lapor.ui.numbers import figure, share


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Whatever cannot be understood is named, and the figures of this year are shown."""
    now = timezone.now()
    form = PeriodForm(request.GET)
    form.is_valid()
    where = asked(form, day_of(now))
    days = cube.series(where_of(where.agency, where.region), where.start, where.end, today=day_of(now))
    sums = cube.together(days)
    few = showing.too_few(sums, scoped=where.scoped)
    context = {
        "form": form,
        "where": where,
        "place": place_words(where),
        "shortcuts": shortcuts(where, request.GET, day_of(now)),
        "sentence": _sentence(sums, where),
        "counts": showing.shown(showing.COUNTS, sums, where.days, scoped=where.scoped),
        "shares": showing.shown(showing.SHARES, sums, where.days, scoped=where.scoped),
        "durations": showing.shown(showing.DURATIONS, sums, where.days, scoped=where.scoped),
        "curve": curves.received(days, where),
        "bars": None if few or not sums.counts["received"] else curves.shares(sums, where.days),
        "now": now,
        **_country(where),
    }
    return render(request, "oversight/statistics.html", context)


def _country(where: Asked) -> dict[str, object]:
    """What is counted for the country only."""
    if where.scoped:
        return {}
    kinds = connected(where.end)
    rows = [(AgencyKind(kind).label, figure(number)) for kind, number in kinds.items()]
    total = showing.counted(CONNECTED, sum(kinds.values()))
    return {"connected": rows, "country": [total, showing.counted(IDENTITY_OPENINGS, openings_total())]}


def _sentence(sums: Sums, where: Asked) -> str:
    """What the figures say in one sentence."""
    number = sums.counts["received"]
    if not number:
        return _("Belum ada laporan yang masuk pada kurun ini.")
    if showing.too_few(sums, scoped=where.scoped):
        return _("Laporan pada kurun ini masih kurang dari lima.")
    came = ngettext("Masuk %(n)s laporan", "Masuk %(n)s laporan", number) % {"n": figure(number)}
    answered = showing.value_of(curves.ON_TIME, sums, where.days)
    completed = showing.value_of("completed_share", sums, where.days)
    if answered is not None:
        return _("%(came)s; instansi menjawab %(part)s dalam 5 hari kerja.") % {
            "came": came,
            "part": share(answered),
        }
    if completed is not None:
        return _("%(came)s; %(part)s sudah selesai.") % {"came": came, "part": share(completed)}
    return f"{came}."
