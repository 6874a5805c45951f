"""The result of a survey over a million responses and over ten thousand: it must take the same time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bench.timing import Compared, in_turns
from lapor.accounts.actors import OPERATOR
from lapor.registry.models import Agency
from lapor.skm.models import Period, ServiceUnit
from lapor.skm.periods import Plan, prepare_period
from lapor.skm.results import result
from lapor.skm.tests.bulk import LARGE, fill
from lapor.skm.units import add_service, add_unit

FEW = 10_000
MANY = 1_000_000 if LARGE else 200_000
ROUNDS = 25
TARGET = 1.5


def measure(now: datetime) -> Compared:
    """Both in one database, each a unit of its own."""
    agency = Agency.objects.get(code="KOTA-SURABAYA")
    many, few = _result("BANYAK", MANY, agency, now), _result("SEDIKIT", FEW, agency, now)
    one, other = in_turns(many, few, rounds=ROUNDS)
    return Compared("result of a survey", one, other, f"A {MANY:,} responses, B {FEW:,}", TARGET)


def _result(code: str, rows: int, agency: Agency, now: datetime) -> Callable[[], object]:
    unit: ServiceUnit = add_unit(agency, name=code, code=code, by=OPERATOR, now=now)
    services = [add_service(unit, name=name, by=OPERATOR).pk for name in ("KTP", "Akta")]
    plan = Plan("Tahun ini", now.date(), now.date(), population=rows * 2, services=services)
    period: Period = prepare_period(unit, plan, by=OPERATOR, now=now)
    fill(period, rows, now=now)
    return lambda: result(period)
