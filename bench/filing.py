"""What the verb costs over what PostgreSQL must do anyway: `file_report`, and inserts of the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bench.scratch import copy, using
from bench.timing import Compared, in_turns
from bench.writing import recorded, replay
from lapor.reports.tests.world import filed

BATCH = 20
ROUNDS = 15


def measure(now: datetime) -> Compared:
    """A: `file_report`. B: the SQL that it wrote, sent to a database that stands as A's stood."""
    writes = _recorded(now)
    verbs, plain = copy("verbs"), copy("plain")

    def by_verb() -> None:
        with using(verbs):
            for _ in range(BATCH):
                filed(now=now)

    def by_hand() -> None:
        with using(plain):
            for _ in range(BATCH):
                replay(next(writes))

    one, other = in_turns(by_verb, by_hand, rounds=ROUNDS)
    note = f"{BATCH} filings, each in a transaction of its own; B only writes the rows that A wrote"
    return Compared("filing: `file_report` / plain inserts", one, other, note)


def _recorded(now: datetime) -> Iterator[list[str]]:
    """The writing statements of one filing after another, in a third database of the same make."""
    database, statements = copy("recorded"), list[list[str]]()
    with using(database):
        for _ in range(BATCH * (ROUNDS + 2)):
            statements.append(recorded(lambda: filed(now=now)))
    database.close()
    return iter(statements)
