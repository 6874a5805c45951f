"""Which reports a list holds: what the caller may read in full or in public, narrowed by filters."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from lapor.accounts.actors import Actor
from lapor.api import finding
from lapor.api.bodies import ClassCode, Code, Day, StatusCode, Text
from lapor.registry.models import Agency, AgencyKind, Category, Region
from lapor.reports.access import visible_to
from lapor.reports.matching import matching
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput
from lapor.sla.zones import NATIONAL


class Filters(Schema):
    """The query of GET /reports. Codes as values; days are days in WIB, both ends included."""

    q: Text = Field("", max_length=200, description="kata-kata dalam judul dan isi yang terbuka")
    status: StatusCode | None = None
    report_class: ClassCode | None = Field(None, alias="class")
    category: Code | None = None
    agency: Code | None = None
    region: Code | None = None
    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")
    cursor: Text | None = Field(None, max_length=300)
    limit: int = Field(20, ge=1, le=100)


def found(filters: Filters, actor: Actor) -> QuerySet[Report]:
    """Public reports and those in the caller's scope that pass the filters; BadInput for unknown codes."""
    reports = _readable(actor).filter(_when(filters))
    if filters.status:
        reports = reports.filter(status=filters.status)
    if filters.report_class:
        reports = reports.filter(report_class=filters.report_class)
    if category := finding.category(filters.category):
        reports = reports.filter(category__in=_topics(category))
    if agency := finding.agency(filters.agency):
        reports = reports.filter(_with(agency))
    if region := finding.region(filters.region):
        reports = reports.filter(region__in=Region.objects.inside(region))
    if filters.q.strip():
        reports = matching(reports, filters.q)
    return reports


def _readable(actor: Actor) -> QuerySet[Report]:
    public = Q(publication__isnull=False)
    if not (actor.posts or actor.user_id):
        return Report.objects.filter(public)
    return Report.objects.filter(public | Q(pk__in=visible_to(actor).values("pk")))


def _when(filters: Filters) -> Q:
    if filters.since and filters.until and filters.until < filters.since:
        raise BadInput(to=_("Hari terakhir lebih dahulu dari hari pertama. Tukar keduanya."))
    when = Q()
    if filters.since:
        when &= Q(received__gte=_midnight(filters.since, "from"))
    if filters.until:
        when &= Q(received__lt=_midnight(filters.until, "to", days=1))
    return when


def _midnight(day: date, field: str, *, days: int = 0) -> datetime:
    try:
        return datetime.combine(day + timedelta(days=days), time.min, tzinfo=NATIONAL)
    except OverflowError as error:
        raise BadInput(**{field: _("Tanggal ini di luar jangkauan.")}) from error


def _topics(category: Category) -> QuerySet[Category]:
    """The category and those under it, which carry its code as their beginning."""
    return Category.objects.filter(Q(pk=category.pk) | Q(code__startswith=f"{category.code}/"))


def _with(agency: Agency) -> Q:
    """Reports whose leading agency or unit it is."""
    if agency.kind == AgencyKind.UNIT:
        return Q(unit__in=list(agency.subtree().values_list("pk", flat=True)))
    return Q(agency=agency)
