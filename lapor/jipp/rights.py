"""Who may do what in the network: seats by subtree, hubs by the subtree their host lies in.

A member's and a coordinator's seat write and ask for the agencies below it; a curator's and a hub manager's
work in the hubs whose host lies below it. A mentor accompanies replications of the agencies below the seat.
An evaluator reads what a call deals out, and nothing that is not published besides.
The national supervisor reads all of it and founds hubs. What is published is everybody's.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from lapor.accounts.actors import Actor, Machine
from lapor.accounts.roles import Role
from lapor.jipp.codes import InnovationStatus
from lapor.jipp.models import Hub, Innovation, Replication
from lapor.registry.models import Agency
from lapor.reports.refusals import NotAllowed

WRITING = frozenset({Role.MEMBER, Role.COORDINATOR})
CURATING = frozenset({Role.CURATOR, Role.HUB_MANAGER})
RUNNING = frozenset({Role.HUB_MANAGER})
# Who has something to do on the network's pages at the desk.
AT_DESK = WRITING | CURATING | {Role.MENTOR, Role.EVALUATOR, Role.NATIONAL_SUPERVISOR}


def paths(actor: Actor, roles: Collection[Role]) -> list[str]:
    """The subtrees in which this actor holds one of the roles: one query, none without such a seat.

    Asked of the registry: the network's seats have no path of their own, since they open no reports.
    """
    agencies = {post.agency_id for post in actor.posts if post.role in roles and post.agency_id}
    return list(Agency.objects.filter(pk__in=agencies).values_list("path", flat=True)) if agencies else []


def published() -> QuerySet[Innovation]:
    """What everybody may read."""
    return Innovation.objects.filter(status=InnovationStatus.PUBLISHED)


def readable_innovations(actor: Actor) -> QuerySet[Innovation]:
    """Innovations in whatever state that this actor sees at the desk; at most two queries for the seats."""
    if everywhere(actor):
        return Innovation.objects.all()
    return Innovation.objects.filter(
        below("agency__path", paths(actor, WRITING)) | below("hub__host__path", paths(actor, CURATING))
    )


def readable_replications(actor: Actor) -> QuerySet[Replication]:
    """Replications in which this actor's agencies take part, that it mentors, or that its hubs look after."""
    if everywhere(actor):
        return Replication.objects.all()
    own = paths(actor, WRITING)
    seen = below("agency__path", own) | below("innovation__agency__path", own)
    seen |= below("innovation__hub__host__path", paths(actor, CURATING))
    if actor.user_id is not None:
        seen |= Q(mentor=actor.user_id)
    return Replication.objects.filter(seen)


def run_hubs(actor: Actor) -> QuerySet[Hub]:
    """Hubs whose page, members and hosts this actor looks after."""
    if everywhere(actor):
        return Hub.objects.all()
    return Hub.objects.filter(below("host__path", paths(actor, RUNNING)))


def curated_hubs(actor: Actor) -> QuerySet[Hub]:
    """Hubs whose innovations this actor reviews. The national supervisor reads them and decides nothing."""
    if actor.machine == Machine.OPERATOR:
        return Hub.objects.all()
    return Hub.objects.filter(below("host__path", paths(actor, CURATING)))


def everywhere(actor: Actor) -> bool:
    return actor.machine == Machine.OPERATOR or actor.has(Role.NATIONAL_SUPERVISOR)


def writes_for(actor: Actor, agency: Agency) -> bool:
    """Whether this actor writes innovations of this agency, and asks and answers in its name."""
    if actor.machine == Machine.OPERATOR:
        return True
    return any(agency.path.startswith(path) for path in paths(actor, WRITING))


def demand_writer(actor: Actor, agency: Agency) -> None:
    """NotAllowed unless this actor acts in the name of this agency."""
    if not writes_for(actor, agency):
        raise NotAllowed


def demand_curator(actor: Actor, hub: Hub) -> None:
    """NotAllowed unless this actor reviews for this hub."""
    if not curated_hubs(actor).filter(pk=hub.pk).exists():
        raise NotAllowed


def demand_manager(actor: Actor, hub: Hub) -> None:
    """NotAllowed unless this actor runs this hub."""
    if not run_hubs(actor).filter(pk=hub.pk).exists():
        raise NotAllowed


def below(field: str, prefixes: Collection[str]) -> Q:
    """Rows whose path in `field` lies in one of these subtrees; none without any."""
    found = Q(pk__in=())
    for prefix in prefixes:
        found |= Q(**{f"{field}__startswith": prefix})
    return found
