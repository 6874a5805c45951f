"""All that other rooms and doors ask the registry, in one place to import from."""

from lapor.registry.directory import (
    agencies_page,
    agency_by_code,
    agency_by_name,
    find_agencies,
    keyword_match,
    keywords_of,
    standing_agencies,
    standing_successor,
    unit_by_name,
    zone_of,
)
from lapor.registry.meaning import agency_meant, region_meant
from lapor.registry.places import (
    find_regions,
    known_districts,
    known_places,
    region_by_code,
    region_by_names,
    regions_page,
)
from lapor.registry.topics import categories_page, category_by, find_categories

__all__ = [
    "agencies_page",
    "agency_by_code",
    "agency_by_name",
    "agency_meant",
    "categories_page",
    "category_by",
    "find_agencies",
    "find_categories",
    "find_regions",
    "keyword_match",
    "keywords_of",
    "known_districts",
    "known_places",
    "region_by_code",
    "region_by_names",
    "region_meant",
    "regions_page",
    "standing_agencies",
    "standing_successor",
    "unit_by_name",
    "zone_of",
]
