"""`/`: what this is, one way in, one way to follow, and what it has done."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.accounts.actors import PUBLIC
from lapor.indicators.summary import headline, step_averages
from lapor.reports.access import published
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Report
from lapor.reports.states import Closing, Status
from lapor.sla.calendar import working_days_between
from lapor.sla.zones import NATIONAL
from lapor.ui.components import Figure
from lapor.ui.numbers import figure, share

SOLVED = 3
# How many of the last confirmed ones are looked through: some are secret, some have no title.
LOOKED_THROUGH = 40


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {"now": now, "solved": _solved(now), "took": step_averages(now), **_figures(now)}
    return render(request, "portal/home.html", context)


def _figures(now: datetime) -> dict[str, object]:
    """This year's headline, where there is anything to count."""
    found = headline(now)
    if found is None:
        return {}
    figures = [
        Figure(figure(found.per_day), _("laporan masuk setiap hari")),
        Figure(share(found.completed_share), _("laporan sudah selesai")),
        Figure(share(found.followed_up_within_10_days), _("laporan ditindaklanjuti dalam 10 hari")),
        Figure(figure(sum(found.connected.values())), _("instansi tersambung")),
    ]
    words = _(
        "%(ministry)s kementerian, %(institution)s lembaga, %(province)s provinsi, "
        "%(regency)s kabupaten, dan %(city)s kota."
    )
    connected = words % {kind: figure(number) for kind, number in found.connected.items()}
    return {"figures": figures, "connected": connected, "year": now.astimezone(NATIONAL).year}


def _solved(now: datetime) -> list[tuple[Seen, int]]:
    """The last public reports that their reporters called solved, with the working days it took."""
    confirmed = Report.objects.filter(closing=Closing.CONFIRMED).order_by("-closed_at", "-id")
    ids = list(confirmed.values_list("pk", flat=True)[:LOOKED_THROUGH])
    rows = published().filter(pk__in=ids, status=Status.CLOSED)
    rows = rows.exclude(publication__title="")  # imported ones may have none
    last = rows.order_by("-closed_at", "-id")[:SOLVED]
    return [(seen, _took(seen)) for seen in look_at_list(last, PUBLIC, now=now)]


def _took(seen: Seen) -> int:
    report = seen.report
    ended = (report.closed_at or report.received).astimezone(NATIONAL).date()
    return max(working_days_between(report.received.astimezone(NATIONAL).date(), ended), 1)
