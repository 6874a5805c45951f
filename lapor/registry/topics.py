"""Finding categories: by LAPOR's number, by name, page by page."""

from __future__ import annotations

from lapor.registry import names
from lapor.registry.models import Category
from lapor.registry.pages import Page, page_of


def category_by(lapor_id: int | None = None, name: str = "") -> Category | None:
    """The category of an export's row: by its number, else by its name if only one bears it (any case)."""
    if lapor_id and (found := Category.objects.filter(lapor_id=lapor_id).first()):
        return found
    if not name.strip():
        return None
    named = list(Category.objects.filter(name__iexact=" ".join(name.split()))[:3])
    active = [category for category in named if category.active]
    return next((only[0] for only in (named, active) if len(only) == 1), None)


def find_categories(q: str, limit: int = 10) -> list[Category]:
    """Active categories that hold every word, names that begin so first; reads all eight hundred rows."""
    words = names.plain(q).split()[:8]
    rows = Category.objects.filter(active=True).select_related("parent")
    found = [row for row in rows if all(word in names.plain(row.name) for word in words)]
    found.sort(key=lambda row: (not names.plain(row.name).startswith(" ".join(words)), row.pk))
    return found[:limit] if words else []


def categories_page(*, after: str | None = None, limit: int = 100) -> Page[Category]:
    """Active categories in the order of the data file."""
    return page_of(
        Category.objects.filter(active=True).select_related("parent"), key="id", after=after, limit=limit
    )
