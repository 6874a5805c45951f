"""Survey periods, and what a unit plans to better after one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lapor.accounts.models import User
from lapor.accounts.sealing import SealedBytesField
from lapor.skm.codes import Element, PeriodStatus, Weights
from lapor.skm.models.units import Service, ServiceUnit


class Period(models.Model):
    """One survey of one unit.

    `population`: people served in the period, from which the sample follows; `dropped`: element -> why the
    law or the service leaves it out; `mark_key`: makes the marks of phones and devices; sealed, and
    destroyed after the last day, or at closing. Of a published one, which changes no more, what lists sort
    and show: `ikm` with its `margin`, `respondents`, and whether they reached the sample (`enough`).
    """

    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="periods")
    name = models.CharField(max_length=120)
    starts = models.DateField()
    ends = models.DateField()
    population = models.PositiveIntegerField(null=True)
    weights = models.CharField(max_length=7, choices=Weights.choices, default=Weights.EXACT)
    dropped = models.JSONField(default=dict)
    services = models.ManyToManyField(Service, related_name="periods")
    status = models.CharField(max_length=9, choices=PeriodStatus.choices, default=PeriodStatus.DRAFT)
    mark_key = SealedBytesField(default=b"")
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    ikm = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    margin = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    respondents = models.PositiveIntegerField(default=0)
    enough = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["unit"], condition=Q(status=PeriodStatus.OPEN), name="skm_one_open_period"
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="skm_period_ends_after_start"),
            models.CheckConstraint(
                condition=Q(status=PeriodStatus.OPEN) | Q(mark_key=b""), name="skm_key_only_while_open"
            ),
            models.CheckConstraint(
                condition=~Q(status=PeriodStatus.PUBLISHED) | Q(ikm__isnull=False), name="skm_published_index"
            ),
        )
        indexes = (
            models.Index(fields=["unit", "-ends"], name="skm_periods_of_unit"),
            models.Index(
                fields=["-ends", "-id"], condition=Q(status=PeriodStatus.PUBLISHED), name="skm_published"
            ),
            models.Index(
                fields=["-ikm", "-id"],
                condition=Q(status=PeriodStatus.PUBLISHED, enough=True),
                name="skm_published_by_index",
            ),
        )

    def __str__(self) -> str:
        return self.name


class PlanRow(models.Model):
    """What a unit will do about a low element, who, and by when (rencana tindak lanjut)."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="plan")
    element = models.CharField(max_length=2, choices=Element.choices)
    action = models.CharField(max_length=500)
    owner = models.CharField(max_length=120)
    due = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.element} {self.due}"
