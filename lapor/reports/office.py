"""Kantor: officers who work on a report together, at an agency that holds it or in the national service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from lapor.accounts.actors import Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import AGENCY, SERVICE, Role
from lapor.registry.models import Agency
from lapor.reports.models import Disposition, Report

# Who works in person on reports; leadership and inspectorate read.
WORKERS = frozenset({Role.COORDINATOR, Role.SUPERIOR, Role.LIAISON})
# Who may decide over a colleague's work inside an agency.
HEADS = frozenset({Role.COORDINATOR, Role.SUPERIOR})


@dataclass(frozen=True)
class Office:
    """`agency`: the top agency whose office it is, None for the national service. `path`: where it holds
    the report; only seats at or above that place see it."""

    agency: Agency | None = None
    path: str = ""

    @property
    def agency_id(self) -> int | None:
        return self.agency.pk if self.agency else None


def office_of(report: Report, by: Actor, *roles: Role) -> Office | None:
    """The office in which this officer, in one of these roles, has to do with the report; None without one.

    The lead's before an added agency's. One query, none for the national service.
    """
    if by.has(*(SERVICE & set(roles))):
        return Office()
    return next(iter(offices_of(report, by, *roles)), None)


def offices_of(report: Report, by: Actor, *roles: Role) -> list[Office]:
    """Every agency's office in which this officer sees the report, the lead's first."""
    posts = [post for post in by.posts if post.role in roles and post.path]
    if not posts:
        return []
    held = Disposition.objects.filter(report=report, until=None).select_related("agency", "holder")
    return [
        Office(row.agency, row.holder.path)
        for row in held.order_by("-lead", "id")
        if any(post.covers(row.holder.path) for post in posts)
    ]


def people_of(office: Office, *, roles: frozenset[Role], now: datetime) -> QuerySet[User]:
    """Active officers with a living seat of these roles in this office, by name; they see its report."""
    living = Seat.objects.living(now).filter(user=OuterRef("pk"))
    if office.agency is None:
        seats = living.filter(role__in=roles & SERVICE)
    else:
        seats = living.filter(agency__in=line_of(office.path), role__in=roles & AGENCY)
    return User.objects.filter(Exists(seats), is_active=True).order_by("name", "id")


def line_of(path: str) -> list[int]:
    """Ids of the agency at `path` and of all above it."""
    return [int(part) for part in path.strip("/").split("/") if part]
