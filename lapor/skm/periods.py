"""Survey periods: prepared, opened, closed, published, each once and by whoever runs the unit's surveys."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.sealing import seal_bytes
from lapor.audit.recording import record
from lapor.reports.refusals import BadInput, WrongState
from lapor.reports.texts import required
from lapor.skm import oddities
from lapor.skm.codes import ELEMENTS, PeriodStatus, Weights
from lapor.skm.models import Period, Response, Service, ServiceUnit
from lapor.skm.results import result
from lapor.skm.rights import demand
from lapor.sla.zones import NATIONAL

POPULATION_MAX = 300_000_000
SUMMED_UP = ("ikm", "margin", "respondents", "enough")


@dataclass(frozen=True)
class Plan:
    """How a period is to be, both days in it. `population`: people served; `dropped`: element -> reason."""

    name: str
    starts: date
    ends: date
    population: int | None = None
    weights: str = Weights.EXACT
    dropped: Mapping[str, str] = field(default_factory=dict)
    services: Collection[int] = ()


@transaction.atomic
def prepare_period(unit: ServiceUnit, plan: Plan, *, by: Actor, now: datetime) -> Period:
    """A draft of a survey. BadInput by field (name, ends, population, weights, dropped, services)."""
    demand(by, unit)
    fields, services = _checked(unit, plan)
    period = Period.objects.create(unit=unit, created_by_id=by.user_id, created_at=now, **fields)
    period.services.set(services)
    return period


@transaction.atomic
def change_period(period: Period, plan: Plan, *, by: Actor, now: datetime) -> Period:
    """Another plan for a draft; WrongState once it was opened, or has answers: they were asked this way."""
    demand(by, period.unit)
    held = _held(period, PeriodStatus.DRAFT)
    if Response.objects.filter(period=held).exists():
        raise WrongState(_("Survei ini sudah berisi jawaban, jadi susunannya tidak dapat diubah lagi."))
    fields, services = _checked(held.unit, plan)
    Period.objects.filter(pk=held.pk).update(**fields)
    held.services.set(services)
    held.refresh_from_db()
    return held


@transaction.atomic
def open_period(period: Period, *, by: Actor, now: datetime) -> Period:
    """From now on people may answer. WrongState where it is no draft, or the unit has another one open."""
    demand(by, period.unit)
    held = _held(period, PeriodStatus.DRAFT)
    held.status, held.opened_at, held.mark_key = PeriodStatus.OPEN, now, seal_bytes(secrets.token_bytes(32))
    try:
        with transaction.atomic():
            held.save(update_fields=["status", "opened_at", "mark_key"])
    except IntegrityError as error:
        raise WrongState(_("Unit ini sudah punya survei yang dibuka. Tutup dulu survei itu.")) from error
    return _recorded(held, "open_survey", by, now)


@transaction.atomic
def close_period(period: Period, *, by: Actor, now: datetime) -> Period:
    """No more answers; the key behind the marks of phones and devices is destroyed. Looks for oddities first.

    Also from a draft that was filled from files alone. WrongState where it is closed already.
    """
    demand(by, period.unit)
    held = _held(period, PeriodStatus.OPEN, PeriodStatus.DRAFT)
    oddities.find(held, now=now)
    held.status, held.closed_at, held.mark_key = PeriodStatus.CLOSED, now, b""
    held.save(update_fields=["status", "closed_at", "mark_key"])
    return _recorded(held, "close_survey", by, now)


@transaction.atomic
def publish_period(period: Period, *, by: Actor, now: datetime) -> Period:
    """The result is public and final. WrongState unless it is closed and somebody's answers count."""
    demand(by, period.unit)
    held = _held(period, PeriodStatus.CLOSED)
    if not Response.objects.filter(period=held, excluded=False).exists():
        raise WrongState(_("Survei ini belum berisi jawaban yang dihitung."))
    held.status, held.published_at = PeriodStatus.PUBLISHED, now
    _sum_up(held)
    held.save(update_fields=["status", "published_at", *SUMMED_UP])
    return _recorded(held, "publish_survey", by, now)


def forget_keys(now: datetime) -> int:
    """After the last day the key behind the marks goes, whether or not somebody has closed the survey."""
    over = Period.objects.filter(status=PeriodStatus.OPEN, ends__lt=now.astimezone(NATIONAL).date())
    return over.exclude(mark_key=b"").update(mark_key=b"")


def _sum_up(period: Period) -> None:
    """What lists sort and show of it, kept since it changes no more."""
    found = result(period)
    period.ikm, period.respondents = found.counted.ikm, found.counted.n
    period.margin = found.interval.margin if found.interval else None
    period.enough = found.sample is not None and found.counted.n >= found.sample.size


def _held(period: Period, *states: PeriodStatus) -> Period:
    """The row as it is, locked; whoever comes second finds another state."""
    held = Period.objects.select_for_update(of=("self",)).select_related("unit").get(pk=period.pk)
    if held.status not in states:
        label = PeriodStatus(held.status).label
        raise WrongState(_("Ini tidak bisa dilakukan: status survei ini sekarang “%(s)s”.") % {"s": label})
    return held


def _recorded(period: Period, act: str, by: Actor, now: datetime) -> Period:
    record(act, actor_id=by.user_id, subject="skm_period", subject_id=period.pk, now=now)
    return period


def _checked(unit: ServiceUnit, plan: Plan) -> tuple[dict[str, object], list[Service]]:
    name = required("name", plan.name, longest=120)
    if plan.ends < plan.starts:
        raise BadInput(ends=_("Hari terakhir tidak boleh sebelum hari pertama."))
    if plan.population is not None and not 1 <= plan.population <= POPULATION_MAX:
        raise BadInput(population=_("Tulis banyaknya orang yang dilayani dengan angka, paling sedikit 1."))
    if plan.weights not in Weights.values:
        raise BadInput(weights=_("Pilih salah satu cara menghitung bobot."))
    services = list(Service.objects.filter(unit=unit, active=True, pk__in=plan.services))
    if len(services) != len(set(plan.services)):
        raise BadInput(services=_("Pilih salah satu layanan dari daftar."))
    fields: dict[str, object] = {
        "name": name,
        "starts": plan.starts,
        "ends": plan.ends,
        "population": plan.population,
        "weights": plan.weights,
        "dropped": _dropped(plan.dropped),
    }
    return fields, services


def _dropped(dropped: Mapping[str, str]) -> dict[str, str]:
    """Each with its reason; one element at least must stay."""
    unknown = set(dropped) - set(ELEMENTS)
    if unknown or len(dropped) == len(ELEMENTS):
        raise BadInput(dropped=_("Paling sedikit satu unsur harus ditanyakan."))
    return {code: required("dropped", why, longest=500) for code, why in sorted(dropped.items())}
