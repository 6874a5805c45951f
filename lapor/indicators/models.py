"""Facts: what happened to the reports received on one day, added up per scope. Figures are sums of these."""

from __future__ import annotations

from django.db import models

from lapor.registry.models import Agency, Category
from lapor.reports.models import Event, Report


class Scope(models.TextChoices):
    """What a row adds up: the country, one top agency, one province, regency or city, one main category."""

    COUNTRY = "country"
    AGENCY = "agency"
    REGION = "region"
    CATEGORY = "category"


class DayFacts(models.Model):
    """The cohort of one day (local date of receipt, WIB) in one scope; see `definitions` for each count."""

    day = models.DateField()
    scope = models.CharField(max_length=8, choices=Scope.choices)
    # Id of the agency, region or category; 0 for the country.
    scope_id = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    # Days from filing to the first answer, in hundredths, as {"1.25": how many}: medians need the spread.
    answer_days = models.JSONField(default=dict)
    # Working days of each step as {"verification": {"2": how many}}; see `definitions.STEPS`.
    step_days = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scope", "scope_id", "day"], name="one_row_per_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.scope} {self.scope_id}"


class StaleDay(models.Model):
    """A day whose facts must be counted again."""

    day = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return str(self.day)


class Forecast(models.Model):
    """How many working days similar reports took at one agency, from `low` to `high`; see `forecasting`."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    cases = models.PositiveIntegerField()
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    # Share of the newest cases for which a guess made before them was right.
    hit_rate = models.FloatField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agency", "category"], name="one_forecast_per_category"),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} {self.category_id}: {self.low}-{self.high}"


class Breakdown(models.Model):
    """The reports of the last twelve months in one scope, by another; see `breakdown`.

    `by` empty: the scope as a whole, all its reports. Else only what the public may read, and only rows of
    five reports or more.
    """

    scope = models.CharField(max_length=8, choices=Scope.choices)
    scope_id = models.BigIntegerField()
    by = models.CharField(max_length=8, choices=Scope.choices, blank=True)
    by_id = models.BigIntegerField(default=0)
    reports = models.PositiveIntegerField()
    public = models.PositiveIntegerField(default=0)
    # Of those whose 5 working days are over or were kept: how many there are, how many kept them.
    counted = models.PositiveIntegerField()
    met = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scope", "scope_id", "by", "by_id"], name="one_part_each"),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.scope_id} by {self.by} {self.by_id}: {self.reports}"

    @property
    def share(self) -> float | None:
        return self.met / self.counted if self.counted else None


class ReferralFacts(models.Model):
    """What one agency or unit made of the reports that the agency at its top got in one month (WIB)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="referral_facts")
    top = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    # The first day of the month.
    month = models.DateField()
    received = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    # Of those returned: how often that was the second referral of the report at that level.
    twice = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)
    # Working days lost with each return as {"3": how many}: medians need the spread.
    lost_days = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agency", "month"], name="one_row_of_referrals_per_month"),
        )
        indexes = (
            models.Index(fields=["top", "month"], name="referrals_of_top"),
            models.Index(fields=["month", "agency"], name="referrals_of_month"),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} {self.month:%Y-%m}: {self.returned} of {self.received}"


class Return(models.Model):
    """One referral back, so that the reports behind a figure can be listed. Written with `ReferralFacts`."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    top = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    month = models.DateField()
    at = models.DateTimeField()
    days = models.PositiveIntegerField()
    nth = models.PositiveSmallIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=["agency", "-event"], name="returns_newest"),
            models.Index(fields=["top", "month"], name="returns_of_top"),
        )

    def __str__(self) -> str:
        return f"#{self.report_id} from {self.agency_id}"


class StaleReferrals(models.Model):
    """A month of a top agency whose referrals must be counted again."""

    top = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    month = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["top", "month"], name="stale_once"),)

    def __str__(self) -> str:
        return f"{self.top_id} {self.month:%Y-%m}"
