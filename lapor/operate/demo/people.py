"""The demo's people: the cast with its known password, and officers without one for every other agency."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from lapor.accounts.actors import Actor, actor_of
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency
from lapor.registry.queries import agency_by_name
from lapor.reports.models import Objection, Report
from lapor.reports.states import Status

PASSWORD = "lapor-demo"  # noqa: S105 - known to everybody, and only ever valid in a demo
# The predecessor that keeps the story of 2018; its coordinator is the successor's.
OF_2018 = "KEMENDIKBUD"


class Cast:
    """Who acts in the stories."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._verifiers = 0
        for row in rows:
            self._enter(row)
        former = Agency.objects.get(code=OF_2018)
        Seat.objects.create(user=_user("kurnia@demo.lapor"), role=Role.COORDINATOR, agency=former)

    def named(self, email: str) -> Actor:
        return actor_of(_user(email), now=timezone.now())

    @cached_property
    def _pair(self) -> tuple[Actor, Actor]:
        return self.named("ratna@demo.lapor"), self.named("andi@demo.lapor")

    def verifier(self) -> Actor:
        """Ratna and Andi take turns."""
        self._verifiers += 1
        return self._pair[self._verifiers % 2]

    def coordinator(self, agency: Agency) -> Actor:
        return self._officer(agency, Role.COORDINATOR, "koordinator")

    def liaison(self, unit: Agency) -> Actor:
        return self._officer(unit, Role.LIAISON, "penghubung")

    def superior(self, unit: Agency) -> Actor:
        return self._officer(unit, Role.SUPERIOR, "atasan")

    def decider(self, report: Report) -> Actor:
        """Whoever the report's open objection has gone up to."""
        level = report.objections.get(decided_at=None).level
        if level == Objection.Level.COORDINATOR and report.agency:
            return self.coordinator(report.agency)
        return self.named("yusuf@demo.lapor" if level == Objection.Level.OMBUDSMAN else "pratiwi@demo.lapor")

    def postponer(self, report: Report) -> Actor:
        at_verifier = report.status in (Status.RECEIVED, Status.VERIFIED)
        return self.verifier() if at_verifier or not report.agency else self.coordinator(report.agency)

    def _officer(self, agency: Agency, role: Role, word: str) -> Actor:
        seat = Seat.objects.filter(agency=agency, role=role).select_related("user").order_by("pk").first()
        if seat is None:
            user = User.objects.create_user(f"{word}.{agency.slug[:80]}@demo.lapor", name=f"{role.label}")
            seat = Seat.objects.create(user=user, role=role, agency=agency)
        return actor_of(seat.user, now=timezone.now(), proven=False)

    def _enter(self, row: dict[str, Any]) -> None:
        user = User.objects.create_user(row["email"], PASSWORD, name=row["name"])
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if row["role"] != Role.REPORTER:
            Seat.objects.create(user=user, role=row["role"], agency=_place(row))


def reporter(report: Report) -> Actor:
    return Actor(opened=frozenset({report.pk}))


def _user(email: str) -> User:
    return User.objects.get(email=email)


def _place(row: dict[str, Any]) -> Agency | None:
    if not row["agency_name"]:
        return None
    agency = agency_by_name(row["agency_name"])
    if agency is None:
        raise LookupError(f"cast.json, {row['email']}: no agency is called {row['agency_name']!r}")
    return ensure_unit(agency, row["unit_name"]) if row["unit_name"] else agency
