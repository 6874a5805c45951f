"""In which capacity somebody acts on a report: the "who" column of the lifecycle's table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lapor.accounts.actors import Actor, Machine, Post
from lapor.accounts.roles import OVERSEERS, Role
from lapor.registry.models import Agency
from lapor.reports.models import Event, Objection, Report
from lapor.reports.states import Act, Closing, Status


class Who(StrEnum):
    """Capacities, in the order in which they are tried."""

    VERIFIER = "verifier"
    COORDINATOR = "coordinator"
    LEAD_COORDINATOR = "lead_coordinator"
    SUPERIOR = "superior"
    UNIT_OFFICER = "unit_officer"
    SUPERVISOR = "supervisor"
    LEVEL_ABOVE = "level_above"
    DECIDER = "decider"
    OMBUDSMAN = "ombudsman"
    OVERSEER = "overseer"
    REPORTER = "reporter"
    TIMER = "timer"
    OPERATOR = "operator"
    ANYONE = "anyone"


@dataclass(frozen=True)
class Capacity:
    """The capacity that allows an act, and the agency of the seat it comes from.

    `deputy`: the seat is another's, for whom this person stands in.
    """

    who: Who
    agency_id: int | None = None
    deputy: bool = False


_NATIONAL = {
    Who.VERIFIER: (Role.NATIONAL_VERIFIER,),
    Who.SUPERVISOR: (Role.NATIONAL_SUPERVISOR,),
    Who.OMBUDSMAN: (Role.OMBUDSMAN,),
    Who.OVERSEER: tuple(OVERSEERS),
}
_AGENCY = {
    Who.COORDINATOR: Role.COORDINATOR,
    Who.SUPERIOR: Role.SUPERIOR,
    Who.UNIT_OFFICER: Role.LIAISON,
}


def capacity(who: Iterable[Who], actor: Actor, report: Report) -> Capacity | None:
    """The first of `who` that `actor` holds on `report`, or None."""
    for one in sorted(who, key=list(Who).index):
        found = _capacity(one, actor, report)
        if found:
            return found
    return None


def is_reporter(actor: Actor, report: Report) -> bool:
    """By the access code of this report, by a proven contact of its own, or as the partner that filed it.

    A report split off belongs to the reporter of the one it came from.
    """
    if report.pk in actor.opened or (actor.partner and report.partner_id == actor.user_id is not None):
        return True
    if report.split_from_id in actor.opened:
        return True
    identity = report.reporter if actor.contacts else None
    if identity is None:
        return False
    proven = {
        identity.email_mark if identity.email_confirmed_at else "",
        identity.phone_mark if identity.phone_confirmed_at else "",
    } - {""}
    return bool(proven & actor.contacts)


def seat_over(actor: Actor, role: Role, report: Report, *, lead: bool = False) -> Post | None:
    """The actor's seat of this role at or above where the report lies (`lead`: with its lead), or None."""
    posts = [post for post in actor.posts if post.role is role and post.path]
    if not posts:
        return None
    held = report.dispositions.filter(until=None, **({"lead": True} if lead else {}))
    paths = held.values_list("holder__path", flat=True)
    return next((post for path in paths for post in posts if post.covers(path)), None)


def _capacity(who: Who, actor: Actor, report: Report) -> Capacity | None:
    if who in _NATIONAL:
        return _national(who, actor)
    if who in _AGENCY:
        post = seat_over(actor, _AGENCY[who], report)
        return Capacity(who, post.agency_id, post.deputy) if post else None
    if who is Who.LEAD_COORDINATOR:  # on record as what the person is: a coordinator
        post = seat_over(actor, Role.COORDINATOR, report, lead=True)
        return Capacity(Who.COORDINATOR, post.agency_id, post.deputy) if post else None
    if who is Who.LEVEL_ABOVE:
        return _level_above(actor, report)
    if who is Who.DECIDER:
        return _decider(actor, report)
    return Capacity(who) if _holds(who, actor, report) else None


def _national(who: Who, actor: Actor) -> Capacity | None:
    """An own seat of such a role before one in which the person stands in for another."""
    posts = sorted(
        (post for post in actor.posts if post.role in _NATIONAL[who]), key=lambda post: post.deputy
    )
    return Capacity(who, deputy=posts[0].deputy) if posts else None


def _holds(who: Who, actor: Actor, report: Report) -> bool:
    if who is Who.REPORTER:
        return is_reporter(actor, report)
    if who is Who.TIMER:
        return actor.machine is Machine.TIMER
    if who is Who.OPERATOR:
        return actor.machine is Machine.OPERATOR
    return who is Who.ANYONE


def answerer_of(report: Report) -> Agency | None:
    """Where the seat stands that last answered for the lead; None before its first answer."""
    if report.agency is None:
        return None
    answers = Event.objects.filter(report=report, act__in=(Act.ANSWER, Act.APPROVE_DRAFT))
    of_lead = answers.filter(agency__path__startswith=report.agency.path).select_related("agency")
    answered = of_lead.order_by("-id").first()
    return answered.agency if answered else None


def _level_above(actor: Actor, report: Report) -> Capacity | None:
    """A coordinator or superior strictly above the seat that gave the lead's last answer."""
    answerer = answerer_of(report)
    if answerer is None:
        return None
    path = answerer.path
    for post in actor.posts:
        above = post.role in (Role.COORDINATOR, Role.SUPERIOR) and post.covers(path) and post.path != path
        if above:
            return Capacity(Who.LEVEL_ABOVE, post.agency_id, post.deputy)
    return None


def decided_at(report: Report) -> Agency | None:
    """Where the seat stands whose decision is disputed: the closer's, else the answerer's; None: national."""
    if report.status != Status.CLOSED:
        return None
    ends = report.events.filter(to_status=Status.CLOSED).exclude(from_status=Status.CLOSED)
    end = ends.select_related("agency").order_by("-id").first()
    if end and report.closing == Closing.BY_OFFICER:
        return end.agency
    return answerer_of(report) or report.unit or report.agency


def deciding_line(report: Report) -> list[int]:
    """Ids of the agencies whose coordinators decide an objection within the agency, the top one first.

    Strictly above the decision that is disputed, so that nobody judges the own one, and over the lead's hold.
    """
    decided = decided_at(report)
    hold = report.dispositions.filter(until=None, lead=True).select_related("holder").first()
    if decided is None or hold is None:
        return []
    held = hold.holder.lineage()
    return [one for one in decided.lineage()[:-1] if one in held]


def ever_decides(actor: Actor, report: Report) -> bool:
    """Whether an objection to this report could come before the actor, at whatever level."""
    if actor.has(Role.NATIONAL_SUPERVISOR, Role.OMBUDSMAN):
        return True
    return seat_over(actor, Role.COORDINATOR, report, lead=True) is not None


def _decider(actor: Actor, report: Report) -> Capacity | None:
    """Whoever the open objection has gone up to."""
    objection = report.objections.filter(decided_at=None).first()
    if objection is None:
        return None
    if objection.level == Objection.Level.COORDINATOR:
        line = deciding_line(report)
        posts = (post for post in actor.posts if post.role is Role.COORDINATOR and post.agency_id in line)
        post = next(posts, None)
        return Capacity(Who.DECIDER, post.agency_id, post.deputy) if post else None
    role = Role.OMBUDSMAN if objection.level == Objection.Level.OMBUDSMAN else Role.NATIONAL_SUPERVISOR
    return Capacity(Who.DECIDER) if actor.has(role) else None
