"""`/inovasi/hub/`: the hubs of the country, and the page of one."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.accounts.models import Seat
from lapor.accounts.roles import Role
from lapor.jipp.codes import InnovationStatus, ReplicationStatus
from lapor.jipp.competition.calls import today
from lapor.jipp.competition.rights import public_calls
from lapor.jipp.competition.wording import standing
from lapor.jipp.exchange.rights import coming
from lapor.jipp.models import Call, Hub, HubMember, Innovation, Replication
from lapor.jipp.searching import NEWEST
from lapor.portal.jipp.catalogue import cards
from lapor.ui.components import Figure, Status
from lapor.ui.numbers import figure
from lapor.ui.pages import PARAM, BadCursor, keyset

NEW = 6
MEMBERS = 60
PEOPLE = 20
EVENTS = 4


@require_safe
def hubs(request: HttpRequest) -> HttpResponse:
    """The national view: hubs by name, with what each has; figures over all of them."""
    rows = counted(Hub.objects.filter(active=True)).select_related("region", "host")
    try:
        page = keyset(rows, keys=("name", "id"), cursor=request.GET.get(PARAM))
    except BadCursor:
        page = keyset(rows, keys=("name", "id"))
    return render(request, "portal/jipp/hubs.html", {"page": page, "figures": _figures(None)})


@require_safe
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """Its newest innovations, its people and members, its results, gatherings and competitions."""
    found = get_object_or_404(Hub.objects.select_related("region", "host"), slug=slug, active=True)
    shown = found.innovations.filter(status=InnovationStatus.PUBLISHED).select_related("agency", "hub")
    members = found.members.select_related("agency").order_by("agency__name")[: MEMBERS + 1]
    context = {
        "hub": found,
        "cards": cards(list(shown.order_by(*NEWEST)[:NEW])),
        "members": list(members)[:MEMBERS],
        "more_members": len(members) > MEMBERS,
        "people": _people(found),
        "figures": _figures(found),
        "learned": _learned(found),
        "events": list(coming(found, now=timezone.now())[:EVENTS]),
        "calls": _calls(found),
    }
    return render(request, "portal/jipp/hub.html", context)


def _calls(hub: Hub) -> list[tuple[Call, Status]]:
    """Its newest competitions, and where each stands."""
    day = today(timezone.now())
    rows = public_calls().filter(hub=hub).order_by("-opens_on", "-id")[:EVENTS]
    return [(one, standing(one, day)) for one in rows]


def counted(rows: QuerySet[Hub]) -> QuerySet[Hub]:
    """With the number of innovations shown and of members.

    Each counted by itself: joined, a hub would be read as often as its innovations times its members.
    """
    shown = Innovation.objects.filter(status=InnovationStatus.PUBLISHED)
    return rows.annotate(shown=_number(shown), belong=_number(HubMember.objects.all()))


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many of these belong to the hub."""
    of_hub = rows.filter(hub=OuterRef("pk")).order_by().values("hub").annotate(n=Count("pk"))
    return Coalesce(Subquery(of_hub.values("n")), 0)


def _figures(hub: Hub | None) -> list[Figure]:
    """Three queries."""
    innovations = Innovation.objects.filter(status=InnovationStatus.PUBLISHED)
    rows = Replication.objects.all()
    if hub is not None:
        innovations, rows = innovations.filter(hub=hub), rows.filter(innovation__hub=hub)
    statuses = dict(rows.values_list("status").annotate(n=Count("pk")))
    learning = statuses.get(ReplicationStatus.ACCEPTED, 0) + statuses.get(ReplicationStatus.RUNNING, 0)
    return [
        Figure(figure(innovations.count()), _("Inovasi terbit")),
        Figure(figure(learning), _("Replikasi berjalan")),
        Figure(figure(statuses.get(ReplicationStatus.FINISHED, 0)), _("Replikasi selesai")),
    ]


def _people(hub: Hub) -> list[tuple[str, str]]:
    """Who runs the hub and reviews for it: name and role."""
    seats = Seat.objects.living(timezone.now()).filter(
        agency__in=hub.host.lineage(), role__in=(Role.HUB_MANAGER, Role.CURATOR)
    )
    rows = seats.select_related("user").order_by("user__name", "pk")[:PEOPLE]
    return [(seat.user.name, str(Role(seat.role).label)) for seat in rows if seat.user.name]


def _learned(hub: Hub) -> list[Replication]:
    """The newest results: replications of the hub's innovations that were finished."""
    rows = Replication.objects.filter(
        innovation__hub=hub,
        innovation__status=InnovationStatus.PUBLISHED,
        status=ReplicationStatus.FINISHED,
    )
    return list(rows.select_related("innovation", "agency").order_by("-ended_at", "-id")[:NEW])
