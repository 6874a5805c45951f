"""What overseers are told of: agencies that fell silent, and surges against a place's own past."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.registry.models import Agency, Category, Region


class SilentAgency(models.Model):
    """A top agency that owes answers over their limit and answers nobody; replaced as a whole every night.

    `overdue`: the reports it owes an answer on; `oldest`: since when the first of them is late.
    """

    agency = models.OneToOneField(Agency, models.CASCADE, primary_key=True, related_name="+")
    overdue = models.PositiveIntegerField()
    oldest = models.DateTimeField()
    counted_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["oldest", "agency"], name="silent_longest"),)

    def __str__(self) -> str:
        return f"{self.agency_id} silent, {self.overdue} overdue"


class WeekCount(models.Model):
    """Reports received in one week (Monday, WIB) of one top category in one province, regency or city."""

    week = models.DateField()
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["week", "category", "region"], name="one_count_per_week"),
        )

    def __str__(self) -> str:
        return f"{self.week} {self.category_id} {self.region_id}: {self.number}"


class Surge(models.Model):
    """Far more reports of one category in one place than its own past lets expect: one row, however long.

    `week`: in which it began; `last`: the last week in which it held; `number` and `usual`: of that week.
    """

    week = models.DateField()
    last = models.DateField()
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    usual = models.FloatField()
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["category", "region", "week"], name="one_row_per_surge"),
        )
        indexes = (models.Index(fields=["id"], condition=Q(told_at=None), name="surges_to_tell"),)

    def __str__(self) -> str:
        return f"{self.week} {self.category_id} {self.region_id}: {self.number} for {self.usual:.1f}"
