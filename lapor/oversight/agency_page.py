"""`/instansi/<slug>/`: how one agency treats its reports, the sentence first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.indicators.dimensions import Dim
from lapor.indicators.models import Scope
from lapor.indicators.peers import standing
from lapor.indicators.sums import Sums
from lapor.oversight import comparing, profile
from lapor.oversight.contentment import contentment
from lapor.registry.models import Agency
from lapor.registry.queries import standing_successor
from lapor.reports.access import published
from lapor.reports.models import Report
from lapor.reports.owing import owing
from lapor.reports.praised import well_answered
from lapor.sla.zones import NATIONAL

UNITS = 50
PRAISED = 3


@require_safe
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """A fixed number of queries. A unit has no figures of its own: reports are counted for the top agency."""
    chosen = get_object_or_404(
        Agency.objects.select_related("region__parent", "parent", "successor"), slug=slug
    )
    now = timezone.now()
    context = {
        "agency": chosen,
        "top": chosen.top(),
        "ended": chosen.valid_to is not None,
        "writes_to": standing_successor(chosen),
        "predecessors": list(chosen.predecessors.order_by("valid_to", "name")[:UNITS]),
        "units": list(chosen.children.filter(valid_to=None, active=True).order_by("name")[:UNITS]),
        "latest": profile.latest(_reports_of(chosen), now),
        "contentment": contentment(chosen, year=now.astimezone(NATIONAL).year),
        "now": now,
        **({} if chosen.parent_id else _figures(chosen, now)),
    }
    return render(request, "oversight/agency.html", context)


def _figures(chosen: Agency, now: datetime) -> dict[str, Any]:
    where = profile.last_year(now, before=chosen.valid_to)
    shown = profile.profile(Scope.AGENCY, chosen.pk, where)
    ended = chosen.valid_to is not None
    return {
        **shown,
        "sentence": sentence(shown["sums"]),
        "owing": None if ended else owing(chosen, now=now),
        "compared": None if ended else comparing.compared(chosen, standing(chosen, today=where.today)),
        "topics": profile.parts(Dim.CATEGORY, {Dim.AGENCY: chosen.pk}, where),
        "praised": well_answered(chosen, limit=PRAISED, now=now),
    }


def sentence(sums: Sums) -> str:
    """ "Menjawab 8 dari 10 laporan dalam 5 hari kerja." """
    part = profile.part_in_time(sums)
    if part is None:
        return _("Belum cukup laporan untuk menilai kecepatan jawabannya.")
    return _("Menjawab %(part)s dalam 5 hari kerja.") % {"part": part}


def _reports_of(chosen: Agency) -> QuerySet[Report]:
    if chosen.parent_id:  # by ids, so that PostgreSQL knows how many reports a unit has
        return published().filter(unit__in=list(chosen.subtree().values_list("pk", flat=True)))
    return published().filter(agency=chosen)
