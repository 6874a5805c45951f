"""Who sits where, asked once for many agencies: whom a stage of a deadline is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lapor.accounts.models import Seat, User
from lapor.accounts.roles import NATIONAL, Role
from lapor.registry.models import Agency
from lapor.sla.escalation import Audience

# The first role of which somebody sits there, or at the nearest level above; at no agency, nationally.
AT_AGENCY: dict[Audience, tuple[Role, ...]] = {
    Audience.HOLDER: (Role.LIAISON, Role.COORDINATOR),
    Audience.COORDINATOR: (Role.COORDINATOR, Role.LEADERSHIP),
    Audience.LEADERSHIP: (Role.LEADERSHIP, Role.COORDINATOR),
    Audience.INSPECTORATE: (Role.INSPECTORATE, Role.LEADERSHIP),
}
NATIONALLY: dict[Audience, tuple[Role, ...]] = {
    Audience.HOLDER: (Role.NATIONAL_VERIFIER,),
    Audience.NATIONAL_SUPERVISOR: (Role.NATIONAL_SUPERVISOR,),
    Audience.OMBUDSMAN: (Role.OMBUDSMAN,),
}
_ROLES = {role for roles in (*AT_AGENCY.values(), *NATIONALLY.values()) for role in roles}


@dataclass(frozen=True)
class Seating:
    """Accounts by role and agency (None: the whole country), and each agency's line from the top."""

    seats: dict[tuple[str, int | None], tuple[int, ...]]
    lines: dict[int, list[int]]
    people: dict[int, User]

    def of(self, audience: Audience, agency_id: int | None) -> tuple[int, ...]:
        """Ids of the accounts behind an audience; empty where nobody sits."""
        if agency_id is None:
            return self._at(NATIONALLY.get(audience, ()), None)
        for role in AT_AGENCY.get(audience, ()):
            for level in reversed(self.lines.get(agency_id, [])):
                if found := self._at((role,), level):
                    return found
        return ()

    def _at(self, roles: Iterable[Role], agency_id: int | None) -> tuple[int, ...]:
        return next((found for role in roles if (found := self.seats.get((role, agency_id)))), ())


def seating(agencies: Iterable[int], *, now: datetime) -> Seating:
    """The living seats at these agencies and above them, and the national ones. Two queries."""
    rows = Agency.objects.filter(pk__in=set(agencies))
    lines = {agency.pk: agency.lineage() for agency in rows}
    places = Q(role__in=NATIONAL) | Q(agency__in={level for line in lines.values() for level in line})
    living = Seat.objects.living(now).filter(places)
    seats: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    people: dict[int, User] = {}
    for seat in living.filter(role__in=_ROLES).select_related("user").order_by("user_id", "pk"):
        seats[seat.role, None if seat.role in NATIONAL else seat.agency_id].append(seat.user_id)
        people[seat.user_id] = seat.user
    return Seating({key: tuple(found) for key, found in seats.items()}, lines, people)
