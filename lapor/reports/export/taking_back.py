"""Files written before something was taken back: they would tell it for days, so they end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial, reduce
from operator import or_

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lapor.accounts.models import Seat
from lapor.accounts.roles import NATIONAL
from lapor.registry.models import Agency
from lapor.reports.export.keeping import delete_files
from lapor.reports.export.writing import write
from lapor.reports.models import Event, Export, Report
from lapor.reports.states import Act
from lapor.sla import zones


def take_back(event: Event) -> None:
    """After the report is redacted, or its reporter has become anonymous."""
    if event.act == Act.REDACT or event.report.anonymous:
        expire([event.report_id])


@app.task(
    name="lapor.reports.export.taking_back.expire",
    queue="clock",
    retry=RetryStrategy(max_attempts=6, wait=10, exponential_wait=4),
    pass_context=False,
)
@transaction.atomic
def expire(report_ids: Sequence[int]) -> None:
    """Every file that may hold one of these reports ends, and what is being written begins anew.

    To be run after what was taken back is committed: what begins to be written later does not hold it.
    """
    for report in Report.objects.filter(pk__in=report_ids):
        found = _may_hold(report)
        for export in found.filter(state=Export.State.RUNNING):
            _begin_anew(export)
        done = list(found.filter(state=Export.State.DONE).select_for_update())
        Export.objects.filter(pk__in=[export.pk for export in done]).update(
            state=Export.State.GONE, why=Export.Why.TAKEN_BACK, key="", size=0
        )
        for export in done:
            transaction.on_commit(partial(delete_files, export))


def _may_hold(report: Report) -> QuerySet[Export]:
    """By its period, its moment, and the seats of whoever asked: national, or of an agency that ever had it.

    Nobody notes which reports a file holds; status, class and category may have been others then.
    """
    day = report.received.astimezone(zones.NATIONAL).date()
    filed = report.events.order_by("id").values_list("at", flat=True)[:1]
    found = Export.objects.filter(Q(begin=None) | Q(begin__lte=day), Q(end=None) | Q(end__gte=day))
    found = found.filter(Q(finished_at=None) | Q(finished_at__gt=filed))
    tops = Agency.objects.filter(pk__in=report.dispositions.values("agency")).values_list("path", flat=True)
    seats = reduce(or_, (Q(agency__path__startswith=path) for path in tops), Q(role__in=NATIONAL))
    return found.filter(Exists(Seat.objects.filter(seats, user=OuterRef("user"))))


def _begin_anew(export: Export) -> None:
    """The try that is at it finds that it counts no more, and stops."""
    running = Export.objects.filter(pk=export.pk, state=Export.State.RUNNING)
    if running.update(state=Export.State.WAITING, written=0):
        write.defer(export_id=export.pk)
