"""The roll-up that result pages read: how many responses of a period have what."""

from __future__ import annotations

from django.db import models

from lapor.skm.models.periods import Period


class Count(models.Model):
    """`number` responses of this period and service have `key` in `kind`.

    kind `U1`..`U9`: key is the answer; `spread`: "answers given:their sum"; `age` `sex` `education`
    `occupation` `way`: the code, empty where not said; `topic`: of those with a suggestion, the element;
    `own`: "id of an own question:its answer". At most some hundreds of rows a period and service, however
    many answered. Service 0: none named.
    """

    period = models.ForeignKey(Period, models.CASCADE, related_name="counts")
    service = models.BigIntegerField(default=0)
    excluded = models.BooleanField(default=False)
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=12, blank=True)
    number = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["period", "service", "excluded", "kind", "key"], name="skm_one_count"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.number}"
