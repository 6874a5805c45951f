"""What stands in the files of a month: codes, days and numbers of public reports; no text, no name.

A row is there only for a report that anybody can read on the site and that the figures count. An anonymous
one besides only where at least `FEW` rows share its category, its regency and the month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, islice

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Coalesce, Left
from django.utils import timezone

from lapor.indicators.definitions import LEFT_OUT, LIMITS, STEPS, Case, answer_days
from lapor.indicators.facts import case_of, day_of, with_filing
from lapor.indicators.figures import FEW
from lapor.oversight.opendata.columns import Row
from lapor.registry.models import Agency
from lapor.reports.access import published
from lapor.reports.history import BESIDE, OFFICE, OWN
from lapor.reports.models import Event, Report
from lapor.sla.zones import NATIONAL

CHUNK = 2000
# "32.04": province and regency or city of an official code.
REGENCY = 5
HIDDEN_ACTS = OFFICE | OWN | frozenset(BESIDE)


@dataclass(frozen=True)
class Chunk:
    """Some reports of the month, and everything public that happened to them."""

    reports: list[Row]
    events: list[Row]


def chunks(month: date, *, now: datetime | None = None) -> Iterator[Chunk]:
    """The public reports received in the month that begins on `month`, oldest first, a few at a time.

    Two queries and one for each `CHUNK` reports; memory of one chunk, however many there are.
    """
    now = now or timezone.now()
    agencies = dict(Agency.objects.values_list("pk", "code"))
    reports = _shown(month)
    while some := list(islice(reports, CHUNK)):
        yield Chunk([_report(one, now) for one in some], list(_events(some, agencies)))


def span(month: date) -> tuple[datetime, datetime]:
    """The first moment of a month and the first after it, WIB."""
    return (
        datetime.combine(month, time(), NATIONAL),
        datetime.combine(following(month), time(), NATIONAL),
    )


def following(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


def _public(month: date) -> QuerySet[Report]:
    start, end = span(month)
    rows = published().select_related(None).exclude(status__in=LEFT_OUT)
    return rows.filter(received__gte=start, received__lt=end)


def _shown(month: date) -> Iterator[Report]:
    place = Left(Coalesce("region__code", Value("")), REGENCY)
    groups = _public(month).order_by().values("category", place=place).annotate(number=Count("pk"))
    few = set(groups.filter(number__lt=FEW).values_list("category", "place"))
    rows = (
        with_filing(_public(month))
        .select_related("agency__region", "category", "region")
        .order_by("received", "pk")
    )
    for report in rows.iterator(chunk_size=CHUNK):
        if not (report.anonymous and (report.category_id, _regency(report)) in few):
            yield report


def _report(report: Report, now: datetime) -> Row:
    case = case_of(report)
    took = answer_days(case)
    return (
        str(report.pk),
        day_of(report.received),
        report.report_class,
        report.status,
        report.closing,
        report.channel,
        report.category.code if report.category else "",
        _regency(report),
        report.agency.code if report.agency else "",
        *_days(case),
        *(step(case) for step in STEPS.values()),
        float(took) if took is not None else None,
        *(_limit(name, case, now) for name in LIMITS),
        int(report.reopened),
    )


def _regency(report: Report) -> str:
    return report.region.code[:REGENCY] if report.region else ""


def _days(case: Case) -> Row:
    """Empty where only the date of filing is known."""
    moments = (case.verified_at, case.disposed_at, case.first_answer_at, case.closed_at)
    return [day_of(moment) if moment and case.dated else None for moment in moments]


def _limit(name: str, case: Case, now: datetime) -> str:
    counted, met = LIMITS[name](case, now) if case.dated else (False, False)
    return "met" if met else "missed" if counted else ""


def _events(reports: list[Report], agencies: dict[int, str]) -> Iterator[Row]:
    ids = [report.pk for report in reports]
    found = Event.objects.filter(report__in=ids).exclude(act__in=HIDDEN_ACTS).order_by("report_id", "id")
    fields = ("report_id", "act", "at", "from_status", "to_status", "agency_id")
    for report, events in groupby(found.values_list(*fields).iterator(CHUNK), key=lambda row: row[0]):
        for number, (_report, act, at, before, after, agency) in enumerate(events, 1):
            yield (str(report), number, act, day_of(at), before, after, agencies.get(agency or 0, ""))
