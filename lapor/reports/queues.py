"""What waits for whom: the querysets behind officers' lists, each served by an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from lapor.accounts.actors import Actor
from lapor.accounts.roles import NATIONAL, Role
from lapor.reports import ombudsman
from lapor.reports.access import at_work_of, by_holds, newest_of, visible_to
from lapor.reports.models import Deadline, Draft, Event, Handling, Objection, Report, Watch
from lapor.reports.narrowing import DAY, narrow, of_holds
from lapor.reports.rights import Who
from lapor.reports.states import OPEN, Act, Status
from lapor.sla.rules import Step


class Queue(StrEnum):
    """The queues of the desk; which of them somebody has follows from the roles."""

    VERIFY = "verifikasi"
    DISPOSE = "disposisi"
    ANSWER = "jawab"
    RETURNED = "dikembalikan"
    DRAFTS = "draf"
    RESPOND = "tanggapan"
    WAITING = "menunggu"
    OBJECTIONS = "keberatan"
    OMBUDSMAN = "ombudsman"
    MINE = "tugas-saya"
    OFFICE = "unit-saya"
    TODAY = "hari-ini"
    OVERDUE = "lewat"
    WATCHED = "dipantau"
    ALL = "semua"


@dataclass(frozen=True)
class Waiting:
    """Keys by which a queue is paged: the nearest deadline first, or the newest report or case first."""

    rows: QuerySet[Report]
    keys: tuple[str, ...]

    @property
    def by_due(self) -> bool:
        """Whether what is late stands on top."""
        return self.keys in (BY_DUE, BY_URGENCY)


# More than wait at once in the whole country.
DRAFTS_MAX = 1_000_000
BY_DUE = ("ends", "id")
# As by due, with reports on which no duty runs at the end; only where the rows are few.
BY_URGENCY = ("urgency", "id")
BY_NEWEST = ("-received", "-id")
BY_CAME = ("-came", "-id")
BY_CASE = ("-ombudsman_case__id",)
OWED = (Status.DISPOSED, Status.IN_PROGRESS, Status.REPLIED)
# Who in an agency has work at the desk; leadership and inspectorate read.
_WORKERS = (Role.COORDINATOR, Role.LIAISON, Role.SUPERIOR)
_NEVER = datetime(9000, 1, 1, tzinfo=UTC)


def queues_of(actor: Actor) -> list[Queue]:
    """The queues this officer has, the most pressing first. Whoever only reads has none of work to do."""
    worker = actor.has(Role.NATIONAL_VERIFIER, *_WORKERS)
    mine: list[Queue] = []
    if actor.has(Role.NATIONAL_VERIFIER):
        mine += [Queue.VERIFY, Queue.DISPOSE]
    if actor.has(Role.OMBUDSMAN):
        mine.append(Queue.OMBUDSMAN)
    if actor.has(*_WORKERS):
        mine.append(Queue.ANSWER)
    if actor.has(Role.COORDINATOR, Role.SUPERIOR):
        mine.append(Queue.DRAFTS)
    if actor.has(Role.NATIONAL_VERIFIER, Role.COORDINATOR):
        mine.append(Queue.RETURNED)
    if actor.has(Role.COORDINATOR):
        mine.append(Queue.RESPOND)
    if actor.has(Role.COORDINATOR, Role.NATIONAL_SUPERVISOR, Role.OMBUDSMAN):
        mine.append(Queue.OBJECTIONS)
    if worker:
        mine.append(Queue.MINE)
    if actor.has(*_WORKERS):
        mine.append(Queue.OFFICE)
    if worker:
        mine.append(Queue.TODAY)
    return [*mine, Queue.OVERDUE, Queue.WAITING, Queue.WATCHED, Queue.ALL]


def queue(actor: Actor, which: Queue, *, now: datetime) -> Waiting:
    """The reports of one queue in the actor's scope."""
    scope = visible_to(actor)
    if which is Queue.OMBUDSMAN:
        return Waiting(ombudsman.lane(scope), BY_CASE)
    if which is Queue.MINE:
        handled = Handling.objects.filter(user=actor.user_id).values("report")
        mine = scope.filter(pk__in=handled, status__in=OPEN)
        return Waiting(mine.annotate(urgency=Coalesce("due", Value(_NEVER))), BY_URGENCY)
    if which is Queue.WATCHED:
        watched = Watch.objects.filter(user=actor.user_id).values("report")
        return Waiting(scope.filter(pk__in=watched), BY_NEWEST)
    if which is Queue.WAITING:
        waiting = at_work_of(actor).filter(status__in=(Status.POSTPONED, Status.ANSWERED))
        return Waiting(waiting, BY_NEWEST)
    if which is Queue.ALL:
        return Waiting(newest_of(actor), BY_CAME)
    return Waiting(_due(actor, which, now), BY_DUE)


