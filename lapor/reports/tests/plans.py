"""What a page's queries read: plans as PostgreSQL carries them out, counted in rows, not seconds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

# Tables that grow with every report.
BIG = frozenset(
    f"reports_{name}"
    for name in (
        "report",
        "publication",
        "textversion",
        "fulltext",
        "event",
        "deadline",
        "disposition",
        "message",
    )
)

# What one step of a plan may read of a million reports (parallel steps read ahead): a page of what four
# filters leave of a small agency's reports is found by walking so far, and no further when there are more.
MOST = 50_000
# A scan without an index is no fault as long as it ends early, as that of a count up to 100 does: so far it
# gets where one report in a hundred fits; what is rarer needs an index.
MOST_UNINDEXED = 10_000


@dataclass(frozen=True)
class Scan:
    """One node of a plan: `rows` were read there, also those that a filter then dropped."""

    kind: str
    table: str
    index: str
    rows: int
    sql: str

    def __str__(self) -> str:
        return f"{self.kind} {self.table} {self.index} {self.rows}"


def count_one_reader(*, small: bool) -> None:
    """For the rest of the transaction: no helpers of a parallel plan, which read ahead of each other.

    `small`: a small table is rightly read whole; ask instead whether an index could serve.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        if small:
            cursor.execute("SET LOCAL enable_seqscan = off")


def too_much(act: Callable[[], object], *, most: int = MOST) -> list[str]:
    """The steps of `act`'s queries that read more than a page may."""
    return [
        str(scan)
        for scan in scans_of(act)
        if scan.rows > (MOST_UNINDEXED if scan.kind == "Seq Scan" else most)
    ]


def scans_of(act: Callable[[], object]) -> list[Scan]:
    """Every node over a big table in the queries that `act` makes; each query is carried out once more."""
    with CaptureQueriesContext(connection) as asked:
        act()
    reads = [query["sql"] for query in asked.captured_queries if query["sql"].startswith("SELECT")]
    return [scan for sql in reads for scan in scans(sql)]


def scans(sql: str) -> list[Scan]:
    if "FOR UPDATE" in sql or "procrastinate" in sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql.replace('%', '%%')}", ())
        answer = cursor.fetchone()[0]
    plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    found = [_scan(node, sql) for node in _nodes(plan)]
    return [scan for scan in found if scan.table in BIG or scan.kind == "Sort"]


def _scan(node: dict[str, Any], sql: str) -> Scan:
    dropped = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    rows = (node["Actual Rows"] + dropped) * node["Actual Loops"]
    if node["Node Type"] == "Sort":  # a sort reads what lies below it
        rows = sum(child["Actual Rows"] * child["Actual Loops"] for child in node["Plans"])
    table = node.get("Relation Name", "") or _table_of(node.get("Index Name", ""))
    return Scan(node["Node Type"], table, node.get("Index Name", ""), round(rows), sql)


def _table_of(index: str) -> str:
    """A bitmap's index scan names no table; all rows it finds are read again above it."""
    if not index:
        return ""
    return {"publication_search": "reports_publication", "full_text_search": "reports_fulltext"}.get(
        index, ""
    )


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _nodes(child)
