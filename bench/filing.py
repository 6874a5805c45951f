"""What the verb costs over what PostgreSQL must do anyway: `file_report`, and inserts of the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.scratch import copy, using
from bench.timing import Compared, in_turns
from lapor.reports.tests.world import filed

BATCH = 20
ROUNDS = 15
# What writes: rows of our own, and the job that tells people afterwards.
WRITES = ("INSERT", "UPDATE", "SELECT JOB_ID", "SELECT PROCRASTINATE", "SELECT * FROM PROCRASTINATE")


def measure(now: datetime) -> Compared:
    """A: `file_report`. B: the SQL that it wrote, sent to a database that stands as A's stood."""
    recorded = _recorded(now)
    verbs, plain = copy("verbs"), copy("plain")

    def by_verb() -> None:
        with using(verbs):
            for _ in range(BATCH):
                filed(now=now)

    def by_hand() -> None:
        with using(plain):
            for _ in range(BATCH):
                _replay(next(recorded))

    one, other = in_turns(by_verb, by_hand, rounds=ROUNDS)
    note = f"{BATCH} filings, each in a transaction of its own; B only writes the rows that A wrote"
    return Compared("filing: `file_report` / plain inserts", one, other, note)


def _recorded(now: datetime) -> Iterator[list[str]]:
    """The writing statements of one filing after another, in a third database of the same make."""
    database, statements = copy("recorded"), list[list[str]]()
    with using(database):
        for _ in range(BATCH * (ROUNDS + 2)):
            statements.append(_writes(lambda: filed(now=now)))
    database.close()
    return iter(statements)


def _writes(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        act()
    return [
        query["sql"] for query in asked.captured_queries if query["sql"].lstrip().upper().startswith(WRITES)
    ]


@transaction.atomic
def _replay(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, None)
