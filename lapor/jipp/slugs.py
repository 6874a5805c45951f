"""Addresses of what the network publishes: of the title and the year, numbered where that is taken."""

from __future__ import annotations

from django.db.models import Model
from django.utils.text import slugify


def slug_for(kind: type[Model], title: str, year: int, *, untitled: str = "tanpa-judul") -> str:
    """One that no row of this kind has; of two at once the unique column refuses the second.

    `untitled`: what it begins with where no letter of the title can stand in an address.
    """
    begin = f"{slugify(title)[:100].strip('-') or untitled}-{year}"
    taken = set(kind._default_manager.filter(slug__startswith=begin).values_list("slug", flat=True))
    numbered = (f"{begin}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (begin, *numbered) if slug not in taken)
