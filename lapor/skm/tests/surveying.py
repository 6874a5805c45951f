"""A small world with surveys: a unit of a city with two services, run by Surya."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from lapor.accounts.actors import PUBLIC, Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import Role
from lapor.registry.models import Agency
from lapor.reports.tests.world import NOW, World, build
from lapor.skm.answering import Given, answer
from lapor.skm.codes import ELEMENTS, Way
from lapor.skm.models import Period, Response, Service, ServiceUnit
from lapor.skm.periods import Plan, open_period, prepare_period
from lapor.skm.units import add_service, add_unit

FIRST, LAST = date(2018, 8, 1), date(2018, 9, 30)


@dataclass(frozen=True)
class Surveyed:
    """`surya` manages the surveys of `unit`, which lies below the world's stranger, Kota Surabaya."""

    world: World
    surya: Actor
    unit: ServiceUnit
    services: tuple[Service, Service]


def survey_world(world: World | None = None) -> Surveyed:
    world = world or build()
    user = User.objects.create_user("surya@demo.lapor", "lapor-demo", name="Surya")
    Seat.objects.create(user=user, role=Role.SKM_MANAGER, agency=world.stranger)
    return surveyed(world, world.stranger, world.actor("surya"), name="Dinas Kependudukan", code="Dukcapil")


def surveyed(world: World, agency: Agency, by: Actor, *, name: str, code: str) -> Surveyed:
    """A unit below this agency, whose surveys `by` manages."""
    unit = add_unit(agency, name=name, code=code, by=by, now=NOW)
    services = [add_service(unit, name=name, by=by) for name in ("KTP elektronik", "Akta kelahiran")]
    return Surveyed(world, by, unit, (services[0], services[1]))


def plan(made: Surveyed, **changes: Any) -> Plan:
    facts: dict[str, Any] = {
        "name": "Semester II 2018",
        "starts": FIRST,
        "ends": LAST,
        "population": 500,
        "services": [one.pk for one in made.services],
    }
    return Plan(**(facts | changes))


def opened(made: Surveyed, **changes: Any) -> Period:
    draft = prepare_period(made.unit, plan(made, **changes), by=made.surya, now=NOW)
    return open_period(draft, by=made.surya, now=NOW)


def given(digits: str = "344434434", **changes: Any) -> Given:
    """Answers as people text them: a digit an element, anything else is no answer."""
    answers = {
        code: int(digit) if digit in "1234" else None for code, digit in zip(ELEMENTS, digits, strict=False)
    }
    facts: dict[str, Any] = {"client_id": uuid4(), "answers": answers} | changes
    return Given(**facts)


def answered(
    period: Period, digits: str = "344434434", *, way: Way = Way.LINK, now: datetime = NOW, **changes: Any
) -> Response:
    return answer(period, given(digits, **changes), way=way, by=PUBLIC, now=now)
