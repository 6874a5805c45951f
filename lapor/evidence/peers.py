"""Which places are comparable: of the same kind, and with about as many of the same reports before the start.

The rule, shown beside the result: provinces with provinces, regencies with regencies, cities with cities, as
they stand today; at least `ENOUGH` reports before; the rate per inhabitant (where the place's own population
is unknown: the number) between a `WITHIN`th and `WITHIN` times the place's own; of these the nearest by
ratio, at most `MOST`. Places that use the same innovation are no peers, nor those without a rate beside one
that has it. What came after plays no part in the choice.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from lapor.evidence.change import MOST
from lapor.registry.models import Region

ENOUGH = 20
WITHIN = 3.0


def choose(own: Region, before: Mapping[int, int], candidates: Iterable[Region]) -> list[Region]:
    """The nearest first, by code where they are equal. `before`: reports by id of the region."""
    able = [one for one in candidates if one.pk != own.pk and before.get(one.pk, 0) >= ENOUGH]
    mine = before.get(own.pk, 0)
    if not mine:
        return []
    by_rate = by_population(own)
    if by_rate:
        able = [one for one in able if one.population]
    load = mine / (own.population or 1) if by_rate else mine
    near = [(_distance(before[one.pk], one, load, by_rate=by_rate), one.code, one) for one in able]
    return [one for far, _code, one in sorted(near, key=lambda it: it[:2]) if far <= math.log(WITHIN)][:MOST]


def by_population(own: Region) -> bool:
    """Whether the place is compared by its rate; else by its number."""
    return bool(own.population)


def _distance(number: int, one: Region, load: float, *, by_rate: bool) -> float:
    other = number / (one.population or 1) if by_rate else number
    return abs(math.log(other / load))
