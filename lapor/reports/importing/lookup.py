"""From names as written to rows of the registry: one look-up per name and period, not per row."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from lapor.registry import names
from lapor.registry.agencies import ensure_unit, unmapped_root
from lapor.registry.models import Agency, AgencyKind, Category, Region
from lapor.registry.queries import (
    agency_by_code,
    agency_by_name,
    category_by,
    region_by_code,
    region_by_names,
    unit_by_name,
)
from lapor.reports.importing import columns as c
from lapor.reports.importing.rows import Written
from lapor.sla.zones import NATIONAL

KEPT = 20_000
LOCAL = (AgencyKind.PROVINCE, AgencyKind.REGENCY, AgencyKind.CITY)
Names = tuple[str, str, str, str]


class Lookup:
    """What names in one file mean. `home`: the local government that most of the file's rows belong to."""

    def __init__(self, home: Agency | None) -> None:
        self.home = home
        self._periods = _periods()
        self._category = lru_cache(KEPT)(_category)
        self._place = lru_cache(KEPT)(_place)
        self._holder = lru_cache(KEPT)(self._find_holder)
        self._parent = lru_cache(KEPT)(self._find_parent)
        self._top = lru_cache(KEPT)(_top)

    def category(self, row: Written, unmapped: dict[str, str]) -> Category | None:
        number, name = row.category
        found = self._category(number, name) if number or name else None
        if found is None and number:
            unmapped[c.CATEGORY_ID] = str(number)
        if found is None and name:
            unmapped[c.CATEGORY] = name
        return found

    def region(self, row: Written, unmapped: dict[str, str]) -> Region | None:
        """The narrowest place known; names below it, and a province it does not lie in, stay as written."""
        if not any(row.place):
            return None
        found, province = self._place(row.place, self._period(row))
        for depth, (column, name) in enumerate(zip(c.PLACES, row.place, strict=True), 1):
            if name and (found is None or depth > found.depth or (depth == 1 and province != _first(found))):
                unmapped[column] = name
        return found

    def holder(self, row: Written, unmapped: dict[str, str]) -> Agency | None:
        """The agency or unit where the report lies; unknown units are made under the right parent."""
        if not (row.parent or row.agency[1]):
            return None
        found = self._holder(row.parent, row.agency, self._period(row))
        if found is None or found.unmapped:
            written = {c.PARENT: row.parent, c.AGENCY: row.agency[1]}
            unmapped.update({column: name for column, name in written.items() if name})
        return found

    def top(self, agency: Agency) -> Agency:
        return self._top(agency.pk)

    def _period(self, row: Written) -> date:
        """The day since which nothing has changed in the registry's validities up to this row's day."""
        day = row.received.astimezone(NATIONAL).date()
        index = bisect_right(self._periods, day)
        return self._periods[index - 1] if index else day

    def _find_holder(self, parent: str, agency: tuple[int | None, str], on: date) -> Agency | None:
        number, name = agency
        above = self._parent(parent, on) if parent else None
        if not name or (above and names.agency_key(name) == names.agency_key(above.name)):
            return above
        if above and (known := unit_by_name(above, name)):
            return known
        if known := agency_by_code(name) or agency_by_name(name, on, lapor_id=number):
            return known
        return self._unit(above or self.home, name, number)

    def _find_parent(self, name: str, on: date) -> Agency | None:
        """ "Instansi Induk" is often itself a unit: it hangs under the file's local government."""
        return agency_by_code(name) or agency_by_name(name, on) or self._unit(self.home, name)

    def _unit(self, above: Agency | None, name: str, number: int | None = None) -> Agency | None:
        if not names.agency_key(name):
            return None
        if above is None:
            return ensure_unit(unmapped_root(), name, number, unmapped=True)
        return unit_by_name(above, name) or ensure_unit(above, name, number)


class Majority:
    """Counts whose file it is: by its "Instansi Induk" that are local governments, else by its places."""

    def __init__(self) -> None:
        self._parents: Counter[str] = Counter()
        self._places: Counter[tuple[str, str]] = Counter()

    def add(self, row: Written) -> None:
        self._parents[row.parent] += 1
        self._places[row.place[:2]] += 1

    def home(self) -> Agency | None:
        """The local government named by more than half of the rows that name one; else None."""
        on = date.today()
        return _winner((agency_by_name(name, on), times) for name, times in self._named()) or _winner(
            (_government(*place), times) for place, times in self._places.items() if place[1]
        )

    def _named(self) -> Iterable[tuple[str, int]]:
        return ((name, times) for name, times in self._parents.items() if name)


def _winner(votes: Iterable[tuple[Agency | None, int]]) -> Agency | None:
    count: Counter[int] = Counter()
    known: dict[int, Agency] = {}
    for agency, times in votes:
        if agency and agency.kind in LOCAL:
            known[agency.pk] = agency
            count[agency.pk] += times
    first, times = next(iter(count.most_common(1)), (0, 0))
    return known[first] if times * 2 > count.total() else None


def _government(province: str, regency: str) -> Agency | None:
    region = region_by_names(province, regency)
    if region is None or region.depth != 2:
        return None
    return Agency.objects.standing().filter(kind__in=LOCAL, region=region).select_related("region").first()


def _category(number: int | None, name: str) -> Category | None:
    return Category.objects.filter(code=name).first() or category_by(number, name)


def _place(place: Names, on: date) -> tuple[Region | None, int | None]:
    """The narrowest region, and which province the first name means."""
    codes = [name for name in place if name[:2].isdigit()]
    if codes:
        found = region_by_code(codes[-1], on=on)
        region = Region.objects.select_related("parent__parent__parent").get(pk=found.pk) if found else None
        return region, _first(region) if region else None
    found = region_by_names(*place, on=on)
    province = region_by_names(place[0], on=on) if place[0] else None
    if found is None:
        return None, None
    region = Region.objects.select_related("parent__parent__parent").get(pk=found.pk)
    return region, province.pk if province else None


def _first(region: Region) -> int:
    """The province a region lies in."""
    while region.parent is not None:
        region = region.parent
    return region.pk


def _top(number: int) -> Agency:
    top = Agency.objects.get(pk=number).top_id()
    return Agency.objects.select_related("region").get(pk=top)


def _periods() -> list[date]:
    """All days on which a region or an agency begins or ends."""
    days: set[date] = set()
    for model in (Region, Agency):
        for column in ("valid_from", "valid_to"):
            found = (
                model.objects.exclude(**{column: None}).order_by().values_list(column, flat=True).distinct()
            )
            days.update(found)
    return sorted(days)
