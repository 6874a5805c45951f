"""The follow-up plan: what a unit will do about its low elements, who and by when, and whether it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.reports.refusals import BadInput, WrongState
from lapor.reports.texts import optional, required
from lapor.skm.answering import elements_of
from lapor.skm.codes import PeriodStatus
from lapor.skm.models import Period, PlanRow
from lapor.skm.rights import demand

ROWS_MOST = 50


@dataclass(frozen=True)
class Fulfilment:
    """Of `rows` planned, so many are done; so many are over their day and not done."""

    rows: int
    done: int
    late: int


@transaction.atomic
def plan_step(
    period: Period, *, element: str, action: str, owner: str, due: date, by: Actor, now: datetime
) -> PlanRow:
    """One more step, for an element of the survey; WrongState before the survey is closed.

    BadInput on `element`, `action`, `owner` or `due` (a day before the period's last one).
    """
    demand(by, period.unit)
    held = Period.objects.select_for_update().get(pk=period.pk)
    if held.status not in (PeriodStatus.CLOSED, PeriodStatus.PUBLISHED):
        raise WrongState(_("Rencana disusun setelah survei ditutup."))
    if element not in elements_of(held):
        raise BadInput(element=_("Pilih salah satu unsur."))
    if due < held.ends:
        raise BadInput(due=_("Pilih hari setelah survei berakhir."))
    if PlanRow.objects.filter(period=held).count() >= ROWS_MOST:
        raise BadInput(action=_("Paling banyak %(n)s rencana untuk satu survei.") % {"n": ROWS_MOST})
    return PlanRow.objects.create(
        period=held,
        element=element,
        action=required("action", action, longest=500),
        owner=required("owner", owner, longest=120),
        due=due,
    )


@transaction.atomic
def fulfil_step(row: PlanRow, *, note: str, by: Actor, now: datetime) -> None:
    """It is done; `note` says how, perhaps nothing. WrongState where it was done already."""
    demand(by, row.period.unit)
    said = optional("note", note, longest=500)
    if not PlanRow.objects.filter(pk=row.pk, done_at=None).update(done_at=now, done_note=said):
        raise WrongState(_("Rencana ini sudah ditandai selesai."))


def fulfilment(period: Period, *, today: date) -> Fulfilment:
    """How much of the plan is done: one query."""
    done, late = Q(done_at__isnull=False), Q(done_at=None, due__lt=today)
    found = PlanRow.objects.filter(period=period).aggregate(
        rows=Count("pk"), done=Count("pk", filter=done), late=Count("pk", filter=late)
    )
    return Fulfilment(**found)
