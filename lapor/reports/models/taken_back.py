"""What was public and is not any more, or not in this form: the months whose published files must go."""

from __future__ import annotations

from django.db import models


class TakenBack(models.Model):
    """Something of the reports received in the month that begins on `month` (WIB) was taken from the public.

    The database writes it in the transaction of the change, whoever changes: a report became secret,
    anonymous, withdrawn or merged, its text was redacted, or it moved to another category or place (so that
    those it leaves behind may be too few to hide in). Many rows a month, so that no act waits for another.
    Deleted by whoever has written the month's files anew.
    """

    month = models.DateField()

    class Meta:
        indexes = (models.Index(fields=["month"], name="taken_back_by_month"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
