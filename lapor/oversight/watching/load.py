"""How many open reports each officer of an office has in hand: numbers, for those who spread the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lapor.accounts.actors import Actor
from lapor.accounts.models import Seat
from lapor.accounts.roles import ANSWERING, Role
from lapor.oversight.watching.numbers import Number, count
from lapor.registry.models import Agency
from lapor.reports.narrowing import Due

# By unit, so that colleagues stand together.
KEYS = ("agency_id", "id")
NATIONAL_KEYS = ("id",)


@dataclass(frozen=True)
class Load:
    """One officer at one desk."""

    seat: Seat
    open: Number
    late: Number


def seats(agency: Agency | None, *, now: datetime) -> QuerySet[Seat]:
    """Who works there: at an agency and all units below it; without one the national verifiers."""
    living = Seat.objects.living(now).select_related("user", "agency")
    if agency is None:
        return living.filter(role=Role.NATIONAL_VERIFIER, agency=None)
    return living.filter(role__in=ANSWERING, agency__path__startswith=agency.path)


def loads(rows: Sequence[Seat], actor: Actor, *, now: datetime) -> list[Load]:
    """One query for all of them; each number stops at numbers.MOST."""
    numbers = [
        Number(seat.user.name, chosen, late="tenggat" in chosen)
        for seat in rows
        for chosen in ({"petugas": seat.user}, {"petugas": seat.user, "tenggat": Due.LATE})
    ]
    found = iter(count(numbers, actor, now=now))
    return [Load(seat, next(found), next(found)) for seat in rows]
