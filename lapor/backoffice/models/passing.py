"""What the desk itself remembers: nothing of it belongs to a report, and all of it is forgotten soon."""

from __future__ import annotations

from django.db import models

from lapor.accounts.models import User
from lapor.reports.models import Report


class Selected(models.Model):
    """A report that an officer has ticked in the list, to act on many at once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "report"], name="selected_once"),)

    def __str__(self) -> str:
        return f"#{self.report_id} selected by {self.user_id}"


class BulkRun(models.Model):
    """One form sent for many reports. `key` is made with the form: the same form sent twice is one run."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    noun = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "key"], name="one_run_per_form"),)

    def __str__(self) -> str:
        return f"{self.noun} by {self.user_id}"


class BulkItem(models.Model):
    """One report of a run, and what became of it; written in the transaction of its act."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="items")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(null=True)  # of the report, as the officer saw it
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.TextField(blank=True)  # why it was refused, in the officer's language

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "report"], name="once_in_a_run"),)

    def __str__(self) -> str:
        return f"#{self.report_id} {self.state}"


class Viewing(models.Model):
    """An officer who has a report open now; of no meaning 90 seconds later, and then deleted."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["report", "user"], name="viewed_once"),)

    def __str__(self) -> str:
        return f"#{self.report_id} open at {self.user_id}"
