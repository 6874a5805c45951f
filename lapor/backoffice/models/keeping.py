"""What officers keep for the own desk: lists under a name, what their lines show, texts to answer with."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lapor.accounts.models import User
from lapor.registry.models import Agency


class SavedView(models.Model):
    """A queue with its words and filters under a name. `query`: as in the address, without a page.

    It holds what was asked, never what was found: whoever opens it sees the own scope.
    `shared`: read by the officers of `agency` (a top one), or without one by those of the national `role`.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)
    shared = models.BooleanField(default=False)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=24, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "name"], name="one_view_per_name"),)
        indexes = (models.Index(fields=["agency", "-id"], condition=Q(shared=True), name="shared_views"),)

    def __str__(self) -> str:
        return f"view {self.pk} of {self.user_id}"


class LineChoice(models.Model):
    """Which facts the lines of one officer's lists show (`columns.Column`); none: the usual line.

    `wide`: as a table over the whole width while no report is open.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    columns = ArrayField(models.CharField(max_length=20), default=list)
    wide = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"lines of {self.user_id}"


class AnswerTemplate(models.Model):
    """A text to begin an answer with, written by a coordinator; used in its agency and all units below.

    A retired one stays in its row, for drafts begun with it may still lie about, but nobody is offered it.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "name"], condition=Q(retired_at=None), name="one_living_template_per_name"
            ),
        )
        indexes = (
            models.Index(fields=["agency", "name", "id"], condition=Q(retired_at=None), name="templates_of"),
        )

    def __str__(self) -> str:
        return self.name
