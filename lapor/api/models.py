"""What the API itself remembers: answers given to an `Idempotency-Key`."""

from __future__ import annotations

from django.db import models

from lapor.accounts.sealing import SealedTextField


class KeptAnswer(models.Model):
    """The answer to one filing, for 24 hours. It holds the access code, hence sealed."""

    caller_mark = models.CharField(max_length=64)
    key_mark = models.CharField(max_length=64)
    body_mark = models.CharField(max_length=64)
    answer = SealedTextField(blank=True, default="")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["caller_mark", "key_mark"], name="one_answer_per_key"),
        )

    def __str__(self) -> str:
        return f"kept answer {self.pk}"
