"""Facts: what happened to the reports received on one day, added up per scope. Figures are sums of these."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

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


class Tally(models.Model):
    """The counts of `definitions.counts_of`, and of each step how many took it and their working days."""

    received = models.IntegerField(default=0)
    public = models.IntegerField(default=0)
    not_archived = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    completed = models.IntegerField(default=0)
    unconfirmed = models.IntegerField(default=0)
    auto_closed = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    ever_closed = models.IntegerField(default=0)
    followed_up_10_counted = models.IntegerField(default=0)
    followed_up_10_met = models.IntegerField(default=0)
    verified_3_counted = models.IntegerField(default=0)
    verified_3_met = models.IntegerField(default=0)
    followed_up_5_counted = models.IntegerField(default=0)
    followed_up_5_met = models.IntegerField(default=0)
    verification_taken = models.IntegerField(default=0)
    verification_days = models.IntegerField(default=0)
    disposition_taken = models.IntegerField(default=0)
    disposition_days = models.IntegerField(default=0)
    answer_taken = models.IntegerField(default=0)
    answer_days = models.IntegerField(default=0)
    completion_taken = models.IntegerField(default=0)
    completion_days = models.IntegerField(default=0)

    class Meta:
        abstract = True


COUNTS = tuple(field.name for field in Tally._meta.fields)


class Cell(Tally):
    """The reports of one day (WIB) that are alike in every dimension; see `dimensions` for the numbers.

    At most as many rows as reports. Pages read of it the days of a period that fill no month.
    """

    day = models.DateField()
    agency = models.BigIntegerField()
    kind = models.SmallIntegerField()
    province = models.BigIntegerField()
    regency = models.BigIntegerField()
    category = models.BigIntegerField()
    report_class = models.SmallIntegerField()
    channel = models.SmallIntegerField()
    # Hundredths of calendar days from filing to the first answer, one for each report that has one.
    answers = ArrayField(models.IntegerField(), default=list)
    # Working days to completion (`definitions.completion_days`), one for each report that has them.
    completions = ArrayField(models.IntegerField(), default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=[
                    "day",
                    "agency",
                    "kind",
                    "province",
                    "regency",
                    "category",
                    "report_class",
                    "channel",
                ],
                name="one_cell_per_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.agency}"


class MonthCell(Tally):
    """The cells of a month added up for each value of one dimension and each pair of values of two.

    As many rows as there are values that occur together, however many reports have them.
    """

    month = models.DateField()
    # A code of `dimensions.SETS`; `a` and `b` are the values of its dimensions, 0 where there is none.
    dims = models.SmallIntegerField()
    a = models.BigIntegerField(default=0)
    b = models.BigIntegerField(default=0)
    # {"384": how many were first answered after 3.84 days}; of single dimensions and the country only.
    spread = models.JSONField(default=dict)
    # {"12": how many were completed after 12 working days}; of a topic in a province, regency or city only.
    completions = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["month", "dims", "a", "b"], name="one_cell_per_month"),
        )
        indexes = (
            models.Index(fields=["dims", "a", "month"], name="month_cells_of_first"),
            models.Index(fields=["dims", "b", "month"], condition=~Q(b=0), name="month_cells_of_second"),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.dims} {self.a} {self.b}"


class StaleMonth(models.Model):
    """A month whose cells must be added up again, because those of a day in it have changed."""

    month = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return str(self.month)


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
