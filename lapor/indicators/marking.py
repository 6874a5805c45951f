"""Marks: days and months that must be counted again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection

from lapor.indicators.models import StaleDay, StaleMonth


def mark_days(days: Iterable[date]) -> None:
    """Have these days counted again: for whatever changes many reports at once, such as an import.

    In the transaction that changes them. A mark that stands already is written again, which locks it: nobody
    counts that day before this transaction has ended, and so without what it changed. No mark is lost.
    """
    _mark(f"INSERT INTO {StaleDay._meta.db_table} (day) {_ALL} (day) DO UPDATE SET day = EXCLUDED.day", days)


def mark_month(day: date) -> None:
    """Have the month of this day added up again; as with days."""
    table = StaleMonth._meta.db_table
    _mark(
        f"INSERT INTO {table} (month) {_ALL} (month) DO UPDATE SET month = EXCLUDED.month",
        [day.replace(day=1)],
    )


# In order, so that two that mark the same days wait for each other rather than for ever.
_ALL = "SELECT unnest(%s::date[]) ON CONFLICT"


def _mark(statement: str, days: Iterable[date]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [sorted(set(days))])
