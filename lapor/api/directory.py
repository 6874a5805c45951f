"""The lists that codes come from: agencies, categories, regions."""

from __future__ import annotations

import re
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field, WithJsonSchema

from lapor.api import finding
from lapor.api.bodies import Code, Text
from lapor.api.callers import READING
from lapor.api.declared import READ, answers
from lapor.registry.models import Agency, AgencyKind, Category, Region, RegionLevel
from lapor.registry.queries import (
    agencies_page,
    categories_page,
    find_agencies,
    find_categories,
    find_regions,
    regions_page,
)
from lapor.reports.refusals import BadInput

router = Router(tags=["Daftar kode"], auth=READING)


class Row(Schema):
    """`kind`: of agencies ministry institution province regency city unit; of regions province regency city
    district village; of categories always `category`. `parent` is a code."""

    code: str
    name: str
    kind: str
    parent: str | None


class Rows(Schema):
    items: list[Row]
    next: str | None = Field(description="cursor of the next page; none for a search by q")


class Wanted(Schema):
    """With `q` the best matches; without it page by page."""

    q: Text = Field("", max_length=200)
    cursor: Text | None = Field(None, max_length=40)
    limit: int = Field(100, ge=1, le=100)


def _enum(*values: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(values)})


class WantedAgencies(Wanted):
    kind: Annotated[str, AfterValidator(AgencyKind), _enum(*AgencyKind.values)] | None = None
    parent: Code | None = None


class WantedRegions(Wanted):
    kind: Annotated[str, AfterValidator(RegionLevel), _enum(*RegionLevel.values)] | None = None
    parent: Code | None = None


LISTED = answers({200: Rows}, *READ)


@router.get("/agencies", response=LISTED, summary="Instansi dan unit")
def agencies(request: HttpRequest, wanted: Query[WantedAgencies]) -> Rows:
    """Active ones; ministries before units."""
    parent = finding.agency(wanted.parent, "parent")
    if wanted.q.strip():
        found = find_agencies(wanted.q, wanted.kind, limit=wanted.limit)
        return Rows(items=[_agency(row) for row in found if not parent or parent.contains(row)], next=None)
    page = agencies_page(
        kind=wanted.kind or "", parent=parent, after=_cursor(wanted, r"[0-9]{1,18}"), limit=wanted.limit
    )
    return Rows(items=[_agency(row) for row in page.items], next=page.next)


@router.get("/categories", response=LISTED, summary="Kategori")
def categories(request: HttpRequest, wanted: Query[Wanted]) -> Rows:
    if wanted.q.strip():
        return Rows(
            items=[_category(row) for row in find_categories(wanted.q, limit=wanted.limit)], next=None
        )
    page = categories_page(after=_cursor(wanted, r"[0-9]{1,18}"), limit=wanted.limit)
    return Rows(items=[_category(row) for row in page.items], next=page.next)


@router.get("/regions", response=LISTED, summary="Wilayah")
def regions(request: HttpRequest, wanted: Query[WantedRegions]) -> Rows:
    """Provinces, regencies and cities, districts, villages in force today, by their official codes."""
    parent = finding.region(wanted.parent, "parent")
    if wanted.q.strip():
        found = find_regions(wanted.q, limit=wanted.limit)
        fitting = [row for row in found if _fits(row, wanted.kind, parent)]
        return Rows(items=[_region(row) for row in fitting], next=None)
    page = regions_page(
        level=wanted.kind or "",
        parent=parent,
        after=_cursor(wanted, r"[0-9]{1,2}(\.[0-9]{1,4}){0,3}"),
        limit=wanted.limit,
    )
    return Rows(items=[_region(row) for row in page.items], next=page.next)


def _fits(row: Region, kind: str | None, parent: Region | None) -> bool:
    inside = parent is None or row.code.startswith(f"{parent.code}.")
    return inside and kind in (None, row.level)


def _cursor(wanted: Wanted, shape: str) -> str | None:
    """The key behind which the page begins; BadInput for one that no page has given out."""
    if wanted.cursor and not re.fullmatch(shape, wanted.cursor, re.ASCII):
        raise BadInput(cursor=_("Halaman daftar ini tidak dikenal. Buka lagi daftarnya dari awal."))
    return wanted.cursor or None


def _agency(row: Agency) -> Row:
    return Row(code=row.code, name=row.name, kind=row.kind, parent=row.parent.code if row.parent else None)


def _category(row: Category) -> Row:
    return Row(code=row.code, name=row.name, kind="category", parent=row.parent.code if row.parent else None)


def _region(row: Region) -> Row:
    return Row(code=row.code, name=row.name, kind=row.level, parent=row.parent.code if row.parent else None)
