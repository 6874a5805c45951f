"""Finding regions: by typing, by the names in an export, by code."""

from __future__ import annotations

import datetime
from functools import cache

from django.db.models import Case, IntegerField, Q, Value, When

from lapor.registry import files, names
from lapor.registry.models import Region, RegionLevel, RegionQuerySet
from lapor.registry.pages import Page, page_of

# A first word that says which level is meant.
LEVEL_WORDS = {
    "provinsi": RegionLevel.PROVINCE,
    "prov": RegionLevel.PROVINCE,
    "kabupaten": RegionLevel.REGENCY,
    "kab": RegionLevel.REGENCY,
    "kota": RegionLevel.CITY,
    "kecamatan": RegionLevel.DISTRICT,
    "kec": RegionLevel.DISTRICT,
    "distrik": RegionLevel.DISTRICT,
    "kelurahan": RegionLevel.VILLAGE,
    "kel": RegionLevel.VILLAGE,
    "desa": RegionLevel.VILLAGE,
}
# Shorter words match by their beginning only: three letters are what a trigram index can look up.
SHORTEST = 3


def find_regions(q: str, *, on: datetime.date | None = None, limit: int = 10) -> list[Region]:
    """Regions of any level for what somebody typed: whole beginnings first, bigger levels first.

    "sukamaju cikarang bekasi" finds the village by its own and its ancestors' names; "kota bandung" means
    the city. Up to the province is fetched along. One query, two where beginnings do not fill the list.
    """
    words = names.plain(q)[:100].split()[:8]
    if not words:
        return []
    rows = Region.objects.standing(on).select_related("parent__parent__parent")
    level = LEVEL_WORDS.get(words[0]) if len(words) > 1 else None
    if level and (found := _found(rows.filter(level=level), words[1:], limit)):
        return found
    return _found(rows, words, limit)


def _found(rows: RegionQuerySet, words: list[str], limit: int) -> list[Region]:
    begun = rows.filter(name_key__startswith=" ".join(words)).order_by("depth", "name_key", "code")
    found = list(begun[:limit])
    if len(found) == limit or max(map(len, words)) < SHORTEST:
        return found
    seen = [region.pk for region in found]
    found += _holding(rows.exclude(pk__in=seen), words)[: limit - len(found)]
    # "jabar" is Jawa Barat before it is the village Jabaran.
    typed = f" {' '.join(words)} "
    return sorted(found, key=lambda region: region.depth > 1 or typed not in f" {region.search} ")


def _holding(rows: RegionQuerySet, words: list[str]) -> RegionQuerySet:
    """Those that hold every word, one of them in the own name; own name beginning so first.

    Provinces and regencies count by their aliases too ("jabar"), which only `search` holds.
    """
    own, begins = Q(depth__lte=2), Q()
    for word in words:
        rows = rows.filter(search__contains=word)
        begins |= Q(name_key__startswith=word)
        own |= Q(name_key__contains=word) if len(word) >= SHORTEST else Q(name_key__startswith=word)
    rank = Case(When(begins, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.filter(own).order_by(rank, "depth", "name_key", "code")


def region_by_code(code: str, *, on: datetime.date | None = None) -> Region | None:
    """The region with that official code, on that day or now."""
    return Region.objects.standing(on).filter(code=code).order_by("-valid_from").first()


def region_by_names(
    province: str,
    regency: str = "",
    district: str = "",
    village: str = "",
    *,
    on: datetime.date | None = None,
) -> Region | None:
    """The narrowest region these names lead to, as an export writes them; one query a level.

    "Bandung" without "Kota" is Kabupaten Bandung. An unknown name ends the search at the level above; an
    unknown province with a known regency is no obstacle, for regencies' names are unique.
    """
    found = _province(province, on) if province.strip() else None
    if regency.strip():
        found = _regency(regency, found, on) or found
    for level, name in ((RegionLevel.DISTRICT, district), (RegionLevel.VILLAGE, village)):
        if not name.strip():
            continue
        below = _below(name, level, found, on)
        if below is None:
            return found
        found = below
    return found


def _province(name: str, on: datetime.date | None) -> Region | None:
    plain = names.plain(name)
    provinces = Region.objects.standing(on).filter(level=RegionLevel.PROVINCE)
    # Aliases stand in `search` ("dki jakarta"), names of thirty-odd rows are compared here.
    rows = list(provinces)
    exact = [row for row in rows if plain in (row.name_key, names.plain(row.name))]
    alias = [row for row in rows if f" {plain} " in f" {row.search} "]
    return next(iter(exact or (alias if len(alias) == 1 else [])), None)


def _regency(name: str, province: Region | None, on: datetime.date | None) -> Region | None:
    key = names.agency_key(name)
    kind, _, rest = key.partition(" ")
    level = {"kota": RegionLevel.CITY, "kabupaten": RegionLevel.REGENCY}.get(kind)
    own = rest if level else key
    rows = Region.objects.standing(on).filter(depth=2, name_key=own)
    if level:
        rows = rows.filter(level=level)
    # Regency sorts behind city; without a kind the regency is meant.
    found = list(rows.order_by("-level", "-valid_from"))
    inside = [row for row in found if province is None or row.parent_id == province.pk]
    return next(iter(inside or found), None)


def _below(name: str, level: RegionLevel, above: Region | None, on: datetime.date | None) -> Region | None:
    if above is None:
        return None
    words = names.plain(name).split()
    if len(words) > 1 and LEVEL_WORDS.get(words[0]) == level:
        words = words[1:]
    rows = Region.objects.standing(on).inside(above).filter(level=level, name_key=" ".join(words))
    found = list(rows.order_by("-valid_from")[:2])
    return found[0] if len(found) == 1 else None


def regions_page(
    *, level: str = "", parent: Region | None = None, after: str | None = None, limit: int = 100
) -> Page[Region]:
    """Standing regions in the order of their codes."""
    rows = Region.objects.standing().select_related("parent")
    if level:
        rows = rows.filter(level=level)
    if parent:
        rows = rows.filter(parent=parent)
    return page_of(rows, key="code", after=after, limit=limit)


@cache
def known_places() -> frozenset[str]:
    """The names of provinces, regencies and cities, with their aliases, as `names.plain` writes them.

    Without their kind ("kota bandung" is "bandung"). Out of the data files, read once in a process: no query.
    """
    found: set[str] = set()
    for file in ("provinces.csv", "regencies.csv"):
        for row in files.read(files.DATA / file, "code name aliases"):
            found.update(map(_bare, [row.cells["name"], *row.several("aliases")]))
    return frozenset(found)


@cache
def known_districts() -> frozenset[str]:
    """The names of all districts, seven thousand; among them many ordinary words. Like `known_places`."""
    return frozenset(
        names.plain(row.cells["name"]) for row in files.read(files.DATA / "districts.csv", "name")
    )


def _bare(name: str) -> str:
    words = names.plain(name).split()
    while len(words) > 1 and words[0] in (*LEVEL_WORDS, "administrasi", "kep"):
        words = words[1:]
    return " ".join(words)
