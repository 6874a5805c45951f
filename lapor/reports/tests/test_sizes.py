"""Nothing on a request's path grows with the number of reports: each list is an index scan."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from lapor.reports.access import matching, published
from lapor.reports.models import Report
from lapor.reports.queues import Queue, Waiting, queue, queues_of
from lapor.reports.tests.bulk import LARGE, fill
from lapor.reports.tests.world import NOW, World, build
from lapor.ui.pages import keyset

OFFICERS = ("ratna", "pratiwi", "tono", "budi", "lilis")


@pytest.fixture
def world(db: None) -> World:
    made = build()
    fill()
    if not LARGE:  # a small table is rightly read whole: ask instead whether an index could serve
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    return made


def slow_parts(rows: QuerySet[Report]) -> list[str]:
    """What in the plan reads a whole table of reports: nodes that grow with it."""
    plan = json.loads(rows.explain(format="json"))[0]["Plan"]
    return [node["Node Type"] for node in _nodes(plan) if _reads_all(node)]


def _nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(one for child in node.get("Plans", []) for one in _nodes(child))]


def _reads_all(node: dict[str, Any]) -> bool:
    big = {"reports_report", "reports_publication", "reports_textversion", "reports_event"}
    return node["Node Type"] == "Seq Scan" and node.get("Relation Name") in big


def first_page(rows: QuerySet[Report], keys: tuple[str, ...]) -> QuerySet[Report]:
    return rows.order_by(*keys)[:21]


def test_no_list_reads_all_reports(world: World) -> None:
    slow = {
        (name, which): parts
        for name in OFFICERS
        for which in queues_of(world.actor(name))
        if (parts := _slow_parts_of(queue(world.actor(name), which, now=NOW)))
    }
    lists = _public_lists(world)
    slow |= {("public", name): parts for name, rows in lists.items() if (parts := slow_parts(rows))}
    assert slow == {}
    _pages_follow_each_other(queue(world.actor("tono"), Queue.ALL, now=NOW))


def _slow_parts_of(waiting: Waiting) -> list[str]:
    return slow_parts(first_page(waiting.rows, waiting.keys))


def _public_lists(world: World) -> dict[str, QuerySet[Report]]:
    lists = {
        "all": published(),
        "status": published().filter(status="closed"),
        "agency": published().filter(agency=world.stranger),
        "words": matching(published(), "lubang sekolah"),
        "rare": matching(published(), "976"),
    }
    return {name: first_page(rows, ("-received", "-id")) for name, rows in lists.items()}


def _pages_follow_each_other(waiting: Waiting) -> None:
    """Without gap or repeat, however deep."""
    first = keyset(waiting.rows, keys=waiting.keys, limit=50)
    second = keyset(waiting.rows, keys=waiting.keys, limit=50, cursor=first.next)
    seen = [row.pk for row in (*first.items, *second.items)]
    assert seen == list(waiting.rows.order_by(*waiting.keys).values_list("pk", flat=True)[:100])
