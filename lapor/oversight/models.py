"""Bulletins that were made: one per agency and week, and one of the nation."""

from __future__ import annotations

from django.db import models

from lapor.registry.models import Agency


class Bulletin(models.Model):
    """A weekly bulletin as PDF (`bulletin.keeping`). `agency`: a top one; none: the whole country.

    `week`: the Monday (WIB) on which the week it tells of began. The constraint makes it once, however often
    the job runs.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", db_index=False)
    week = models.DateField()
    made_at = models.DateTimeField()
    size = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "week"], nulls_distinct=False, name="one_bulletin_a_week"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency_id or 'nation'} {self.week}"
