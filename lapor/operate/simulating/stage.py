"""Who plays: agencies with units, officers in all seats, and reporters of reports that were filed."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from random import Random

from lapor.accounts.actors import Actor, actor_of
from lapor.accounts.models import User
from lapor.accounts.roles import Role
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency
from lapor.reports.bulk import offices
from lapor.reports.bulk.plot import TOP, Plot, Slot
from lapor.reports.models import Event, Objection, Report

# The agencies with most reports work in units.
WITH_UNITS = 40
UNITS = ("Bagian Pengaduan dan Informasi", "Bagian Pelayanan Masyarakat")
_ROLES = {
    "verifier": Role.NATIONAL_VERIFIER,
    "overseer": Role.NATIONAL_SUPERVISOR,
    "coordinator": Role.COORDINATOR,
    "superior": Role.SUPERIOR,
    "unit_officer": Role.LIAISON,
}
_LEVELS = {
    Objection.Level.COORDINATOR: Role.COORDINATOR,
    Objection.Level.NATIONAL_SUPERVISOR: Role.NATIONAL_SUPERVISOR,
    Objection.Level.OMBUDSMAN: Role.OMBUDSMAN,
}


def furnish() -> list[Agency]:
    """Units below the largest agencies, an officer in each seat that acts need; the largest agency first."""
    agencies = offices.receiving()
    for agency in agencies[:WITH_UNITS]:
        if not agency.children.exists():
            for name in UNITS:
                ensure_unit(agency, name)
    units = offices.units_of(agencies)
    offices.seat_officers((one.pk for one in agencies), (unit for below in units.values() for unit in below))
    return agencies


class Stage:
    """Agencies and actors, asked for once each."""

    def __init__(self, agencies: list[Agency], *, now: datetime) -> None:
        self.agencies = {agency.pk: agency for agency in agencies}
        self.units = offices.units_of(agencies)
        self.pools = offices.pools(agencies, self.units)
        self._seats = offices.officers()
        self._now = now

    def places(self, plot: Plot, draw: Random) -> dict[Slot, Agency]:
        """The agencies and units that stand for the slots of this history; few get many."""
        chosen: dict[Slot, Agency] = {}
        for slot in (Slot.LEAD, Slot.SECOND, Slot.ADDED):
            pool = plot.pools[slot].agencies
            chosen[slot] = self.agencies[pool[int(len(pool) * draw.random() ** 2)]]
        for unit, top in TOP.items():
            below = self.units.get(chosen[top].pk)
            if below:
                chosen[unit] = Agency.objects.get(pk=draw.choice(below))
        return chosen

    def actor(self, event: Event, report: Report, places: dict[Slot, Agency]) -> Actor:
        """Whoever does this act."""
        if event.role == "reporter":
            return Actor(opened=frozenset({report.pk}))
        if event.role == "decider":
            return self._decider(report)
        role = _ROLES[event.role]
        if role in (Role.NATIONAL_VERIFIER, Role.NATIONAL_SUPERVISOR):
            return self.officer(role, 0, report.pk)
        slot = Slot(event.agency_id or Slot.LEAD)
        slot = TOP.get(slot, slot) if role is Role.COORDINATOR else slot
        return self.officer(role, places[slot].pk, report.pk)

    def officer(self, role: Role, agency: int, turn: int) -> Actor:
        """One of those who have this seat, by turns."""
        users = self._seats[role, agency]
        return _actor(users[turn % len(users)], self._now)

    def _decider(self, report: Report) -> Actor:
        """Whoever the open objection has gone up to."""
        level = Objection.Level(report.objections.get(decided_at=None).level)
        agency = report.agency_id if level == Objection.Level.COORDINATOR else 0
        return self.officer(_LEVELS[level], agency or 0, report.pk)


@cache
def _actor(user: int, now: datetime) -> Actor:
    return actor_of(User.objects.get(pk=user), now=now, proven=False)
