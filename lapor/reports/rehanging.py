"""Pemetaan: when a unit is hung under its right agency, the reports it holds follow it there."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import F, Func, JSONField, TextField, Value
from django.db.models.functions import Cast

from lapor.registry.agencies import rehang
from lapor.registry.models import Agency
from lapor.registry.queries import zone_of
from lapor.reports.clocks import recompute
from lapor.reports.importing import columns
from lapor.reports.models import Deadline, Disposition, Report
from lapor.reports.states import OPEN


@transaction.atomic
def hang(unit: Agency, *, parent: Agency) -> int:
    """Hang `unit` with all below it under `parent`; says how many reports changed their lead agency.

    ValueError where the registry refuses. No act: nobody did anything to these reports, the registry had
    not known whose they were. One update per table, and open ones are counted by the new agency's calendar.
    """
    before = unit.top_id()
    unit = rehang(unit, parent=parent)
    after = unit.top_id()
    below = Agency.objects.subtree(unit).values("pk")
    held = Disposition.objects.filter(agency=before, holder__in=below)
    reports = list(held.values_list("report_id", flat=True))
    if before == after or not reports:
        return 0
    holding = Disposition.objects.filter(report__in=reports, agency=after, until=None)
    taken = list(holding.values_list("report_id", flat=True))  # read before the updates change it
    held.exclude(report__in=taken).update(agency=after)
    owed = Deadline.objects.filter(report__in=reports, agency=before)
    owed.exclude(report__in=taken).update(agency=after)
    changed = Report.objects.filter(pk__in=reports, agency=before).update(
        agency=after, unmapped=_without(columns.PARENT, columns.AGENCY)
    )
    _count_again(reports, before, after)
    return changed


def _count_again(reports: list[int], before: int, after: int) -> None:
    """Under another clock the same day ends at another moment; in the same time zone nothing moves."""
    old, new = (Agency.objects.select_related("region").get(pk=pk) for pk in (before, after))
    if (zone_of(old), old.region_id) == (zone_of(new), new.region_id):
        return
    for report in Report.objects.filter(pk__in=reports, status__in=OPEN).iterator(chunk_size=500):
        recompute(report)


def _without(*names: str) -> Func:
    """The report's unmapped values but for these."""
    keys = Cast(Value(list(names)), ArrayField(TextField()))
    return Func(F("unmapped"), keys, template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField())
