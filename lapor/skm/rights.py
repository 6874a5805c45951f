"""Who may run surveys, and which: the SKM manager's seat, the coordinator's, each over its subtree.

Leadership and inspectorate read their subtree; the national supervisor reads the country (by
PermenPANRB 14/2017 the ministry gathers the results). Published results are everybody's.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from lapor.accounts.actors import Actor, Machine
from lapor.accounts.roles import WHOLE, Role
from lapor.registry.models import Agency, AgencyQuerySet
from lapor.reports.refusals import NotAllowed
from lapor.skm.models import Period, ServiceUnit

MANAGING = frozenset({Role.SKM_MANAGER, Role.COORDINATOR})
READING = MANAGING | WHOLE


def readable_units(actor: Actor) -> QuerySet[ServiceUnit]:
    """Units whose surveys this actor may see before they are published; one query for the seats' agencies."""
    if actor.machine == Machine.OPERATOR or actor.has(Role.NATIONAL_SUPERVISOR):
        return ServiceUnit.objects.all()
    return _within(actor, READING)


def managed_units(actor: Actor) -> QuerySet[ServiceUnit]:
    """Units whose surveys this actor runs."""
    if actor.machine == Machine.OPERATOR:
        return ServiceUnit.objects.all()
    return _within(actor, MANAGING)


def founding(actor: Actor) -> AgencyQuerySet:
    """Standing agencies and units of the registry at which this actor may found service units."""
    inside = Q(pk__in=())
    for path in _paths(actor, MANAGING):
        inside |= Q(path__startswith=path)
    return Agency.objects.standing().filter(inside)


def readable_periods(actor: Actor) -> QuerySet[Period]:
    """Periods of those units, in whatever state."""
    return Period.objects.filter(unit__in=readable_units(actor)).select_related("unit")


def demand(actor: Actor, unit: ServiceUnit) -> None:
    """NotAllowed unless this actor runs the surveys of this unit."""
    if not managed_units(actor).filter(pk=unit.pk).exists():
        raise NotAllowed


def demand_agency(actor: Actor, agency: Agency) -> None:
    """NotAllowed unless this actor may found service units at this agency."""
    if actor.machine == Machine.OPERATOR:
        return
    if not any(agency.path.startswith(path) for path in _paths(actor, MANAGING)):
        raise NotAllowed


def _within(actor: Actor, roles: Collection[Role]) -> QuerySet[ServiceUnit]:
    inside = Q(pk__in=())
    for path in _paths(actor, roles):
        inside |= Q(agency__path__startswith=path)
    return ServiceUnit.objects.filter(inside)


def _paths(actor: Actor, roles: Collection[Role]) -> list[str]:
    """Asked of the registry: an SKM manager's seat has no path, since it opens no reports."""
    agencies = {post.agency_id for post in actor.posts if post.role in roles and post.agency_id}
    return list(Agency.objects.filter(pk__in=agencies).values_list("path", flat=True)) if agencies else []
