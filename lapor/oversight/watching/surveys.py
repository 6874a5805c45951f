"""`/kelola/pengawasan/kepuasan/`: which service units have published a satisfaction survey this year."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of, office_of, officer
from lapor.accounts.roles import NATIONAL
from lapor.oversight.watching.pages import PER_PAGE, VIEWERS, paged
from lapor.registry.models import Region
from lapor.skm.completeness import completeness, missing, of_region
from lapor.skm.models import ServiceUnit
from lapor.skm.reminding import days_of_year
from lapor.skm.rights import readable_units
from lapor.sla.zones import NATIONAL as WIB
from lapor.ui.pages import PARAM, keyset
from lapor.ui.texts import printable

KEYS = ("name", "id")


@require_GET
@officer(*VIEWERS)
@paged
def surveys(request: HttpRequest) -> HttpResponseBase:
    """Within the own scope; `wilayah` is the code of a region whose missing units are to be shown alone."""
    actor, year = actor_of(request), timezone.now().astimezone(WIB).year
    units = scope(actor)
    region = Region.objects.standing().filter(code=printable(request.GET.get("wilayah", ""))[:13]).first()
    lacking = missing(year, units=of_region(units, region) if region else units)
    context = {
        "year": year,
        "done": completeness(year, units=units),
        "region": region,
        "page": keyset(lacking, keys=KEYS, cursor=request.GET.get(PARAM), limit=PER_PAGE),
        "days": [date(year, month, day) for month, day in days_of_year()],
    }
    return render(request, "oversight/surveys.html", context | office_of(actor))


def scope(actor: Actor) -> QuerySet[ServiceUnit]:
    """Who has published is no secret: the nation's watchers see the country, others what they answer for."""
    return ServiceUnit.objects.all() if actor.has(*NATIONAL) else readable_units(actor)
