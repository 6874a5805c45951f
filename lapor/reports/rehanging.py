"""Pemetaan: when a unit is hung under its right agency, the reports it holds follow it there."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import F, Func, JSONField, TextField, Value
from django.db.models.functions import Cast

from lapor.registry.agencies import rehang
from lapor.registry.models import Agency
from lapor.reports.importing import columns
from lapor.reports.models import Deadline, Disposition, Report


@transaction.atomic
def hang(unit: Agency, *, parent: Agency) -> int:
    """Hang `unit` with all below it under `parent`; says how many reports changed their lead agency.

    ValueError where the registry refuses. No act: nobody did anything to these reports, the registry had
    not known whose they were. One update per table, whatever their number.
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
    clocks = Deadline.objects.filter(report__in=reports, agency=before)
    clocks.exclude(report__in=taken).update(agency=after)
    return Report.objects.filter(pk__in=reports, agency=before).update(
        agency=after, unmapped=_without(columns.PARENT, columns.AGENCY)
    )


def _without(*names: str) -> Func:
    """The report's unmapped values but for these."""
    keys = Cast(Value(list(names)), ArrayField(TextField()))
    return Func(F("unmapped"), keys, template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField())
