"""Regions from provinces.csv, regencies.csv, districts.csv, villages.csv and regions-ended.csv."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

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
class Draft:
    """A region as the files want it: a hundred thousand model instances would cost seconds."""

    code: str
    name: str
    parent: Draft | None
    valid_from: datetime.date = BEGINNING
    valid_to: datetime.date | None = None
    successor: Draft | None = None
    timezone: str = "Asia/Jakarta"
    population: int | None = None
    area_km2: float | None = None
    lat: float | None = None
    lon: float | None = None
    level: str = ""
    depth: int = 0
    name_key: str = ""
    search: str = ""
    pk: int = 0

    def facts(self) -> tuple[object, ...]:
        """In the order of FACTS; the parent has its id by then, for its own level is written first."""
        return (
            self.name,
            self.level,
            self.depth,
            self.parent.pk if self.parent else None,
            self.timezone,
            self.population,
            self.area_km2,
            self.lat,
            self.lon,
            self.valid_to,
            self.successor.pk if self.successor else None,
            self.name_key,
            self.search,
        )


@dataclass(slots=True)
class Known:
    """What loading remembers of the regions already in the database."""

    ids: dict[Key, int] = field(default_factory=dict)
    facts: dict[Key, tuple[object, ...]] = field(default_factory=dict)
    # Code -> the region standing now, and those ended (last one wins) by code.
    standing: dict[str, Draft] = field(default_factory=dict)
    ended: dict[str, Draft] = field(default_factory=dict)


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


def _standing(row: Row, known: Known) -> Draft:
    code = _code(row)
    parent = _parent(row, code, known.standing)
    region = Draft(code, row.needed("name", limit=100), parent)
    region.valid_from = row.date("valid_from") or BEGINNING
    if "aliases" in row.cells:
        region.population = row.whole("population")
        region.area_km2, region.lat, region.lon = (row.decimal(name) for name in ("area_km2", "lat", "lon"))
    region.timezone = parent.timezone if parent else row.needed("timezone", limit=40)
    _derive(region, " ".join(row.several("aliases")) if "aliases" in row.cells else "")
    known.standing[code] = region
    return region


def _ended(row: Row, known: Known) -> Draft:
    code = _code(row)
    parent = known.ended.get(code.rpartition(".")[0]) or _parent(row, code, known.standing)
    region = Draft(code, row.needed("name", limit=100), parent)
    region.valid_to = row.date("valid_to")
    if region.valid_to is None:
        raise row.error("valid_to", "is empty: an ended region needs the day it ended")
    if successor := row.text("successor"):
        region.successor = known.standing.get(successor)
        if region.successor is None:
            raise row.error("successor", f"no region {successor}")
    now = known.standing.get(code)
    if now and now.valid_from < region.valid_to:
        raise row.error("valid_to", f"{code} stands again since {now.valid_from}, before this day")
    region.timezone = parent.timezone if parent else region.timezone
    _derive(region, "")
    known.ended[code] = region
    return region


def _code(row: Row) -> str:
    code = row.needed("code")
    if not CODE.fullmatch(code):
        hint = "a spreadsheet drops zeros at the end unless the column is set to text"
        raise row.error("code", f"{code!r} is not a region code like 32.04.05.2001 ({hint})")
    return code


def _parent(row: Row, code: str, standing: dict[str, Draft]) -> Draft | None:
    above = code.rpartition(".")[0]
    if above and above not in standing:
        raise row.error("code", f"no region {above} for {code} to lie in")
    return standing.get(above)


def _derive(region: Draft, aliases: str) -> None:
    """Level, depth and the two search texts, from code, name and parent."""
    region.depth = region.code.count(".") + 1
    full = names.plain(region.name)
    region.level = _level(region.depth, full)
    region.name_key = KINDS.sub("", full) if region.depth < 3 else full
    above = region.parent.search if region.parent else ""
    region.search = " ".join(filter(None, (full, names.plain(aliases) if aliases else "", above)))


def _level(depth: int, full: str) -> RegionLevel:
    if depth == 2:
        return RegionLevel.CITY if full.startswith("kota ") else RegionLevel.REGENCY
    return {1: RegionLevel.PROVINCE, 3: RegionLevel.DISTRICT, 4: RegionLevel.VILLAGE}[depth]


def _write(drafts: list[Draft], known: Known, tally: Tally) -> None:
    fresh = [draft for draft in drafts if (draft.code, draft.valid_from) not in known.ids]
    _insert(fresh)
    known.ids.update({(draft.code, draft.valid_from): draft.pk for draft in fresh})
    changed = []
    for draft in drafts:
        key = (draft.code, draft.valid_from)
        draft.pk = known.ids[key]
        if key in known.facts and draft.facts() != known.facts[key]:
            changed.append(Region(pk=draft.pk, **dict(zip(FACTS, draft.facts(), strict=True))))
    Region.objects.bulk_update(changed, [name.removesuffix("_id") for name in FACTS], batch_size=500)
    tally.read += len(drafts)
    tally.created += len(fresh)
    tally.changed += len(changed)


def _insert(drafts: list[Draft]) -> None:
    """By COPY, three times faster than INSERT for the eighty thousand villages."""
    columns = ", ".join(("id", "code", "valid_from", *FACTS))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('registry_region', 'id')) FROM generate_series(1, %s)",
            [len(drafts)],
        )
        for draft, (pk,) in zip(drafts, cursor.fetchall(), strict=True):
            draft.pk = pk
        with cursor.copy(f"COPY registry_region ({columns}) FROM STDIN") as copy:
            for draft in drafts:
                copy.write_row((draft.pk, draft.code, draft.valid_from, *draft.facts()))
