"""Who holds gatherings and publishes policy texts (hub managers, the national supervisor), who answers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from lapor.accounts.actors import Actor
from lapor.accounts.roles import JIPP, Role
from lapor.jipp.exchange.codes import GatheringStatus, PolicyStatus, QuestionStatus
from lapor.jipp.models import Comment, Gathering, Hub, Innovation, Policy, Question
from lapor.jipp.rights import WRITING, below, everywhere, paths, run_hubs
from lapor.reports.refusals import NotAllowed

RUNNING = (Role.HUB_MANAGER, Role.NATIONAL_SUPERVISOR)
ANSWERING = tuple(sorted(WRITING))


def public_gatherings() -> QuerySet[Gathering]:
    """Page by ("starts_at", "id"), or the past ones by ("-starts_at", "-id")."""
    return Gathering.objects.exclude(status=GatheringStatus.DRAFT).select_related("hub")


def coming(hub: Hub, *, now: datetime) -> QuerySet[Gathering]:
    """What this hub holds next, the nearest first."""
    rows = Gathering.objects.filter(hub=hub, status=GatheringStatus.OPEN, starts_at__gt=now)
    return rows.order_by("starts_at", "pk")


def run_gatherings(actor: Actor) -> QuerySet[Gathering]:
    rows = Gathering.objects.select_related("hub")
    return rows if everywhere(actor) else rows.filter(hub__in=run_hubs(actor))


def public_policies() -> QuerySet[Policy]:
    """Page by ("-created_at", "-id")."""
    return Policy.objects.exclude(status=PolicyStatus.DRAFT).select_related("hub")


def run_policies(actor: Actor) -> QuerySet[Policy]:
    rows = Policy.objects.select_related("hub")
    return rows if everywhere(actor) else rows.filter(hub__in=run_hubs(actor))


def run_comments(actor: Actor) -> QuerySet[Comment]:
    """Comments on the texts one runs, in whatever state."""
    return Comment.objects.filter(policy__in=run_policies(actor)).select_related("policy")


def own_questions(actor: Actor) -> QuerySet[Question]:
    """Questions about innovations that one writes for; the waiting ones by ("id",)."""
    mine = Innovation.objects.filter(below("agency__path", paths(actor, WRITING)))
    return Question.objects.filter(innovation__in=mine).select_related("innovation")


def public_questions(innovation: Innovation) -> QuerySet[Question]:
    """Answered ones, the newest first. Page by ("-id",)."""
    return Question.objects.filter(innovation=innovation, status=QuestionStatus.ANSWERED)


def is_member(actor: Actor) -> bool:
    return actor.has(*JIPP)


def demand_hub(actor: Actor, hub: Hub | None) -> None:
    """NotAllowed unless this actor runs this hub (None: the country)."""
    if everywhere(actor):
        return
    if hub is None or not run_hubs(actor).filter(Q(pk=hub.pk), active=True).exists():
        raise NotAllowed
