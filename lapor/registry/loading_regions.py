"""Regions from provinces.csv, regencies.csv, districts.csv, villages.csv and regions-ended.csv."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lapor.registry import names
from lapor.registry.files import Row, read
from lapor.registry.models import BEGINNING, Region, RegionLevel
from lapor.registry.tallies import Tally

# Widest first: a region's parent stands in the file before its own.
FILES = {
    "provinces.csv": "code name aliases timezone population area_km2 lat lon valid_from",
    "regencies.csv": "code name aliases population area_km2 lat lon valid_from",
    "districts.csv": "code name valid_from",
    "villages.csv": "code name valid_from",
}
ENDED = "regions-ended.csv"
CODE = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?")
# What stands before the name proper, small letters ("kabupaten administrasi kepulauan seribu").
KINDS = re.compile(r"^((kabupaten|kota)( administrasi)?|daerah khusus ibukota|daerah istimewa) ")
# Compared and rewritten when the file says something else; parent and successor by id.
FACTS = [
    "name",
    "level",
    "depth",
    "parent_id",
    "timezone",
    "population",
    "area_km2",
    "lat",
    "lon",
    "valid_to",
    "successor_id",
    "name_key",
    "search",
]
Key = tuple[str, datetime.date]


@dataclass(slots=True)
class Known:
    """What loading remembers of the regions already in the database."""

    ids: dict[Key, int] = field(default_factory=dict)
    facts: dict[Key, tuple[object, ...]] = field(default_factory=dict)
    # Code -> the region standing now, and those ended (last one wins) by code.
    standing: dict[str, Region] = field(default_factory=dict)
    ended: dict[str, Region] = field(default_factory=dict)


def load_regions(data: Path, *, only: frozenset[str] | None) -> Tally:
    """Makes and changes what differs, level by level, in a handful of bulk statements."""
    tally, known = Tally(), _known()
    for file, columns in FILES.items():
        _write([_standing(row, known) for row in _once(read(data / file, columns, only=only))], known, tally)
    ended = list(read(data / ENDED, "code name valid_to successor", only=only))
    for depth in range(1, 5):
        rows = [row for row in ended if row.cells["code"].count(".") + 1 == depth]
        _write([_ended(row, known) for row in rows], known, tally)
    return tally


def _known() -> Known:
    known = Known()
    for id_, code, valid_from, *facts in Region.objects.values_list("id", "code", "valid_from", *FACTS):
        known.ids[code, valid_from] = id_
        known.facts[code, valid_from] = tuple(facts)
    return known


def _once(rows: Iterable[Row]) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for row in rows:
        first = seen.setdefault(row.cells["code"], row.line)
        if first != row.line:
            raise row.error("code", f"{row.cells['code']} already stands in line {first}")
        yield row


def _standing(row: Row, known: Known) -> Region:
    code = _code(row)
    parent = _parent(row, code, known.standing)
    region = Region(code=code, name=row.needed("name", limit=100), parent=parent)
    region.valid_from = row.date("valid_from") or BEGINNING
    if "aliases" in row.cells:
        region.population = row.whole("population")
        region.area_km2, region.lat, region.lon = (row.decimal(name) for name in ("area_km2", "lat", "lon"))
    region.timezone = parent.timezone if parent else row.needed("timezone", limit=40)
    _derive(region, " ".join(row.several("aliases")) if "aliases" in row.cells else "")
    known.standing[code] = region
    return region


def _ended(row: Row, known: Known) -> Region:
    code = _code(row)
    parent = known.ended.get(code.rpartition(".")[0]) or _parent(row, code, known.standing)
    region = Region(code=code, name=row.needed("name", limit=100), parent=parent)
    region.valid_from, region.valid_to = BEGINNING, row.date("valid_to")
    if region.valid_to is None:
        raise row.error("valid_to", "is empty: an ended region needs the day it ended")
    if successor := row.text("successor"):
        region.successor = known.standing.get(successor)
        if region.successor is None:
            raise row.error("successor", f"no region {successor}")
    now = known.standing.get(code)
    if now and now.valid_from < region.valid_to:
        raise row.error("valid_to", f"{code} stands again since {now.valid_from}, before this day")
    region.timezone = parent.timezone if parent else "Asia/Jakarta"
    _derive(region, "")
    known.ended[code] = region
    return region


def _code(row: Row) -> str:
    code = row.needed("code")
    if not CODE.fullmatch(code):
        hint = "a spreadsheet drops zeros at the end unless the column is set to text"
        raise row.error("code", f"{code!r} is not a region code like 32.04.05.2001 ({hint})")
    return code


def _parent(row: Row, code: str, standing: dict[str, Region]) -> Region | None:
    above = code.rpartition(".")[0]
    if above and above not in standing:
        raise row.error("code", f"no region {above} for {code} to lie in")
    return standing.get(above)


def _derive(region: Region, aliases: str) -> None:
    """Level, depth and the two search texts, from code, name and parent."""
    region.depth = region.code.count(".") + 1
    full = names.plain(region.name)
    region.level = _level(region.depth, full)
    region.name_key = KINDS.sub("", full) if region.depth < 3 else full
    above = region.parent.search if region.parent else ""
    region.search = " ".join(filter(None, [full, names.plain(aliases), above]))


def _level(depth: int, full: str) -> RegionLevel:
    if depth == 2:
        return RegionLevel.CITY if full.startswith("kota ") else RegionLevel.REGENCY
    return {1: RegionLevel.PROVINCE, 3: RegionLevel.DISTRICT, 4: RegionLevel.VILLAGE}[depth]


def _write(regions: list[Region], known: Known, tally: Tally) -> None:
    fresh, changed = [], []
    for region in regions:
        # The parents got their ids when their own level was written.
        region.parent_id = region.parent.pk if region.parent else None
        region.successor_id = region.successor.pk if region.successor else None
        key = (region.code, region.valid_from)
        if key not in known.ids:
            fresh.append(region)
            continue
        region.pk = known.ids[key]
        if tuple(getattr(region, name) for name in FACTS) != known.facts[key]:
            changed.append(region)
    Region.objects.bulk_create(fresh, batch_size=10_000)
    Region.objects.bulk_update(changed, [name.removesuffix("_id") for name in FACTS], batch_size=500)
    tally.read += len(regions)
    tally.created += len(fresh)
    tally.changed += len(changed)
