"""From a trouble to what others tried against it: published innovations that fit, a few, by an index."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache, reduce
from operator import or_
from pathlib import Path

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lapor.jipp.models import Innovation
from lapor.jipp.rights import published
from lapor.registry.models import Category

MOST = 3
# Only so many of the newest that hold a word are ranked.
RANKED = 200
_NEWEST = ("-published_at", "-id")
_FILE = Path(__file__).parent / "data" / "remedies.csv"


def fitting(*, category: Category | None = None, element: str = "", most: int = MOST) -> list[Innovation]:
    """Published innovations against complaints of a category, or for an element of the survey (U1 to U9).

    By category: those that name it or one below or above it in its tree, the nearest first, then the newest.
    By element: those that speak most of the words in `data/remedies.csv`. With agency and hub.
    Two queries, and one for a category that comes without its parent.
    """
    if category is not None:
        return _of_category(category, most)
    words = remedies().get(element)
    return _of_words(words, most) if words else []


@cache
def remedies() -> dict[str, tuple[str, ...]]:
    """Element -> words of innovations that better it."""
    found = defaultdict(list)
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["element"]].append(row["word"])
    return {element: tuple(words) for element, words in found.items()}


def _of_category(category: Category, most: int) -> list[Innovation]:
    """Those that name the category itself fill the list first: each of both queries walks the newest."""
    exact = list(_naming(Q(category=category))[:most])
    if len(exact) == most:
        return exact
    beside = _naming(_tree(category)).exclude(pk__in=[one.pk for one in exact])
    return [*exact, *beside[: most - len(exact)]]


def _tree(category: Category) -> Q:
    """Below it, and what it lies below: an innovation for all of health is one for queues there."""
    parent = category.parent
    above = [one for one in (category.parent_id, parent.parent_id if parent else None) if one]
    return Q(category__parent=category) | Q(category__parent__parent=category) | Q(category__in=above)


def _naming(which: Q) -> QuerySet[Innovation]:
    named = Innovation.categories.through.objects.filter(which, innovation=OuterRef("pk"))
    return published().filter(Exists(named)).select_related("agency", "hub").order_by(*_NEWEST)


def _of_words(words: tuple[str, ...], most: int) -> list[Innovation]:
    query = reduce(or_, (SearchQuery(word, config="indonesian") for word in words))
    newest = list(published().filter(search=query).order_by(*_NEWEST).values_list("pk", flat=True)[:RANKED])
    ranked = published().filter(pk__in=newest).annotate(rank=SearchRank(F("search"), query))
    return list(ranked.select_related("agency", "hub").order_by("-rank", "-id")[:most])
