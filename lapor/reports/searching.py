"""The public's search: what fits, newest first or best first; and a search as codes, to be asked again.

`chosen` is a filter's cleaned data: `q status kelas kategori instansi wilayah dari sampai`, and `dekat`, a
`lapor.registry.nearby.Point`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast

from lapor.registry.models import Agency, Category, Region
from lapor.registry.nearby import Point, nearest, point_of
from lapor.reports import access
from lapor.reports.matching import matching, query_of
from lapor.reports.models import Report
from lapor.reports.narrowing import narrow
from lapor.reports.states import Status
from lapor.ui.texts import printable

# How many of the newest that fit are ranked: to rank all that hold a common word takes seconds, and to find
# more of them near a place reads a tenth of all reports.
RANKED = 500
NEWEST = ("-received", "-id")
BEST = ("-rank", "-id")
NAMES = ("q", "status", "kelas", "kategori", "instansi", "wilayah", "dekat", "dari", "sampai")


def search(chosen: Mapping[str, Any], *, now: datetime) -> QuerySet[Report]:
    """Published reports that fit; unset values do not narrow. Words are sought in masked text only.

    A few queries at once: whether the words are rare, which regions are near.
    """
    rows = access.published().exclude(status=Status.MERGED)
    if point := chosen.get("dekat"):
        rows = rows.filter(region__in=_around(point))
    if words := printable(chosen.get("q") or ""):
        rows = matching(rows, words)
    return narrow(rows, chosen, now=now)


def best_first(rows: QuerySet[Report], words: str) -> QuerySet[Report]:
    """The newest `RANKED` of `rows` with their `rank`, to be sorted by BEST: titles weigh more than texts.

    As a double, in which a rank comes back from a cursor as it went.
    """
    newest = list(rows.order_by(*NEWEST).values_list("pk", flat=True)[:RANKED])
    rank = Cast(SearchRank(F("publication__search"), query_of(printable(words))), FloatField())
    return access.published().filter(pk__in=newest).annotate(rank=rank)


def codes_of(chosen: Mapping[str, Any]) -> dict[str, str]:
    """A search as it stands in an address: set values only, objects by their codes, in a fixed order."""
    found = {name: chosen.get(name) for name in NAMES}
    return {name: _code(value) for name, value in found.items() if value}


def from_codes(codes: Mapping[str, str]) -> dict[str, Any]:
    """What `codes_of` took apart. LookupError where a code of it is gone, so that nothing is widened."""
    return {name: _FROM.get(name, str)(code) for name, code in codes.items()}


def _code(value: object) -> str:
    if isinstance(value, Agency | Category | Region):
        return str(value.code)
    return value.isoformat() if isinstance(value, date) else str(value)


def _point(code: str) -> Point:
    if found := point_of(code):
        return found
    raise LookupError(code)


def _row(model: Any) -> Any:
    def of(code: str) -> Any:
        found = model.objects.filter(code=code).order_by("-pk").first()
        if found is None:
            raise LookupError(code)
        return found

    return of


_FROM: dict[str, Any] = {
    "kategori": _row(Category),
    "instansi": _row(Agency),
    "wilayah": _row(Region),
    "dekat": _point,
    "dari": date.fromisoformat,
    "sampai": date.fromisoformat,
}


def _around(point: Point) -> list[int]:
    """Ids of the regions near a point, with all that lies below them: about a thousand."""
    ids: list[int] = []
    for near in nearest(point):
        ids += Region.objects.inside(near.region).values_list("pk", flat=True)
    return ids
