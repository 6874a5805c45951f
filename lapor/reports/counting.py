"""How many, up to a limit: all numbers of a page in one query that stops counting where nobody reads on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

K = TypeVar("K", bound=Hashable)


def count_each(sets: Mapping[K, QuerySet[Any]], *, most: int) -> dict[K, int]:
    """How many rows each set has, at most `most`. One query for all of them, none for no sets.

    Each set costs what `most` rows of it cost by its index, whatever its size.
    """
    counted: dict[K, int] = dict.fromkeys(sets, 0)
    parts: list[tuple[K, str]] = []
    values: list[Any] = []
    for key, rows in sets.items():
        try:
            sql, given = rows.order_by().values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:  # a set of nothing: 0 without asking
            continue
        parts.append((key, f"(SELECT count(*) FROM ({sql}) AS counted)"))  # noqa: S608 - Django's own SQL
        values += given
    if not parts:
        return counted
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sql for _key, sql in parts)}", values)
        found = cursor.fetchone()
    return counted | dict(zip((key for key, _sql in parts), found, strict=True))
