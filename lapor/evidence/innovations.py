"""The panel of an innovation: its own facts, its owner's survey, and who uses it too."""

from __future__ import annotations

from datetime import datetime

from lapor.evidence.panel import COUNTED, Panel, panel
from lapor.jipp.codes import LEARNED
from lapor.jipp.models import Innovation
from lapor.registry.models import Category, Region
from lapor.skm.models import ServiceUnit


def evidence_of(innovation: Innovation, *, now: datetime) -> Panel | None:
    """None for one that does not say since when it runs. At most 18 queries."""
    if innovation.started_on is None:
        return None
    return panel(
        categories=list(Category.objects.filter(innovations=innovation).select_related("parent__parent")),
        region=innovation.region,
        since=innovation.started_on,
        now=now,
        unit=_surveyed_unit(innovation),
        without=_users(innovation),
    )


def _surveyed_unit(innovation: Innovation) -> ServiceUnit | None:
    """The only service unit at or below its owner: of several nobody says which one it is about."""
    path = innovation.agency.path
    units = list(ServiceUnit.objects.filter(agency__path__startswith=path, active=True)[:2])
    return units[0] if len(units) == 1 else None


def _users(innovation: Innovation) -> set[int]:
    """Ids of the regions, as far down as is counted, whose agencies took it over or are about to."""
    rows = innovation.replications.filter(status__in=sorted(LEARNED)).exclude(agency__region=None)
    regions = Region.objects.filter(agencies__replications__in=rows).select_related("parent__parent")
    found = set()
    for region in regions.distinct():
        place: Region | None = region
        while place and place.depth > COUNTED:
            place = place.parent
        if place:
            found.add(place.pk)
    return found
