"""The writing statements of an act, recorded in one database and sent to another that stands the same."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

# What writes: rows of our own, and the job that tells people afterwards.
WRITES = (
    "INSERT",
    "UPDATE",
    "DELETE",
    "SELECT JOB_ID",
    "SELECT PROCRASTINATE",
    "SELECT * FROM PROCRASTINATE",
)


def recorded(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        act()
    return [
        query["sql"] for query in asked.captured_queries if query["sql"].lstrip().upper().startswith(WRITES)
    ]


@transaction.atomic
def replay(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, None)
