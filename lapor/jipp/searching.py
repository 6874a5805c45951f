"""The catalogue's search: Indonesian words, filters, and what is similar to one innovation.

`chosen` is a filter's cleaned data: `q bidang kategori sdg wilayah hub biaya sasaran replikasi`; unset values
do not narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lapor.jipp.codes import LEARNED, ReplicationStatus
from lapor.jipp.models import Innovation, InnovationVersion, Replication
from lapor.jipp.rights import published
from lapor.registry.models import Category, Region
from lapor.reports.matching import query_of
from lapor.reports.stems import words
from lapor.ui.texts import printable

NEWEST = ("-published_at", "-id")
SIMILAR = 4
# How many that share a word are ranked, and how many words are asked for.
RANKED = 200
TELLING = 12
COMMON = 5
Rows = QuerySet[Innovation]


def search(chosen: Mapping[str, Any]) -> Rows:
    """Published innovations that fit. Words are sought in the version that is shown."""
    rows = published()
    if typed := printable(chosen.get("q") or "").strip():
        rows = rows.filter(search=query_of(typed))
    for name, narrow in FILTERS.items():
        if value := chosen.get(name):
            rows = rows.filter(narrow(value))
    return rows


def similar(innovation: Innovation, *, limit: int = SIMILAR) -> list[Innovation]:
    """Published ones that share the most telling words of title and summary, the nearest first.

    Two queries: the newest two hundred with any of the words (by the index), ranked.
    """
    version = innovation.published
    terms = telling(version) if version else []
    if not terms:
        return []
    query = SearchQuery(terms[0], config="indonesian")
    for term in terms[1:]:
        query |= SearchQuery(term, config="indonesian")
    others = published().filter(search=query).exclude(pk=innovation.pk)
    newest = list(others.order_by(*NEWEST).values_list("pk", flat=True)[:RANKED])
    ranked = published().filter(pk__in=newest).annotate(rank=SearchRank(F("search"), query))
    return list(ranked.select_related("agency", "hub").order_by("-rank", "-id")[:limit])


def telling(version: InnovationVersion) -> list[str]:
    """Words of the title, then of the summary, the longer ones: short ones say little."""
    found = [word for word in words(f"{version.title} {version.title} {version.summary}") if word.isalpha()]
    counted = {word: found.count(word) for word in dict.fromkeys(found) if len(word) > COMMON}
    return sorted(counted, key=lambda word: (-counted[word], -len(word), word))[:TELLING]


def _topic(category: Category) -> Q:
    """Of this category or of one below it: codes below begin with their main topic's."""
    below = Category.objects.filter(Q(pk=category.pk) | Q(code__startswith=f"{category.code}/"))
    named = Innovation.categories.through.objects.filter(category__in=below, innovation=OuterRef("pk"))
    return Exists(named) & Q()


def _place(region: Region) -> Q:
    return Q(region__code=region.code) | Q(region__code__startswith=region.code + ".")


def _replicated(value: str) -> Q:
    """`belum`: nobody learned from it yet; `berjalan`, `selesai`: somebody does, or did."""
    status = {"berjalan": (ReplicationStatus.ACCEPTED, ReplicationStatus.RUNNING), "selesai": ("finished",)}
    rows = Replication.objects.filter(
        innovation=OuterRef("pk"), status__in=status.get(value, sorted(LEARNED))
    )
    return ~Exists(rows) & Q() if value == "belum" else Exists(rows) & Q()


FILTERS: Mapping[str, Callable[[Any], Q]] = {
    "bidang": lambda value: Q(sector=value),
    "kategori": _topic,
    "sdg": lambda value: Q(sdg=value),
    "wilayah": _place,
    "hub": lambda value: Q(hub=value),
    "biaya": lambda value: Q(cost_band=value),
    "sasaran": lambda value: Q(target_group=value),
    "replikasi": _replicated,
}
