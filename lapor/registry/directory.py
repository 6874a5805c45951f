"""Finding agencies: by typing, by the names in an export, by the keyword of a text message."""

from __future__ import annotations

import datetime
import re
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from lapor.registry import names
from lapor.registry.models import Agency, AgencyKeyword, AgencyKind, AgencyQuerySet
from lapor.registry.pages import Page, page_of

WIB = ZoneInfo("Asia/Jakarta")
# Ministries before institutions before local governments before units, whatever their names.
RANK = Case(
    *(When(kind=kind, then=Value(place)) for place, kind in enumerate(AgencyKind.values)),
    output_field=IntegerField(),
)
# A keyword has at most this many words ("PROV. KEPULAUAN BANGKA BELITUNG" has four).
KEYWORD_WORDS = 8
WORD = re.compile(r"[^\W_]+")


def find_agencies(q: str, kind: str | None = None, limit: int = 10) -> list[Agency]:
    """Active agencies for what somebody typed: best match of the name first, ministries before units.

    Matches name, short name and code, word by word. One query; the parent is fetched along.
    """
    plain = names.plain(q)[:100]
    if not plain:
        return []
    rows = Agency.objects.standing().filter(unmapped=False).select_related("parent", "region")
    if kind:
        rows = rows.filter(kind=kind)
    for word in plain.split()[:8]:
        rows = rows.filter(search__contains=word)
    return list(rows.order_by(_closeness(plain), RANK, Length("name_key"), "name_key", "pk")[:limit])


def _closeness(plain: str) -> Case:
    """0 the whole name, short name or code; 1 it begins or ends so; 2 a word begins so; 3 somewhere in it."""
    key = names.agency_key(plain)
    whole = Q(name_key=key) | Q(short_name__iexact=plain) | Q(code__iexact=plain.replace(" ", "-"))
    edge = Q(search__startswith=plain) | Q(name_key__startswith=key) | Q(name_key__endswith=f" {key}")
    return Case(
        When(whole, then=Value(0)),
        When(edge, then=Value(1)),
        When(search__contains=f" {plain}", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def standing_agencies(on: datetime.date) -> AgencyQuerySet:
    """The top agencies in force on a day, units left out."""
    return Agency.objects.standing(on).exclude(kind=AgencyKind.UNIT)


def agencies_page(
    *, kind: str = "", parent: Agency | None = None, after: str | None = None, limit: int = 100
) -> Page[Agency]:
    """Active agencies, ministries first as the data file lists them, units last as they were made."""
    rows = Agency.objects.standing().filter(unmapped=False).select_related("parent", "region")
    if kind:
        rows = rows.filter(kind=kind)
    if parent:
        rows = rows.filter(parent=parent)
    return page_of(rows, key="id", after=after, limit=limit)


def agency_by_name(
    name: str, on: datetime.date | None = None, *, lapor_id: int | None = None
) -> Agency | None:
    """The ministry, institution or local government an export names; None for units and unknown names.

    Among namesakes the one in force on that day wins, else the one that ended last. "Bandung" without a kind
    is Kabupaten Bandung; abbreviations and keywords ("Kemenkeu") are understood.
    """
    day = on or datetime.date.today()
    if lapor_id and (known := Agency.objects.filter(lapor_id=lapor_id).exclude(kind=AgencyKind.UNIT).first()):
        return known
    bare = re.sub(r"\([^)]*\)", " ", name)
    for key in dict.fromkeys((names.agency_key(name), names.agency_key(bare))):
        candidates = [key, f"kabupaten {key}", f"kota {key}", f"provinsi {key}"] if key else []
        if found := _in_force(_named(candidates), candidates, day):
            return found
    return _by_keyword(name)


def _named(candidates: list[str]) -> list[Agency]:
    rows = Agency.objects.exclude(kind=AgencyKind.UNIT).filter(name_key__in=candidates)
    return list(rows.select_related("region"))


def _in_force(found: list[Agency], candidates: list[str], day: datetime.date) -> Agency | None:
    def preference(agency: Agency) -> tuple[int, bool, int]:
        end = agency.valid_to or datetime.date.max
        return candidates.index(agency.name_key), not agency.valid_from <= day < end, -end.toordinal()

    return min(found, key=preference, default=None)


def _by_keyword(name: str) -> Agency | None:
    keyword = AgencyKeyword.objects.select_related("agency").filter(key=names.squeezed(name)).first()
    return keyword.agency if keyword else None


def unit_by_name(parent: Agency, name: str) -> Agency | None:
    """The unit of that name anywhere below `parent`; None where none or several bear it."""
    key = names.agency_key(name)
    rows = Agency.objects.subtree(parent).filter(kind=AgencyKind.UNIT, valid_to=None, name_key=key)
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def agency_by_code(code: str) -> Agency | None:
    """The agency with that code, ended or not."""
    return Agency.objects.select_related("region").filter(code=code.strip().upper()).first()


def keyword_match(text: str) -> tuple[Agency, str] | None:
    """The agency whose keyword opens a message, and the rest: longest wins, any case, dots, spaces.

    A keyword of an agency that has ended leads to its successor standing today. One query, one more for each
    step to a successor.
    """
    ends, squeezed = _openings(text)
    keywords = AgencyKeyword.objects.select_related("agency").filter(key__in=squeezed)
    best = max(keywords, key=lambda keyword: len(keyword.key), default=None)
    if best is None:
        return None
    rest = text[ends[best.key] :].lstrip(" \t\r\n.,:;-#/")
    agency = standing_successor(best.agency)
    return (agency, rest) if agency.active and agency.valid_to is None else None


def _openings(text: str) -> tuple[dict[str, int], list[str]]:
    """The squeezed first one, two ... words of a text, and where each ends in it."""
    ends: dict[str, int] = {}
    so_far = ""
    for count, word in enumerate(WORD.finditer(text[:200])):
        if count == KEYWORD_WORDS:
            break
        so_far += names.squeezed(word.group())
        ends[so_far] = word.end()
    return ends, list(ends)


def standing_successor(agency: Agency) -> Agency:
    """Who took over, and from them on, down to the one in force; itself while it stands or has no heir."""
    seen = {agency.pk}
    while agency.valid_to is not None and agency.successor and agency.successor.pk not in seen:
        agency = agency.successor
        seen.add(agency.pk)
    return agency


def keywords_of(agency: Agency) -> QuerySet[AgencyKeyword]:
    """The words an agency is reached by in a text message, the printed one first."""
    return agency.keywords.order_by("pk")


def zone_of(agency: Agency) -> ZoneInfo:
    """Local time of an agency: its region's, else the nearest ancestor's, else WIB (ministries)."""
    if agency.region:
        return ZoneInfo(agency.region.timezone)
    if agency.parent_id is None:
        return WIB
    above = Agency.objects.above(agency).exclude(region=None).select_related("region").last()
    return ZoneInfo(above.region.timezone) if above and above.region else WIB
