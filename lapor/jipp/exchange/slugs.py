"""Addresses of what the exchange publishes: of the title and the year, numbered where that is taken."""

from __future__ import annotations

from django.db.models import Model
from django.utils.text import slugify


def slug_for(kind: type[Model], title: str, year: int) -> str:
    """One that no row of this kind has; two at once are told apart by the unique column."""
    begin = f"{slugify(title)[:100].strip('-') or 'tanpa-judul'}-{year}"
    taken = set(kind._default_manager.filter(slug__startswith=begin).values_list("slug", flat=True))
    numbered = (f"{begin}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (begin, *numbered) if slug not in taken)
