"""Which reports hold certain words: the public's search in masked texts, officers' in full ones."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    Func,
    Q,
    QuerySet,
    Value,
)

from lapor.reports.models import FullText, Publication, Report

# PostgreSQL nests a "not" for each dash and gives up on a long row of them.
_DASHES = re.compile(r"-\W*-")
_CURLY = dict.fromkeys(map(ord, "“”„«»"), '"')
# Words found in no more reports than this are rare.
RARE = 3_000
# Words are common where so many reports of a sample hold them: a page is full after some thousands of rows.
SAMPLE, COMMON = 1_000, 10


def matching(reports: QuerySet[Report], q: str) -> QuerySet[Report]:
    """Of published reports those whose masked text holds `q`: Indonesian stems, "phrases", -minus.

    One or two queries first: whether the words are rare. The rows of rare ones are few and taken by the
    words' index; common ones turn up soon where the list walks from the newest. Left to choose, the planner
    walks for rare ones too, through a third of all reports.
    """
    return _holding(reports, q, Publication.objects.all(), "publication")


def matching_in_full(reports: QuerySet[Report], q: str) -> QuerySet[Report]:
    """As `matching`, over what officers read: the newest text unmasked, unverified and secret reports too.

    `reports` must be in the officer's scope: whoever may not read a text must not find it by its words. Names
    and contacts stand elsewhere, sealed, and are found by nobody.
    """
    return _holding(reports, q, FullText.objects.all(), "full_text")


def _holding(reports: QuerySet[Report], q: str, words: QuerySet[Any, Any], relation: str) -> QuerySet[Report]:
    query = query_of(q)
    if not _common(query, words):
        ids = list(words.filter(search=query).values_list("pk", flat=True)[: RARE + 1])
        if len(ids) <= RARE:
            return reports.filter(_among(ids))
    return reports.filter(**{f"{relation}__search": query})


def _among(ids: list[int]) -> Func:
    """`pk__in`, with the ids as one value: thousands of them cost more to write and read than to look up."""
    array = Value(ids, ArrayField(BigIntegerField()))
    return Func(
        F("pk"), array, arg_joiner=" = ANY(", template="%(expressions)s)", output_field=BooleanField()
    )


def _common(query: SearchQuery, words: QuerySet[Any, Any]) -> bool:
    """Whether the words turn up often among a few of the reports; asked so, for all reports are too many."""
    fits = ExpressionWrapper(Q(search=query), BooleanField())
    sample = words.annotate(fits=fits).order_by("-pk")[:SAMPLE]
    return bool(sample.aggregate(number=Count("pk", filter=Q(fits=True)))["number"] >= COMMON)


def query_of(q: str) -> SearchQuery:
    """What somebody typed, as PostgreSQL searches for it; phones turn quotation marks into curly ones."""
    return SearchQuery(_DASHES.sub(" -", q.translate(_CURLY)), config="indonesian", search_type="websearch")
