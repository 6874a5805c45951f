"""Import of JSON lines against PostgreSQL's own COPY of the rows that came of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction

from bench.scratch import copy, using
from bench.timing import Compared, in_turns
from lapor.accounts.actors import OPERATOR
from lapor.indicators import marking
from lapor.reports import importing

ROWS = 2_000
ROUNDS = 5
FIRST = 5_000_000
TABLES = (
    "accounts_identity", "reports_report", "reports_textversion", "reports_event", "reports_disposition",
    "reports_publication", "reports_message", "reports_deadline", "reports_pause",
)  # fmt: skip


def measure(now: datetime) -> Compared:
    """A: `import_file` with all its checks. B: COPY of the rows it made, in one transaction."""
    imported, plain = copy("imported"), copy("copied")
    with TemporaryDirectory() as folder:
        files = [_file(Path(folder), turn, now) for turn in range(ROUNDS + 1)]
        turns = iter(files)
        made = _made(files, now)

        def by_import() -> None:
            with using(imported):
                _import(next(turns), now)

        def by_copy() -> None:
            with using(plain), transaction.atomic():
                for table, rows in next(made):
                    _copy_in(table, rows)

        one, other = in_turns(by_import, by_copy, rounds=ROUNDS, warm=1)
    rates = f"A {ROWS / one * 1000:,.0f}, B {ROWS / other * 1000:,.0f} reports a second; {ROWS:,} a round"
    return Compared("import of JSON lines / COPY of the same rows", one, other, rates)


def _made(files: list[Path], now: datetime) -> Iterator[list[tuple[str, bytes]]]:
    """What each file becomes, table by table, as COPY writes it: from a third database of the same make."""
    database = copy("made")
    found, seen = [], dict.fromkeys(TABLES, 0)
    with using(database):
        for file in files:
            _import(file, now)
            found.append([(table, _copy_out(table, seen)) for table in TABLES])
    database.close()
    return iter(found)


def _import(file: Path, now: datetime) -> None:
    watching = importing.Watching(lambda _row: None, marking.mark_days)
    tally = importing.import_file(file, by=OPERATOR, now=now, watching=watching)
    assert tally.imported == ROWS, tally


def _copy_out(table: str, seen: dict[str, int]) -> bytes:
    """The rows beyond those already copied."""
    key = "report_id" if table == "reports_publication" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max({key}), 0) FROM {table}")
        after, seen[table] = seen[table], cursor.fetchone()[0]
        with cursor.copy(
            f"COPY (SELECT * FROM {table} WHERE {key} > {after} ORDER BY {key}) TO STDOUT"
        ) as rows:
            return b"".join(bytes(part) for part in rows)


def _copy_in(table: str, rows: bytes) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as target:
        target.write(rows)


def _file(folder: Path, turn: int, now: datetime) -> Path:
    file = folder / f"{turn}.jsonl"
    with file.open("w") as out:
        for number in range(turn * ROWS, (turn + 1) * ROWS):
            out.write(json.dumps(_row(number, now)) + "\n")
    return file


def _row(number: int, now: datetime) -> dict[str, object]:
    return {
        "tracking_id": str(FIRST + number),
        "received": (now - timedelta(days=400, seconds=-37 * number)).isoformat(timespec="seconds"),
        "report_class": "complaint",
        "title": f"Jalan rusak nomor {number}",
        "text": f"Lubang di depan sekolah {number % 977}, hubungi 0812-3456-7890. "
        + "Sudah lama begini. " * 12,
        "category": "pekerjaan-umum/jalan-berlubang",
        "agency": "KOTA-SURABAYA",
        "status": "closed" if number % 3 else "in_progress",
        "channel": "web",
        "reporter_name": "Kenanga Wulandari",
        "anonymous": number % 5 == 0,
        "secret": False,
    }