def narrowed(actor: Actor, which: Queue, chosen: Mapping[str, Any], *, now: datetime) -> Waiting:
    """Those reports of one queue that fit the filters (as for `narrow`), in the queue's order."""
    if which is Queue.ALL and by_holds(actor):
        hold, rest = of_holds(chosen, now=now)
        return Waiting(narrow(newest_of(actor, **hold), rest, now=now), BY_CAME)
    waiting = queue(actor, which, now=now)
    return Waiting(narrow(waiting.rows, chosen, now=now), waiting.keys)


def _due(actor: Actor, which: Queue, now: datetime) -> QuerySet[Report]:
    """The queues in which a duty waits."""
    if which is Queue.TODAY:
        return at_work_of(actor, due__gte=now, due__lt=now + DAY)
    if which is Queue.OVERDUE:
        return at_work_of(actor, due__lt=now)
    scope = at_work_of(actor, due__isnull=False)
    if which is Queue.VERIFY:
        return scope.filter(status=Status.RECEIVED)
    if which is Queue.DISPOSE:
        return scope.filter(status=Status.VERIFIED)
    if which is Queue.ANSWER:
        return scope.filter(status__in=OWED)
    if which is Queue.OFFICE:
        return at_work_of(actor, _seats_of(actor), due__isnull=False).filter(status__in=OWED)
    if which is Queue.RETURNED:
        return _returned(actor, scope)
    if which is Queue.DRAFTS:
        # The few waiting drafts come first: with a slice PostgreSQL does not look for them among all reports.
        drafted = Draft.objects.filter(agency__in=actor.tops(), state=Draft.State.WAITING)
        return scope.filter(pk__in=drafted.values("report")[:DRAFTS_MAX])
    if which is Queue.RESPOND:
        return scope.filter(pk__in=_asked(actor))
    if which is Queue.OBJECTIONS:
        return scope.filter(pk__in=_objected(actor))
    raise ValueError(which)


def _seats_of(actor: Actor) -> list[int]:
    """Where this officer has a working seat; what lies there lies in no unit below."""
    return [post.agency_id for post in actor.posts if post.role in _WORKERS and post.agency_id]


def _returned(actor: Actor, scope: QuerySet[Report]) -> QuerySet[Report]:
    """Referred back as bukan wewenang, and waiting again with those who had passed it on."""
    if actor.has(Role.NATIONAL_VERIFIER):
        return scope.filter(status=Status.VERIFIED, agency_referrals__gt=0)
    # By a unit of the agency that holds it now: units of an earlier one are counted on the report as well.
    by_unit = Event.objects.filter(
        report=OuterRef("pk"),
        act=Act.REFER_BACK,
        role=Who.UNIT_OFFICER,
        report__dispositions__until=None,
        report__dispositions__lead=True,
        report__dispositions__since__lt=F("at"),
    )
    back = scope.filter(status=Status.DISPOSED, unit=None, unit_referrals__gt=0)
    return back.filter(Exists(by_unit))


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
    found = open_ones.filter(level__in=levels)
    paths = actor.paths(Role.COORDINATOR)
    if paths and not actor.has(*NATIONAL) and all(path.count("/") > 2 for path in paths):
        found = found.filter(Exists(_decided_below(paths)))
    return found.values("report")


def _decided_below(paths: Sequence[str]) -> QuerySet[Event]:
    """A unit's own coordinator decides on what units below it have decided, never on the own answers."""
    below = reduce(or_, (Q(agency__path__startswith=path) & ~Q(agency__path=path) for path in paths))
    acts = (Act.ANSWER, Act.APPROVE_DRAFT, Act.CLOSE)
    return Event.objects.filter(below, report=OuterRef("report"), act__in=acts)
