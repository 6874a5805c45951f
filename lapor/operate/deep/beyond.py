"""What lies beside the reports' rows: rows that name others, files, the figures of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import ForeignKey

from lapor.indicators import facts
from lapor.reports.models import Attachment

EXAMPLES = 5
# How many days are counted again.
DAYS = 12
# Where rows may have come past the database's own checks: by bulk filling, or by hand.
_ROOMS = ("reports", "accounts", "notifications")
_ORPHANS = """
    SELECT count(*), min(a.{column}::text) FROM {table} a LEFT JOIN {other} b ON b.{key} = a.{column}
    WHERE a.{column} IS NOT NULL AND b.{key} IS NULL
"""
_STRANGERS = """
    SELECT count(*), min(i.id)::text FROM accounts_identity i
    LEFT JOIN reports_report r ON r.identity_id = i.id WHERE r.id IS NULL
"""


def orphans(_now: datetime) -> tuple[int, list[str]]:
    """Rows that name a row which is not there, and persons behind no report. One hash join per key."""
    total = 0
    named: list[str] = []
    for label, query in (*_keys(), ("identity of no report", _STRANGERS)):
        with connection.cursor() as cursor:
            cursor.execute(query)
            number, example = cursor.fetchone()
        if number:
            total += number
            named.append(f"{label} {example}")
    return total, named[:EXAMPLES]


def _keys() -> Iterator[tuple[str, str]]:
    """Each foreign key of these rooms, with the query that finds those that lead nowhere."""
    for room in _ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            for field in model._meta.concrete_fields:
                if isinstance(field, ForeignKey):
                    table, other = model._meta.db_table, field.target_field.model._meta.db_table
                    key = field.target_field.column
                    query = _ORPHANS.format(table=table, column=field.column, other=other, key=key)
                    yield f"{table}.{field.column}", query


def lost_files(_now: datetime) -> tuple[int, list[str]]:
    """Attachments whose file is missing or has another size. One look at the disk for each."""
    rows = Attachment.objects.exclude(key="").order_by("pk")
    number = 0
    named: list[str] = []
    for report, key, size in rows.values_list("report", "key", "size").iterator(chunk_size=2000):
        if not default_storage.exists(key) or default_storage.size(key) != size:
            number += 1
            named += [f"#{report} {key}"][: EXAMPLES - len(named)]
    return number, named


def wrong_days(now: datetime) -> tuple[int, list[str]]:
    """Days of a sample whose facts are not what counting gives, and days that were never counted."""
    wrong = [day for day in facts.settled_days(now, most=DAYS) if not facts.stands(day, now)]
    wrong += facts.uncounted_days()
    return len(wrong), [day.isoformat() for day in wrong[:EXAMPLES]]
