"""What an officer typed in for somebody else: a visit, a letter, a call, a post on social media."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lapor.accounts.models import User
from lapor.accounts.sealing import SealedTextField
from lapor.registry.models import Agency
from lapor.reports.models import Report


class OperatorEntry(models.Model):
    """One form of the desk, one report; who typed it and where it came from.

    `office`: the top agency of the officer's seat; none for national officers. `reference`: the number of the
    letter, the address of the post: sealed, for it may lead to the person; blanked with the raw messages.
    `on_purpose`: a second report from the same source, said to be meant. `access_code`: sealed until the
    receipt has been shown, once.
    """

    form_mark = models.CharField(max_length=64, unique=True)
    report = models.OneToOneField(Report, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    office = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    reference = SealedTextField(blank=True, default="")
    reference_mark = models.CharField(max_length=64, blank=True)
    on_purpose = models.BooleanField(default=False)
    access_code = SealedTextField(blank=True, default="")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["office", "reference_mark"],
                condition=~Q(reference_mark="") & Q(on_purpose=False),
                nulls_distinct=False,
                name="one_entry_per_source",
            ),
        )
        indexes = (models.Index(fields=["by", "-id"], name="entries_of_officer"),)

    def __str__(self) -> str:
        return f"entry {self.pk}"
