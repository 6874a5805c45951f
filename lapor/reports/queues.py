"""What waits for whom: the querysets behind officers' lists, each served by an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from lapor.accounts.actors import Actor
from lapor.accounts.roles import Role
from lapor.reports import ombudsman
from lapor.reports.access import visible_to
from lapor.reports.models import Deadline, Draft, Objection, Report
from lapor.reports.states import Status
from lapor.sla.rules import Step


class Queue(StrEnum):
    """The queues of the desk; which of them somebody has follows from the roles."""

    VERIFY = "verifikasi"
    DISPOSE = "disposisi"
    ANSWER = "jawab"
    DRAFTS = "draf"
    RESPOND = "tanggapan"
    WAITING = "menunggu"
    OBJECTIONS = "keberatan"
    OMBUDSMAN = "ombudsman"
    OVERDUE = "lewat"
    ALL = "semua"


@dataclass(frozen=True)
class Waiting:
    """Keys by which a queue is paged: the nearest deadline first, or the newest report or case first."""

    rows: QuerySet[Report]
    keys: tuple[str, ...]


# More than wait at once in the whole country.
DRAFTS_MAX = 1_000_000
BY_DUE = ("due", "id")
BY_NEWEST = ("-received", "-id")
BY_CASE = ("-ombudsman_case__id",)


def queues_of(actor: Actor) -> list[Queue]:
    """The queues this officer has, the most pressing first."""
    mine: list[Queue] = []
    if actor.has(Role.NATIONAL_VERIFIER):
        mine += [Queue.VERIFY, Queue.DISPOSE]
    if actor.has(Role.OMBUDSMAN):
        mine.append(Queue.OMBUDSMAN)
    if actor.has(Role.COORDINATOR, Role.LIAISON, Role.SUPERIOR):
        mine.append(Queue.ANSWER)
    if actor.has(Role.COORDINATOR, Role.SUPERIOR):
        mine.append(Queue.DRAFTS)
    if actor.has(Role.COORDINATOR):
        mine.append(Queue.RESPOND)
    if actor.has(Role.COORDINATOR, Role.NATIONAL_SUPERVISOR, Role.OMBUDSMAN):
        mine.append(Queue.OBJECTIONS)
    return [*mine, Queue.OVERDUE, Queue.WAITING, Queue.ALL]


def queue(actor: Actor, which: Queue, *, now: datetime) -> Waiting:
    """The reports of one queue in the actor's scope."""
    scope = visible_to(actor)
    if which is Queue.VERIFY:
        return Waiting(scope.filter(status=Status.RECEIVED, due__isnull=False), BY_DUE)
    if which is Queue.DISPOSE:
        return Waiting(scope.filter(status=Status.VERIFIED, due__isnull=False), BY_DUE)
    if which is Queue.ANSWER:
        owed = (Status.DISPOSED, Status.IN_PROGRESS, Status.REPLIED)
        return Waiting(scope.filter(status__in=owed, due__isnull=False), BY_DUE)
    if which is Queue.DRAFTS:
        # The few waiting drafts come first: with a slice PostgreSQL does not look for them among all reports.
        drafted = Draft.objects.filter(state=Draft.State.WAITING).values("report")[:DRAFTS_MAX]
        return Waiting(scope.filter(pk__in=drafted, due__isnull=False), BY_DUE)
    if which is Queue.RESPOND:
        return Waiting(scope.filter(pk__in=_asked(actor), due__isnull=False), BY_DUE)
    if which is Queue.OBJECTIONS:
        return Waiting(scope.filter(pk__in=_objected(actor), due__isnull=False), BY_DUE)
    if which is Queue.OMBUDSMAN:
        return Waiting(ombudsman.lane(scope), BY_CASE)
    if which is Queue.OVERDUE:
        return Waiting(scope.filter(due__lt=now), BY_DUE)
    if which is Queue.WAITING:
        waiting = (Status.POSTPONED, Status.ANSWERED)
        return Waiting(scope.filter(status__in=waiting), BY_NEWEST)
    return Waiting(scope, BY_NEWEST)


def _asked(actor: Actor) -> QuerySet[Deadline, Any]:
    """Reports in any status on which an agency of this coordinator owes an overseer a response."""
    mine = Q(pk=None)
    for path in actor.paths():
        mine |= Q(agency__path__startswith=path)
    asked = Deadline.objects.filter(mine, step__in=(Step.RESPONSE, Step.RECOMMENDATION_RESPONSE))
    return asked.filter(met_at=None, stopped_at=None).values("report")


def _objected(actor: Actor) -> QuerySet[Objection, Any]:
    """Reports whose open objection this actor decides (an overseer of all sees all)."""
    open_ones = Objection.objects.filter(decided_at=None)
    levels = []
    if actor.has(Role.COORDINATOR):
        levels.append(Objection.Level.COORDINATOR)
    if actor.has(Role.NATIONAL_SUPERVISOR):
        levels.append(Objection.Level.NATIONAL_SUPERVISOR)
    if actor.has(Role.OMBUDSMAN):
        levels.append(Objection.Level.OMBUDSMAN)
    return open_ones.filter(level__in=levels).values("report")
