"""Agencies that fell silent, and surges: rows written at night, with the reports behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from lapor.accounts.actors import Actor
from lapor.accounts.roles import NATIONAL, WHOLE
from lapor.indicators.models import SilentAgency, Surge
from lapor.oversight.watching.numbers import Number, count
from lapor.reports.narrowing import Due, Turn

SILENT_KEYS = ("oldest", "agency_id")
SURGE_KEYS = ("-id",)
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Silence:
    """One silent agency; `overdue` is counted now, in the reader's scope."""

    row: SilentAgency
    overdue: Number


@dataclass(frozen=True)
class Rush:
    """One surge; `reports` leads to those of its last week."""

    row: Surge
    reports: Number


def silent(actor: Actor) -> QuerySet[SilentAgency]:
    """Those in scope, the longest late first: all for the nation, else the agencies one answers for."""
    rows = SilentAgency.objects.select_related("agency")
    if actor.has(*NATIONAL):
        return rows
    return rows.filter(reduce(or_, (Q(agency__path=path) for path in actor.paths(*WHOLE)), Q(pk=None)))


def silences(rows: Sequence[SilentAgency], actor: Actor, *, now: datetime) -> list[Silence]:
    """One query for all of them."""
    numbers = [
        Number(row.agency.name, {"giliran": Turn.AGENCY, "tenggat": Due.LATE} | _of(row, actor), late=True)
        for row in rows
    ]
    return [Silence(row, one) for row, one in zip(rows, count(numbers, actor, now=now), strict=True)]


def surges() -> QuerySet[Surge]:
    return Surge.objects.select_related("category", "region")


def rushes(rows: Sequence[Surge]) -> list[Rush]:
    """The number is the one that was found; no query."""
    return [Rush(row, _of_surge(row)) for row in rows]


def _of_surge(row: Surge) -> Number:
    chosen = {
        "kategori": row.category,
        "wilayah": row.region,
        "dari": row.last,
        "sampai": row.last + _WEEK - timedelta(days=1),
    }
    return Number(f"{row.category}, {row.region}", chosen, value=row.number)


def _of(row: SilentAgency, actor: Actor) -> dict[str, object]:
    return {"instansi": row.agency} if actor.has(*NATIONAL) else {}
