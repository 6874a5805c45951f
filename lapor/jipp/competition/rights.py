"""Who runs a competition, who proposes to it, who scores: by seats over a subtree, or by name."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lapor.accounts.actors import Actor, Machine
from lapor.accounts.roles import Role
from lapor.jipp.competition.codes import CallStatus, EvaluatorStatus
from lapor.jipp.models import Call, Evaluator, Hub, Innovation
from lapor.jipp.rights import WRITING, below, everywhere, paths, run_hubs
from lapor.reports.refusals import NotAllowed

# A call that is still prepared is nobody's business yet.
PUBLIC = ~Q(status=CallStatus.DRAFT)


def public_calls() -> QuerySet[Call]:
    """What everybody may read, without the published file. Page by ("-opens_on", "-id")."""
    return Call.objects.filter(PUBLIC).select_related("hub").defer("results")


def managed_calls(actor: Actor) -> QuerySet[Call]:
    """Calls of the hubs one runs; the country's are the national supervisor's, whose ministry holds it."""
    if everywhere(actor):
        return Call.objects.all()
    return Call.objects.filter(hub__in=run_hubs(actor))


def holds_somewhere(actor: Actor) -> bool:
    """Whether this actor may hold a competition at all."""
    return everywhere(actor) or run_hubs(actor).exists()


def demand_hub(actor: Actor, hub: Hub | None) -> None:
    """NotAllowed unless this actor may hold competitions there (None: in the country)."""
    if everywhere(actor):
        return
    if hub is None or not run_hubs(actor).filter(pk=hub.pk, active=True).exists():
        raise NotAllowed


def demand(actor: Actor, call: Call) -> None:
    """NotAllowed unless this actor runs this call."""
    if not managed_calls(actor).filter(pk=call.pk).exists():
        raise NotAllowed


def proposable(actor: Actor) -> QuerySet[Innovation]:
    """Innovations that this actor may put forward, whatever their state: those one writes."""
    if actor.machine == Machine.OPERATOR:
        return Innovation.objects.all()
    return Innovation.objects.filter(below("agency__path", paths(actor, WRITING)))


def proposes(actor: Actor) -> bool:
    """Whether this actor writes innovations at all."""
    return actor.has(*WRITING)


def seen_calls(actor: Actor) -> QuerySet[Call]:
    """At the desk: those one runs in whatever state, and everything public. Page as `public_calls`."""
    mine = Q(pk__in=managed_calls(actor).values("pk")) | PUBLIC
    return Call.objects.filter(mine).select_related("hub").defer("results")


def evaluations(actor: Actor) -> QuerySet[Evaluator]:
    """Where this person was asked to score and has not said no. Page by ("-id",)."""
    if actor.user_id is None:
        return Evaluator.objects.none()
    mine = Evaluator.objects.filter(user=actor.user_id).exclude(status=EvaluatorStatus.DECLINED)
    return mine.select_related("call__hub").defer("call__results")


# Who finds competitions at the desk.
AT_DESK = (*sorted(WRITING), Role.HUB_MANAGER, Role.EVALUATOR, Role.NATIONAL_SUPERVISOR)
