"""Rows of the desk itself: what officers prepare for their work, and no report ever depends on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.accounts.models import User
from lapor.registry.models import Agency


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
