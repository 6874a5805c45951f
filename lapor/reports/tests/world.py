"""The small world of the tests: a registry, the cast, and reports filed through the real verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from lapor.accounts.actors import Actor, actor_of
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.registry.agencies import ensure_unit
from lapor.registry.models import Agency
from lapor.registry.sample import load_sample
from lapor.reports.filing import Filed, Filing, file_report
from lapor.reports.models import Report

WIB = ZoneInfo("Asia/Jakarta")
# A Tuesday without a holiday near: 28 August 2018.
NOW = datetime(2018, 8, 28, 9, 14, tzinfo=WIB)


@dataclass(frozen=True)
class World:
    """Actors by their name in the demo's cast; `ministry` with its `unit`, and `stranger`, another agency."""

    ministry: Agency
    unit: Agency
    stranger: Agency

    def actor(self, name: str) -> Actor:
        return actor_of(User.objects.get(email=f"{name}@demo.lapor"), now=NOW)


SEATS = {
    "ratna": (Role.NATIONAL_VERIFIER, ""),
    "andi": (Role.NATIONAL_VERIFIER, ""),
    "pratiwi": (Role.NATIONAL_SUPERVISOR, ""),
    "karin": (Role.KSP_OBSERVER, ""),
    "yusuf": (Role.OMBUDSMAN, ""),
    "kurnia": (Role.COORDINATOR, "ministry"),
    "budi": (Role.LIAISON, "unit"),
    "wati": (Role.SUPERIOR, "unit"),
    "lilis": (Role.LEADERSHIP, "ministry"),
    "irwan": (Role.INSPECTORATE, "ministry"),
    "tono": (Role.COORDINATOR, "stranger"),
    "dewi": (Role.DEVELOPER, ""),
}


def build() -> World:
    """The registry's sample and the cast (password `lapor-demo`)."""
    load_sample()
    ministry = Agency.objects.get(code="KEMENDIKDASMEN")
    unit = ensure_unit(ministry, "Direktorat Guru Pendidikan Dasar")
    stranger = Agency.objects.get(code="KOTA-SURABAYA")
    places = {"": None, "ministry": ministry, "unit": unit, "stranger": stranger}
    for name, (role, place) in SEATS.items():
        user = User.objects.create_user(f"{name}@demo.lapor", "lapor-demo", name=name.title())
        Seat.objects.create(user=user, role=role, agency=places[place])
    return World(ministry, unit, stranger)


def filed(*, now: datetime = NOW, by: Actor | None = None, **changes: Any) -> Filed:
    """A report as a citizen files it; `changes` are fields of `Filing`."""
    facts: dict[str, Any] = {
        "report_class": "complaint",
        "title": "Tunjangan guru belum cair",
        "text": "Tunjangan kami belum masuk sejak Juni. Hubungi saya di 0812-3456-7890.",
        "name": "Kenanga Wulandari",
        "email": "kenanga@contoh.example",
    }
    return file_report(Filing(**(facts | changes)), by=by or Actor(), now=now)


def holder_of_code(report: Report) -> Actor:
    """The reporter, by the access code of this report."""
    return Actor(opened=frozenset({report.pk}))
