"""What somebody means who writes an agency or a place into a filter: by code, by name, else the nearest."""

from __future__ import annotations

from lapor.registry.directory import agency_by_code, agency_by_name, find_agencies
from lapor.registry.models import Agency, Region
from lapor.registry.places import find_regions, region_by_code


def agency_meant(words: str) -> Agency | None:
    """By code, by the address of its page, by full name, else the best match; None where nothing fits."""
    by_slug = Agency.objects.filter(slug=words.lower()).first()
    known = agency_by_code(words) or by_slug or agency_by_name(words)
    return known or next(iter(find_agencies(words, limit=1)), None)


def region_meant(words: str) -> Region | None:
    """By official code, else the best match of the name; None where nothing fits."""
    return region_by_code(words) or next(iter(find_regions(words, limit=1)), None)
