"""Lists page by page with a key, never with an offset: page 1000 costs what page 1 costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    items: list[M]
    # What to pass as `after` for the next page; None on the last.
    next: str | None


def page_of(rows: QuerySet[M], *, key: str, after: str | None, limit: int) -> Page[M]:
    """One page in the order of a unique column, in one query; a made-up `after` may raise ValueError."""
    if after:
        rows = rows.filter(**{f"{key}__gt": int(after) if key == "id" else after})
    found = list(rows.order_by(key)[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], str(getattr(found[limit - 1], key)) if more else None)
