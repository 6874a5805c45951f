"""What was made in the background: bulletins (one per agency and week, one of the nation), months of data."""

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


class DataMonth(models.Model):
    """The open data of the reports received in one month (WIB), as files (`opendata.keeping`).

    `key`: the folder of the files that count, empty before the first. `facts`: which count of the month's
    days they were written from (`opendata.building`). `files`: {"laporan.csv": {"sha256", "size", "rows"}}.
    """

    month = models.DateField(primary_key=True)
    key = models.CharField(max_length=40, blank=True)
    facts = models.BigIntegerField(default=0)
    built_at = models.DateTimeField(null=True)
    files = models.JSONField(default=dict)
    # Something in it was taken back since; said by `opendata.keeping.months` alone.
    taken_back: bool = False

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
