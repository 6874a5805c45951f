"""How far a survey is: against its sample, by service, by group of respondents; bars, each with its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lapor.backoffice.skm.doors import page, period_of, surveyor
from lapor.backoffice.skm.words import PROFILE_WORDS, period_status
from lapor.skm.results import Group, Progress, progress
from lapor.ui.charts import BarChart, Mark


@dataclass(frozen=True)
class Shown:
    """A chart, its heading, and in one sentence who is missing."""

    chart: BarChart
    heading: str
    text: str


@require_GET
@surveyor
def kemajuan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """From the roll-up: as quick for a million answers as for ten."""
    period = period_of(request, pk)
    found = progress(period)
    context = {
        "period": period,
        "unit": period.unit,
        "status": period_status(period),
        "progress": found,
        "missing": max(0, found.sample.size - found.n) if found.sample else None,
        "charts": [_services(found), *(_groups(name, rows) for name, rows in found.profile.items())],
    }
    return page(request, "progress.html", context)


def _services(found: Progress) -> Shown:
    marks = [Mark(one.name if one else _("Tidak disebut"), number) for one, number in found.services]
    chart = _chart("layanan", _("Jawaban menurut layanan"), _("Layanan"), marks)
    return Shown(chart, _("Layanan"), "")


def _groups(name: str, rows: Sequence[Group]) -> Shown:
    heading = str(PROFILE_WORDS[name])
    marks = [Mark(row.label or _("Tidak disebut"), row.number) for row in rows]
    nobody = [row.label for row in rows if row.code and not row.number]
    said = _("Belum ada jawaban dari: %(groups)s.") % {"groups": ", ".join(nobody)} if nobody else ""
    return Shown(_chart(name, heading, heading, marks), heading, said)


def _chart(name: str, title: str, head: str, marks: list[Mark]) -> BarChart:
    return BarChart(f"c-{name}", title, head, _("Jawaban"), marks)
