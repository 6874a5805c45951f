"""A form sent for many reports: each in a transaction of its own, each once, however often it is sent.

The rows of a run are written first. Whoever works on it takes one waiting row after the other under a lock
and passes over those that somebody else holds: a double click shares the work, and after a crash the same
form, sent again, does the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.backoffice.acts import Doing
from lapor.backoffice.bulk.acts import BulkAct, carry_out
from lapor.backoffice.gate import officer_id
from lapor.backoffice.models import BulkItem, BulkRun
from lapor.reports.access import visible_to
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput, Refusal

KEPT = timedelta(days=7)
State = BulkItem.State


@transaction.atomic
def begin(one: BulkAct, versions: Mapping[int, int | None], *, by: Actor, key: str, now: datetime) -> BulkRun:
    """The run of this form: a new one, or the one that this form began before."""
    run, new = BulkRun.objects.get_or_create(
        user_id=officer_id(by), key=f"{one.noun}-{key}", defaults={"noun": one.noun, "at": now}
    )
    if new:
        there = Report.objects.filter(pk__in=versions).values_list("pk", flat=True).order_by("pk")
        BulkItem.objects.bulk_create(BulkItem(run=run, report_id=pk, version=versions[pk]) for pk in there)
    return run


def work(run: BulkRun, one: BulkAct, given: dict[str, Any], *, by: Actor, now: datetime) -> None:
    """Do what still waits. BadInput where what was asked is at fault: nothing was done, and no run is left.

    Verify and dispose, the heaviest, takes some 50 ms of a core a report: 200 are about ten seconds. Where a
    proxy gives up before that, the run goes on, and the form sent again leads to its result.
    """
    for pk in list(run.items.filter(state=State.WAITING).order_by("pk").values_list("pk", flat=True)):
        try:
            _take(pk, one, given, by, now)
        except BadInput:
            run.delete()
            raise


@transaction.atomic
def _take(pk: int, one: BulkAct, given: dict[str, Any], by: Actor, now: datetime) -> None:
    """One row: its act and its outcome are one transaction."""
    waiting = BulkItem.objects.select_for_update(skip_locked=True, of=("self",))
    item = waiting.filter(pk=pk, state=State.WAITING).first()
    if item is None:
        return
    report = visible_to(by).filter(pk=item.report_id).first()
    try:
        if report is None:
            raise Refusal(_("Laporan ini tidak ada di lingkup Anda lagi."))
        carry_out(one, Doing(report, by, now, item.version), given)
    except Refusal as refusal:
        if _at_fault(refusal, one, item.run):
            raise
        item.state, item.reason = State.REFUSED, str(refusal)
    else:
        item.state = State.DONE
    item.save(update_fields=["state", "reason"])


def _at_fault(refusal: Refusal, one: BulkAct, run: BulkRun) -> bool:
    """Whether the answer given for all is wrong, and not this one report."""
    return (
        isinstance(refusal, BadInput)
        and set(refusal.errors) <= set(one.asked)
        and not run.items.exclude(state=State.WAITING).exists()
    )


def forget_runs(now: datetime) -> int:
    """What became of the forms of last week."""
    return BulkRun.objects.filter(at__lt=now - KEPT).delete()[0]
