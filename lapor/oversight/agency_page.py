"""`/instansi/<slug>/`: how one agency treats its reports, the sentence first."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.accounts.actors import PUBLIC
from lapor.indicators.facts import day_of
from lapor.indicators.figures import FEW
from lapor.indicators.summary import by_day, together
from lapor.indicators.sums import Sums
from lapor.oversight import curves, showing
from lapor.oversight.period import Asked, months_back
from lapor.registry.models import Agency
from lapor.registry.queries import standing_successor
from lapor.reports.access import published
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.states import Status
from lapor.ui.numbers import share

LATEST = 5
UNITS = 50
# The month of the last day and the eleven before it.
MONTHS = 12


@require_safe
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """A fixed number of queries. A unit has no figures of its own: reports are counted for the top agency."""
    chosen = get_object_or_404(
        Agency.objects.select_related("region__parent", "parent", "successor"), slug=slug
    )
    ended = chosen.valid_to is not None
    context = {
        "agency": chosen,
        "top": chosen.top(),
        "ended": ended,
        "writes_to": standing_successor(chosen),
        "predecessors": list(chosen.predecessors.order_by("valid_to", "name")[:UNITS]),
        "units": list(chosen.children.filter(valid_to=None, active=True).order_by("name")[:UNITS]),
        "latest": _latest(chosen),
        "now": timezone.now(),
        **({} if chosen.parent_id else _figures(chosen)),
    }
    return render(request, "oversight/agency.html", context)


def _figures(chosen: Agency) -> dict[str, object]:
    where = _last_year(chosen)
    days = by_day(start=where.start, end=where.end, agency=chosen)
    sums = together(days)
    everywhere = together(by_day(start=where.start, end=where.end))
    few = showing.too_few(sums, scoped=True)
    return {
        "where": where,
        "sentence": sentence(sums),
        "figures": showing.shown(
            ("received", "average_answer", curves.ON_TIME, "completed_share", "auto_closed_share"),
            sums,
            where.days,
            scoped=True,
        ),
        "on_time": curves.on_time(days, where, showing.value_of(curves.ON_TIME, everywhere, where.days)),
        "answers": None if few else curves.answers(sums),
        "curve": curves.received(days, where),
    }


def sentence(sums: Sums) -> str:
    """ "Menjawab 8 dari 10 laporan dalam 5 hari kerja."; a round number only where it is nearly true."""
    counted, met = sums.counts["followed_up_5_counted"], sums.counts["followed_up_5_met"]
    if counted < FEW:
        return _("Belum cukup laporan untuk menilai kecepatan jawabannya.")
    if met == counted:
        return _("Menjawab semua laporan dalam 5 hari kerja.")
    tenths = round(10 * met / counted)
    if counted < 10:
        part = _("%(met)d dari %(counted)d laporan") % {"met": met, "counted": counted}
    elif 0 < tenths < 10:
        part = _("%(tenths)d dari 10 laporan") % {"tenths": tenths}
    else:
        part = _("%(share)s laporan") % {"share": share(met / counted)}
    return _("Menjawab %(part)s dalam 5 hari kerja.") % {"part": part}


def _last_year(chosen: Agency) -> Asked:
    """Twelve months up to today, or up to the last day of an agency that has ended."""
    end: date = day_of(timezone.now())
    if chosen.valid_to:
        end = min(end, chosen.valid_to - timedelta(days=1))
    return Asked(months_back(end, MONTHS - 1), end, chosen)


def _latest(chosen: Agency) -> list[Seen]:
    rows = published().exclude(status=Status.MERGED)
    if chosen.parent_id:  # by ids, so that PostgreSQL knows how many reports a unit has
        rows = rows.filter(unit__in=list(chosen.subtree().values_list("pk", flat=True)))
    else:
        rows = rows.filter(agency=chosen)
    return look_at_list(rows.order_by("-received", "-id")[:LATEST], PUBLIC, now=timezone.now())
