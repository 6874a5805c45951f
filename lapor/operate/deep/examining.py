"""One finding per check, in one snapshot of the database that nothing can write in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from lapor.operate.deep import beyond, record
from lapor.operate.deep.rows import CHECKS, Check
from lapor.operate.diagnosis import Finding

# So many ids stand in a line; more are counted.
EXAMPLES = 5


def examine(now: datetime, *, only: str = "") -> Iterator[Finding]:
    """Each check as soon as it is done. Set-based: a minute or two over a million reports, bounded memory.

    Rows that an act writes meanwhile are not seen. `only`: one check, by its subject.
    """
    fresh = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if fresh:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL transaction_read_only = on")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        for check in CHECKS:
            if only in ("", check.subject):
                yield found(check.subject, *_ask(check), check.advice)
        for own in OTHERS:
            if only in ("", own.subject):
                yield found(own.subject, *own.look(now), own.advice)
        transaction.set_rollback(True)  # a read-only savepoint would otherwise outlive it


def found(subject: str, number: int, examples: list[str], advice: str) -> Finding:
    """OK, or how many are wrong, some of them, and what to do."""
    if not number:
        return Finding(subject, "all agree")
    more = ", ..." if number > len(examples) else ""
    return Finding(subject, f"{number} wrong ({', '.join(examples)}{more}): {advice}", fine=False)


@dataclass(frozen=True)
class Own:
    """A check that is more than one query: `look` says how many are wrong, and names some."""

    subject: str
    look: Callable[[datetime], tuple[int, list[str]]]
    advice: str


_RECORD = "compare with its history (`events`); acts only through the verbs, never by hand in the database"
OTHERS = (
    Own("acts allowed by the lifecycle", record.forbidden_acts, _RECORD),
    Own(
        "clocks counted again (a sample)",
        record.wrong_clocks,
        "a row of `deadline` was changed by hand or by a fault: report it with the report's events",
    ),
    Own("no row without the row it names", beyond.orphans, "restore the missing rows from a backup"),
    Own("files of attachments", beyond.lost_files, "restore LAPOR_DATA/uploads from a backup"),
    Own("figures counted again (a sample)", beyond.wrong_days, "count these days anew: `lapor tick`"),
)


def _ask(check: Check) -> tuple[int, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), (array_agg(id ORDER BY id))[1:{EXAMPLES}] FROM ({check.wrong}) AS w (id)"  # noqa: S608
        )
        number, examples = cursor.fetchone()
    return number, [f"#{one}" for one in examples or ()]
