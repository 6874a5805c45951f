"""Which survey an address means, and whether it takes answers today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from lapor.skm.codes import PeriodStatus
from lapor.skm.models import Period, ServiceUnit
from lapor.sla.zones import NATIONAL


@dataclass(frozen=True)
class Surveyed:
    """`period`: the one that is open, perhaps only from a later day on; `last`: the newest published one."""

    unit: ServiceUnit
    period: Period | None
    last: Period | None
    early: bool = False
    over: bool = False

    @property
    def takes(self) -> bool:
        return self.period is not None and not (self.early or self.over)


def surveyed(code: str, *, now: datetime) -> Surveyed:
    """By the code of SMS and poster, in any case; Http404 for an unknown one. Three queries at most."""
    found = ServiceUnit.objects.select_related("agency__region")
    unit = found.filter(code=code.upper()[:20], active=True).first()
    if unit is None:
        raise Http404
    today = now.astimezone(NATIONAL).date()
    period = Period.objects.filter(unit=unit, status=PeriodStatus.OPEN).first()
    last = None
    if period is None or not period.starts <= today <= period.ends:
        published = Period.objects.filter(unit=unit, status=PeriodStatus.PUBLISHED)
        last = published.order_by("-ends", "-pk").first()
    if period is None:
        return Surveyed(unit, None, last)
    period.unit = unit
    return Surveyed(unit, period, last, early=today < period.starts, over=period.ends < today)
