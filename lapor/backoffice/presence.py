"""Who else of one's own office has a report open now, so that two do not write the same answer.

Kept 90 seconds, then deleted: it is courtesy among colleagues, no record of who read what. Agencies do not
learn what national officers or other agencies look at, and reporters learn nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import HOUSES
from lapor.backoffice.gate import fetch, officer, officer_id
from lapor.backoffice.models import Viewing
from lapor.reports.models import Report

SEEN = timedelta(seconds=90)
NAMED = 5


def look_in(report: Report, by: Actor, *, now: datetime) -> list[str]:
    """Note that `by` has this report open, and name the colleagues who have it open too. Two queries."""
    row = Viewing(report=report, user_id=officer_id(by), at=now)
    Viewing.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["report", "user"], update_fields=["at"]
    )
    there = Viewing.objects.filter(report=report, at__gt=now - SEEN).exclude(user=by.user_id)
    others = User.objects.filter(pk__in=there.values("user")).filter(seats__in=_colleagues(by, now))
    return [str(user.name or user.email) for user in others.order_by("name", "pk").distinct()[:NAMED]]


@require_GET
@officer()
def viewers(request: HttpRequest, number: int) -> HttpResponseBase:
    """The line of names alone; the page asks for it every 30 seconds while somebody looks at it."""
    report = fetch(request, number)
    others = look_in(report, actor_of(request), now=timezone.now())
    return render(request, "backoffice/viewers.html", {"report": report, "others": others})


def forget_viewings(now: datetime) -> int:
    """Who looked 90 seconds ago looks no more."""
    return Viewing.objects.filter(at__lte=now - SEEN).delete()[0]


def _colleagues(by: Actor, now: datetime) -> QuerySet[Seat, Any]:
    """Seats of the same office: below the same top agency, or in the same house of the nation: the service,
    KSP, or the Ombudsman, who watch the service and are not watched by it."""
    tops = {f"/{path.strip('/').split('/')[0]}/" for path in by.paths()}
    same = reduce(or_, (Q(agency__path__startswith=top) for top in tops), Q(pk=None))
    for house in HOUSES:
        if by.has(*house):
            same |= Q(role__in=house)
    return Seat.objects.living(now).filter(same)
