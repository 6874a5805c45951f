"""A survey's result over a million responses and over ten thousand: it must take the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.test import Client

from bench.timing import Compared, in_turns
from lapor.accounts.actors import OPERATOR
from lapor.registry.models import Agency
from lapor.skm.models import Period, ServiceUnit
from lapor.skm.periods import Plan, close_period, open_period, prepare_period, publish_period
from lapor.skm.results import result
from lapor.skm.tests.bulk import LARGE, fill
from lapor.skm.units import add_service, add_unit

FEW = 10_000
MANY = 1_000_000 if LARGE else 200_000
ROUNDS = 25
TARGET = 1.5


def measure(now: datetime) -> Iterator[Compared]:
    """What a page reads, and the page itself; both in one database, each survey of a unit of its own."""
    agency = Agency.objects.get(code="KOTA-SURABAYA")
    many, few = _published("BANYAK", MANY, agency, now), _published("SEDIKIT", FEW, agency, now)
    note = f"A {MANY:,} responses, B {FEW:,}"
    one, other = in_turns(lambda: result(many), lambda: result(few), rounds=ROUNDS)
    yield Compared("result of a survey", one, other, note, TARGET)
    one, other = in_turns(_page(many), _page(few), rounds=ROUNDS)
    yield Compared("page of a survey's result", one, other, note, TARGET)


def _published(code: str, rows: int, agency: Agency, now: datetime) -> Period:
    unit: ServiceUnit = add_unit(agency, name=code, code=code, by=OPERATOR, now=now)
    services = [add_service(unit, name=name, by=OPERATOR).pk for name in ("KTP", "Akta")]
    plan = Plan("Tahun ini", now.date(), now.date(), population=rows * 2, services=services)
    period = open_period(prepare_period(unit, plan, by=OPERATOR, now=now), by=OPERATOR, now=now)
    fill(period, rows, now=now)
    return publish_period(close_period(period, by=OPERATOR, now=now), by=OPERATOR, now=now)


def _page(period: Period) -> Callable[[], object]:
    client, path = Client(), f"/skm/{period.unit.slug}/"
    assert client.get(path).status_code == 200
    return lambda: client.get(path)
