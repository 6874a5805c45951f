"""Where a report lies: one row per agency that holds it, the lead among them."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from lapor.registry.models import Agency
from lapor.reports.models.report import Report
from lapor.reports.models.triggers import LIVE
from lapor.reports.states import Status


class Disposition(models.Model):
    """An agency's hold on a report. `holder` is the agency itself or the unit it was passed to.

    Whoever has a seat at the holder or above it, and nobody else, has the report in scope. `due`, `live`
    (something is still to be done), `received` and `status` are the report's, kept here by the database: so
    the queue of a unit is one range of an index, however many reports have ended there, and so are all its
    reports and those of one status.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="dispositions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    lead = models.BooleanField(default=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    live = models.BooleanField(default=True)
    received = models.DateTimeField(null=True)
    status = models.CharField(max_length=12, choices=Status.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["report", "agency"],
                condition=Q(until=None),
                include=["received"],
                name="an_agency_holds_a_report_once",
            ),
            models.UniqueConstraint(
                fields=["report"], condition=Q(until=None, lead=True), name="one_lead_per_report"
            ),
        )
        indexes = (
            models.Index(fields=["holder", "report"], condition=Q(until=None), name="held_by"),
            models.Index(fields=["agency", "report"], condition=Q(until=None), name="held_at"),
            models.Index(fields=["agency", "since"], name="disposed_to_since"),
            models.Index(
                fields=["holder", "due", "report"], condition=Q(until=None, live=True), name="live_held_by"
            ),
            models.Index(
                fields=["agency", "due", "report"], condition=Q(until=None, live=True), name="live_held_at"
            ),
            models.Index(
                fields=["holder", "-received", "-report"], condition=Q(until=None), name="held_by_newest"
            ),
            models.Index(
                fields=["agency", "-received", "-report"], condition=Q(until=None), name="held_at_newest"
            ),
            models.Index(
                fields=["agency", "status", "-received", "-report"],
                condition=Q(until=None),
                name="held_at_in_status",
            ),
        )
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="know_due",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("until"),  # type: ignore[no-untyped-call]
                func=(
                    f"SELECT r.due, {LIVE.format('r')}, r.received, r.status"  # noqa: S608 - our own words
                    " INTO NEW.due, NEW.live, NEW.received, NEW.status"
                    " FROM reports_report r WHERE r.id = NEW.report_id; RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.report_id} at {self.holder_id}"
