"""Agencies and their keywords from agencies.csv."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lapor.registry import agencies, names
from lapor.registry.files import Row, read
from lapor.registry.models import BEGINNING, Agency, AgencyKeyword, AgencyKind, Region
from lapor.registry.tallies import Loaded, Tally

AGENCIES = (
    "code name short_name kind parent region slug keywords connected_since active valid_from valid_to "
    "successor lapor_id"
)
AGENCY_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]*")


@dataclass(slots=True)
class Places:
    """What the rows refer to: agencies by code, standing regions by code, and keywords by key."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    regions: dict[str, int] = field(default_factory=dict)
    keywords: dict[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)


def load_agencies(data: Path, loaded: Loaded, *, only: frozenset[str] | None) -> None:
    """Makes and changes agencies in the order of the file, then successors, then keywords."""
    rows = list(read(data / "agencies.csv", AGENCIES, only=only))
    places = _places(rows)
    for row in rows:
        _agency(row, places, loaded.agencies)
    for row in rows:
        _succeed(row, places, loaded.agencies)
    fresh = [keyword for row in rows for keyword in _keywords(row, places, loaded.keywords)]
    AgencyKeyword.objects.bulk_create(fresh)
    loaded.keywords.created += len(fresh)


def _places(rows: list[Row]) -> Places:
    codes = {row.cells["region"] for row in rows}
    return Places(
        agencies={agency.code: agency for agency in Agency.objects.exclude(kind=AgencyKind.UNIT)},
        regions=dict(Region.objects.standing().filter(code__in=codes).values_list("code", "id")),
        keywords=dict(AgencyKeyword.objects.values_list("key", "agency_id")),
    )


def _agency(row: Row, places: Places, tally: Tally) -> None:
    tally.read += 1
    code = row.needed("code", limit=120)
    if not AGENCY_CODE.fullmatch(code):
        raise row.error("code", f"{code!r}: only capitals, digits and hyphens")
    if code in places.seen:
        raise row.error("code", f"{code} stands in the file twice")
    places.seen.add(code)
    facts = _facts(row, places)
    agency = places.agencies.get(code)
    if agency is None:
        places.agencies[code] = _made(Agency(code=code, parent=_referred(row, "parent", places)), facts)
        places.fresh.add(code)
        tally.created += 1
    elif changed := [name for name, value in facts.items() if getattr(agency, name) != value]:
        for name in changed:
            setattr(agency, name, facts[name])
        agency.save(update_fields=changed)
        tally.changed += 1


def _made(agency: Agency, facts: dict[str, object]) -> Agency:
    for name, value in facts.items():
        setattr(agency, name, value)
    return agencies.add(agency)


def _facts(row: Row, places: Places) -> dict[str, object]:
    kind = row.needed("kind")
    if kind not in set(AgencyKind.values) - {AgencyKind.UNIT}:
        raise row.error("kind", f"{kind!r} is none of {', '.join(AgencyKind.values[:-1])}")
    region = row.text("region")
    if region and region not in places.regions:
        raise row.error("region", f"no region {region}")
    # An empty cell of these three leaves what officers have entered since.
    kept: dict[str, object] = {
        "connected_since": row.date("connected_since"),
        "active": row.yes("active"),
        "lapor_id": row.whole("lapor_id"),
    }
    facts: dict[str, object] = {
        "name": row.needed("name"),
        "short_name": row.text("short_name", limit=120),
        "kind": kind,
        "region_id": places.regions.get(region),
        "slug": row.needed("slug", limit=120),
        "valid_from": row.date("valid_from") or BEGINNING,
        "valid_to": row.date("valid_to"),
    }
    return facts | {name: value for name, value in kept.items() if value is not None}


def _referred(row: Row, column: str, places: Places) -> Agency | None:
    code = row.text(column)
    if code and code not in places.agencies:
        raise row.error(column, f"no agency {code}")
    return places.agencies.get(code)


def _succeed(row: Row, places: Places, tally: Tally) -> None:
    agency, successor = places.agencies[row.needed("code")], _referred(row, "successor", places)
    if agency.successor_id == (successor.pk if successor else None):
        return
    agency.successor = successor
    agency.save(update_fields=["successor"])
    tally.changed += agency.code not in places.fresh


def _keywords(row: Row, places: Places, tally: Tally) -> list[AgencyKeyword]:
    agency, fresh = places.agencies[row.needed("code")], []
    for word in row.several("keywords"):
        tally.read += 1
        text, key = " ".join(word.upper().split()), names.squeezed(word)
        if not key or len(text) > 80:
            raise row.error("keywords", f"{text!r} has neither letter nor digit, or more than 80 characters")
        if key not in places.keywords:
            places.keywords[key] = agency.pk
            fresh.append(AgencyKeyword(agency=agency, text=text))
        elif places.keywords[key] != agency.pk:
            raise row.error("keywords", f"{text!r} already leads to another agency")
    return fresh
