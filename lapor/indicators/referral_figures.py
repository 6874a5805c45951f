"""The ping-pong ledger in figures, read from the roll-up: cost grows with agencies and months only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from lapor.indicators.models import ReferralFacts, Return
from lapor.indicators.sums import median
from lapor.registry.models import Agency


@dataclass(frozen=True)
class Pingpong:
    """What one agency or unit gave back of what it got in a period. Days are working days."""

    agency: Agency
    received: int
    returned: int
    twice: int
    lost: int
    median: float | None

    @property
    def share(self) -> float | None:
        return self.returned / self.received if self.received else None


def agencies_with(agencies: QuerySet[Agency], *, first: date, last: date) -> QuerySet[Agency]:
    """Those of `agencies` that got reports in these months (first days), with the sums as annotations.

    Page by ("-returned", "id"). `received` and the others count times: a report that came back counts anew.
    """
    inside = Q(referral_facts__month__gte=first, referral_facts__month__lte=last)
    return agencies.filter(inside).annotate(
        received=Sum("referral_facts__received"),
        returned=Sum("referral_facts__returned"),
        twice=Sum("referral_facts__twice"),
        lost=Sum("referral_facts__lost"),
    )


def figures(rows: Iterable[Agency], *, first: date, last: date) -> list[Pingpong]:
    """The figures of these annotated agencies, in their order. One query, for the medians."""
    agencies = list(rows)
    spreads: dict[int, Counter[str]] = {agency.pk: Counter() for agency in agencies}
    facts = ReferralFacts.objects.filter(agency__in=spreads, month__gte=first, month__lte=last)
    for agency, lost in facts.values_list("agency_id", "lost_days"):
        spreads[agency].update(lost)
    return [_figures(agency, median(spreads[agency.pk])) for agency in agencies]


def returns(agency: Agency, *, first: date, last: date) -> QuerySet[Return]:
    """The single referrals behind the figures of one agency or unit; page by ("-event_id",)."""
    return Return.objects.filter(agency=agency, month__gte=first, month__lte=last)


def _figures(agency: Agency, middle: float | None) -> Pingpong:
    sums = {name: int(getattr(agency, name)) for name in ("received", "returned", "twice", "lost")}
    return Pingpong(agency=agency, median=middle, **sums)
