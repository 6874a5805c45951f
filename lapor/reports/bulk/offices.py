"""Who handles invented reports: agencies in pools that count days and work alike, and their officers."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from lapor.accounts.models import Seat, User
from lapor.accounts.roles import AGENCY, NATIONAL, Role
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency, AgencyKind
from lapor.registry.queries import zone_of
from lapor.sla.calendar import working_days

# Officers that were made for invented reports: nobody can log in as one, and no mail reaches one.
DOMAIN = "simulasi.example"
# How many agencies have a pool of their own, and what part of all reports the first of them gets.
LARGE, BIGGEST_SHARE = 5, 0.25
_WEIGHTS = {AgencyKind.MINISTRY: 6, AgencyKind.INSTITUTION: 2, AgencyKind.PROVINCE: 4, AgencyKind.CITY: 3}
_NATIONAL = (Role.NATIONAL_VERIFIER, Role.NATIONAL_SUPERVISOR, Role.OMBUDSMAN)


@dataclass(frozen=True)
class Habit:
    """How an agency works: days to an answer in the median, and shares of its reports."""

    name: str
    days: float
    # Never answered; sent back as somebody else's; answered in the interim first.
    silent: float
    refers: float
    interim: float
    solves: float


FAST = Habit("fast", 0.8, 0.01, 0.03, 0.1, 0.6)
USUAL = Habit("usual", 4, 0.03, 0.08, 0.25, 0.4)
SLOW = Habit("slow", 12, 0.08, 0.15, 0.3, 0.25)
SILENT = Habit("silent", 35, 0.45, 0.1, 0.05, 0.1)
_HABITS = (FAST, FAST, USUAL, USUAL, USUAL, USUAL, SLOW, SLOW, SLOW, SILENT)


@dataclass(frozen=True)
class Pool:
    """Agencies of one habit, one zone and one calendar; any of them can stand in a history of this pool."""

    number: int
    agencies: tuple[int, ...]
    weight: float
    sample: Agency
    zone: ZoneInfo
    habit: Habit
    units: bool

    @property
    def region(self) -> str | None:
        return self.sample.region.code if self.sample.region else None


def habit_of(agency: Agency) -> Habit:
    """Always the same for the same code."""
    return _HABITS[zlib.crc32(agency.code.encode()) % len(_HABITS)]


def weight_of(agency: Agency) -> float:
    """How many reports it gets beside others: few get many, most get few. Always the same for a code."""
    luck = 1 + zlib.crc32(agency.code.encode()[::-1]) % 1000 / 125
    return float(_WEIGHTS.get(AgencyKind(agency.kind), 1) * luck**1.5)


def receiving() -> list[Agency]:
    """The top agencies that can be sent a report today, those with most reports first."""
    tops = Agency.objects.standing().tops().exclude(kind=AgencyKind.UNIT).select_related("region")
    return sorted(tops, key=lambda agency: (-weight_of(agency), agency.pk))


def units_of(agencies: Iterable[Agency]) -> dict[int, list[int]]:
    """Standing units by the top agency they are below, lowest id first."""
    tops = {agency.pk for agency in agencies}
    found = defaultdict(list)
    for unit in Agency.objects.standing().filter(kind=AgencyKind.UNIT).exclude(parent=None).order_by("pk"):
        if unit.top_id() in tops:
            found[unit.top_id()].append(unit.pk)
    return dict(found)


def spread(agencies: Iterable[Agency], number: int) -> None:
    """Each of these agencies has at least so many units, as large ones have; missing ones are made."""
    for agency in agencies:
        for place in range(agency.children.count(), number):
            ensure_unit(agency, f"Direktorat Simulasi {place + 1}")


def pools(agencies: Sequence[Agency], with_units: Iterable[int]) -> list[Pool]:
    """`agencies` by how they count and work; the first few each alone, the first with its fixed share."""
    having = set(with_units)
    groups: dict[object, list[Agency]] = defaultdict(list)
    for place, agency in enumerate(agencies):
        alone = agency.pk if place < LARGE else None
        region = agency.region.code if agency.region else None
        alike = (zone_of(agency).key, working_days().scope(region), habit_of(agency).name)
        groups[(alone, alike, agency.pk in having)].append(agency)
    rest = sum(weight_of(agency) for agency in agencies[1:]) or 1.0
    return [
        _pool(number, group, rest, first=agencies[0], having=having)
        for number, group in enumerate(groups.values(), start=1)
    ]


def _pool(number: int, group: list[Agency], rest: float, *, first: Agency, having: set[int]) -> Pool:
    sample = group[0]
    weight = sum(weight_of(agency) for agency in group) / rest * (1 - BIGGEST_SHARE)
    return Pool(
        number=number,
        agencies=tuple(agency.pk for agency in group),
        weight=BIGGEST_SHARE if sample.pk == first.pk else weight,
        sample=sample,
        zone=zone_of(sample),
        habit=USUAL if sample.pk == first.pk else habit_of(sample),
        units=sample.pk in having,
    )


def seat_officers(agencies: Iterable[int], units: Iterable[int]) -> None:
    """Where a seat is empty that acts need, somebody of `DOMAIN` takes it. Five queries."""
    wanted: set[tuple[Role, int | None]] = {(role, None) for role in _NATIONAL}
    wanted |= {(Role.COORDINATOR, agency) for agency in agencies}
    wanted |= {(role, unit) for unit in units for role in (Role.LIAISON, Role.SUPERIOR)}
    seats = Seat.objects.values_list("role", "agency")
    taken = {(Role(role), None if role in NATIONAL else agency) for role, agency in seats}
    missing = sorted(wanted - taken, key=lambda seat: (seat[0], seat[1] or 0))
    unusable = make_password(None)
    emails = [f"{role}.{agency or 'nasional'}@{DOMAIN}" for role, agency in missing]
    there = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
    User.objects.bulk_create(
        User(email=email, name=str(role.label), password=unusable)
        for email, (role, _agency) in zip(emails, missing, strict=True)
        if email not in there
    )
    users = dict(User.objects.filter(email__in=emails).values_list("email", "pk"))
    Seat.objects.bulk_create(
        Seat(user_id=users[email], role=role, agency_id=agency)
        for email, (role, agency) in zip(emails, missing, strict=True)
    )


def officers() -> dict[tuple[str, int], list[int]]:
    """The users of each seat that acts, by role and agency (0: national, wherever the officer works)."""
    found = defaultdict(list)
    roles = AGENCY | set(_NATIONAL)
    for role, agency, user in (
        Seat.objects.filter(role__in=roles).order_by("user").values_list("role", "agency", "user")
    ):
        found[role, 0 if role in NATIONAL else agency].append(user)
    return dict(found)
