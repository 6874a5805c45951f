"""Whose a webhook is: an agency's, looked after by its coordinators, or the account's of a partner."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import PUBLIC, Actor, Post, actor_of
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.api.callers import acting
from lapor.api.models import Endpoint
from lapor.api.partners import programs
from lapor.registry.models import Agency
from lapor.reports.models import Report

# Instead of an agency's id.
MYSELF = "saya"


def own(actor: Actor) -> QuerySet[Endpoint]:
    """The webhooks that this person looks after."""
    mine = Q(agency__in=agencies(actor))
    if actor.has(Role.DEVELOPER):
        mine |= Q(user=actor.user_id)
    return Endpoint.objects.filter(mine)


def agencies(actor: Actor) -> list[int]:
    """The agencies for which this person may set one up."""
    return [post.agency_id for post in actor.posts if post.role is Role.COORDINATOR and post.agency_id]


def choices(actor: Actor) -> list[tuple[str, str]]:
    """For whom this person may set one up: the own account, agencies. One query at most."""
    found = [(MYSELF, _("Laporan yang saya kirim"))] if actor.has(Role.DEVELOPER) else []
    places = agencies(actor)
    names = Agency.objects.filter(pk__in=places).order_by("path") if places else ()
    return [
        *found,
        *((str(agency.pk), _("Laporan untuk %(name)s") % {"name": agency.name}) for agency in names),
    ]


def viewer(endpoint: Endpoint, *, now: datetime) -> Actor:
    """Who looks when a message is written: the owner as it is at that moment.

    An agency sees as its coordinator does, while it has one; a partner's account what it filed itself.
    """
    if endpoint.user:
        return acting(actor_of(endpoint.user, now=now, proven=False)) if endpoint.user.is_active else PUBLIC
    agency = endpoint.agency
    if agency is None or not _coordinators(endpoint, now).exists():
        return PUBLIC
    return Actor(posts=(Post(Role.COORDINATOR, agency.pk, agency.path),))


def people(endpoint: Endpoint, *, now: datetime) -> list[User]:
    """Who is told of trouble with it."""
    if endpoint.user:
        return [endpoint.user]
    return [seat.user for seat in _coordinators(endpoint, now).select_related("user").order_by("user_id")]


def pushed_by(endpoint: Endpoint, report: Report, *, now: datetime) -> bool:
    """Whether this very system, or another program of the same agency, has sent this report in."""
    return report.partner_id is not None and report.partner_id in programs(viewer(endpoint, now=now), now=now)


def _coordinators(endpoint: Endpoint, now: datetime) -> QuerySet[Seat]:
    return Seat.objects.living(now).filter(role=Role.COORDINATOR, agency=endpoint.agency_id)
