"""Who has published a survey in a year and who has not: PermenPANRB 14/2017, at least once a year.

The year is that of a survey's last day, as everywhere. Rows read grow with agencies, never with answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lapor.registry.models import Agency, AgencyKind, Region, RegionLevel
from lapor.skm.codes import PeriodStatus
from lapor.skm.models import Period, ServiceUnit


@dataclass(frozen=True)
class Complete:
    """Of `units` active service units of one kind or place, so many have published in the year."""

    label: str
    code: str
    units: int
    done: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.done / self.units

    @property
    def missing(self) -> int:
        return self.units - self.done


@dataclass(frozen=True)
class Completeness:
    """A year: all in one, by kind of agency, and by province; `whole` None where there is no unit at all."""

    year: int
    whole: Complete | None
    kinds: list[Complete]
    regions: list[Complete]


def completeness(year: int, *, units: QuerySet[ServiceUnit] | None = None) -> Completeness:
    """Of these units (all, unless told): three queries."""
    rows = ServiceUnit.objects.all() if units is None else units
    found = (
        rows.filter(active=True)
        .annotate(done=published(year))
        .values_list("agency__path", "agency__region", "agency__region__parent", "agency__region__level")
        .annotate(every=Count("pk"), ready=Count("pk", filter=Q(done=True)))
        .order_by()
    )
    kinds: Counter[tuple[str, bool]] = Counter()
    places: Counter[tuple[int | None, bool]] = Counter()
    lines = list(found)
    kind_of = _kinds(path for path, *_rest in lines)
    for path, region, parent, level, every, ready in lines:
        place = region if level == RegionLevel.PROVINCE else parent or region
        for done, number in ((True, ready), (False, every - ready)):
            kinds[kind_of[_top(path)], done] += number
            places[place, done] += number
    by_kind = _lines(kinds, {kind.value: (str(kind.label), kind.value) for kind in AgencyKind})
    by_place = _lines(places, _names({place for place, _done in places if place}))
    whole = None
    if by_kind:
        whole = Complete("", "", sum(one.units for one in by_kind), sum(one.done for one in by_kind))
    return Completeness(year, whole, by_kind, sorted(by_place, key=lambda one: (not one.code, one.label)))


def published(year: int) -> Exists:
    """Whether one of a unit's surveys of that year is published."""
    return Exists(Period.objects.filter(unit=OuterRef("pk"), status=PeriodStatus.PUBLISHED, ends__year=year))


def missing(year: int, *, units: QuerySet[ServiceUnit] | None = None) -> QuerySet[ServiceUnit]:
    """Active units without a published survey that year; sort by `name`, `id`."""
    rows = ServiceUnit.objects.all() if units is None else units
    return rows.filter(~published(year), active=True).select_related("agency__region__parent")


def of_kind(units: QuerySet[ServiceUnit], kind: str) -> QuerySet[ServiceUnit]:
    """Those whose top agency is of this kind."""
    return units.filter(_below(Agency.objects.tops().filter(kind=kind).values_list("path", flat=True)))


def of_region(units: QuerySet[ServiceUnit], region: Region) -> QuerySet[ServiceUnit]:
    """Those of agencies of this region, or of one right below it."""
    return units.filter(Q(agency__region=region) | Q(agency__region__parent=region))


def _below(paths: Iterable[str]) -> Q:
    """By the agency's own id or an id in its path: there are some hundred tops, so this is one list."""
    tops = [path.strip("/") for path in paths]
    return Q(agency__path__regex=rf"^/({'|'.join(tops)})/") if tops else Q(pk__in=())


def _top(path: str) -> int:
    return int(path.split("/")[1])


def _kinds(paths: Iterable[str]) -> dict[int, str]:
    tops = {_top(path) for path in paths}
    return dict(Agency.objects.filter(pk__in=tops).values_list("pk", "kind"))


def _names(places: set[int]) -> dict[int | None, tuple[str, str]]:
    rows = Region.objects.filter(pk__in=places).values_list("pk", "name", "code")
    return {None: ("", ""), **{pk: (name, code) for pk, name, code in rows}}


def _lines(numbers: Mapping[Any, int], words: Mapping[Any, tuple[str, str]]) -> list[Complete]:
    """In the order of `words`; keys without units are left out."""
    sums = {key: (numbers.get((key, True), 0), numbers.get((key, False), 0)) for key in words}
    return [Complete(*words[key], sum(both), both[0]) for key, both in sums.items() if sum(both)]
