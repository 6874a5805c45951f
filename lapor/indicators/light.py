"""Day facts without what weighs most: for pages that need counts and working days, not medians to the hour.

`DayFacts.answer_days` has a key for nearly every report of a day, so that it grows with them; the counts and
the spreads of working days do not.
"""

from __future__ import annotations

from datetime import date

from lapor.indicators.models import DayFacts, Scope
from lapor.indicators.sums import Sums


def days_of(
    scope: Scope, number: int, *, start: date, end: date, steps: bool = True
) -> list[tuple[date, Sums]]:
    """The sums of each day that has any, oldest first, without `Sums.answers`, or without any spread.

    `number`: the id of a top agency, of a province, regency or city, of a main category; 0 for the country.
    One query.
    """
    rows = DayFacts.objects.filter(scope=scope, scope_id=number, day__range=(start, end)).order_by("day")
    found: list[tuple[date, Sums]] = []
    for day, counts, *spreads in rows.values_list("day", "counts", *(["step_days"] if steps else [])):
        sums = Sums()
        sums.take(counts, {}, spreads[0] if spreads else {})
        found.append((day, sums))
    return found
