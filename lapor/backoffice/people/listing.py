"""/kelola/orang/: everybody with a seat in the own realm, by name; search by name, address or unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of
from lapor.accounts.models import Invitation, Seat, User, living_at
from lapor.accounts.roles import Role
from lapor.accounts.staffing import realm_of
from lapor.backoffice.people.doors import manager, page
from lapor.backoffice.people.forms import seat_words
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset
from lapor.ui.texts import printable

WORDS_MAX = 100
INVITED_MAX = 50


@dataclass(frozen=True)
class Line:
    user: User
    seats: list[str]

    @property
    def name(self) -> str:
        return self.user.name or self.user.email


@require_GET
@manager
def people(request: HttpRequest) -> HttpResponseBase:
    """Five queries, however many people."""
    by, now = actor_of(request), timezone.now()
    q = printable(request.GET.get("q", "")).strip()[:WORDS_MAX]
    try:
        found = keyset(of_realm(by, q, now=now), keys=("name", "id"), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/orang/")
    lines = [Line(user, [seat_words(seat) for seat in user.shown]) for user in found.items]  # type: ignore[attr-defined]
    context = {"page": found, "lines": lines, "q": q, "invited": invited(by, now=now)}
    return page(request, "people.html", context)


def of_realm(by: Actor, q: str, *, now: datetime) -> QuerySet[User]:
    """Everybody who has or had a seat there, with the living ones in `shown`."""
    realm = realm_of(by)
    seats = Seat.objects.filter(realm.seats())
    if q:
        seats = seats.filter(
            Q(user__name__icontains=q) | Q(user__email__icontains=q) | Q(agency__name__icontains=q)
        )
    living = Seat.objects.filter(realm.seats(), living_at(now)).select_related("agency").order_by("pk")
    people = User.objects.filter(pk__in=seats.values("user"))
    return people.prefetch_related(Prefetch("seats", living, to_attr="shown"))


def invited(by: Actor, *, now: datetime) -> list[tuple[Invitation, str]]:
    """Open invitations of the own realm, the newest first, and what they offer."""
    realm = realm_of(by)
    rows = Invitation.objects.filter(realm.seats(), closed_at=None, expires_at__gt=now)
    found = rows.select_related("agency").order_by("-pk")[:INVITED_MAX]
    return [
        (row, f"{Role(row.role).label}, {row.agency.name}" if row.agency else str(Role(row.role).label))
        for row in found
    ]
