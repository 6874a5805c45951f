"""Append-only record of who did what outside a report's own history: identities opened, data exported."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models

# Rows that nobody may change or take back; a plain DELETE or TRUNCATE is refused by the database itself.
APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'this table is append-only';",
    ),
]


class Entry(models.Model):
    """One act: codes and ids only, never a name or a text."""

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        triggers: ClassVar = APPEND_ONLY
        indexes = (
            models.Index(fields=["subject", "subject_id", "at"], name="audit_by_subject"),
            models.Index(fields=["act", "-id"], name="audit_by_act"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject} {self.subject_id}"
