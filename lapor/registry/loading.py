"""Brings the registry to what its data files say; running it again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import IntegrityError, connection, transaction

from lapor.registry import agencies
from lapor.registry.files import DATA, RegistryFileError
from lapor.registry.loading_agencies import load_agencies
from lapor.registry.loading_categories import load_categories
from lapor.registry.loading_regions import load_regions
from lapor.registry.tallies import Loaded, Tally

__all__ = ["Loaded", "RegistryFileError", "Tally", "load_all"]

# Any number, the same for every loading: two at once would make rows twice.
LOCK = 20180828


def load_all(
    *,
    progress: Callable[[str], None] | None = None,
    data: Path = DATA,
    only: frozenset[str] | None = None,
) -> Loaded:
    """Regions, agencies, keywords and categories in one transaction: all of it or nothing.

    Some ten seconds the first time, two when nothing changed. A wrong cell raises RegistryFileError naming
    file, line and column. Rows that vanished from a file stay; `only` keeps to rows with one of these codes.
    """
    tell = progress or (lambda message: None)
    loaded = Loaded()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        try:
            _load(loaded, tell, data, only)
        except IntegrityError as error:
            raise RegistryFileError(f"{data.name}: the rows contradict each other: {error}") from error
    return loaded


def _load(loaded: Loaded, tell: Callable[[str], None], data: Path, only: frozenset[str] | None) -> None:
    tell("regions")
    loaded.regions = load_regions(data, only=only)
    tell("agencies")
    load_agencies(data, loaded, only=only)
    agencies.unmapped_root()
    tell("categories")
    loaded.categories = load_categories(data, only=only)
    if loaded.regions.created > 10_000:
        # Without fresh statistics the first type-aheads would scan the whole table.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE registry_region, registry_agency")
