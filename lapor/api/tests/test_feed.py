"""GET /events: the feed as callers get it."""

from __future__ import annotations

import threading

import pytest

from lapor.api.tests.calls import BODY, NOBODY, Caller, caller
from lapor.api.tests.stages import stage
from lapor.reports.feed import Settled
from lapor.reports.models import Event
from lapor.reports.tests.world import build

EVENTS = "/api/v1/events"


def read(who: Caller, **query: object) -> list[dict[str, object]]:
    """All there is, page by page; first what the database's own housekeeping may hold back is waited for."""
    for _ in range(1_000):
        if not Event.objects.filter(tx__gte=Settled()).exists():
            break
        threading.Event().wait(0.01)
    seen: list[dict[str, object]] = []
    while True:
        page = who.get(EVENTS, limit=2, **query).json
        seen += page["items"]
        query = {"after": page["next"]}
        if not page["more"]:
            return seen


def test_each_reads_the_events_of_the_own_reports(transactional_db: None) -> None:
    world = build()
    dewi, kurnia, ratna = caller("dewi"), caller("kurnia"), caller("ratna")
    start = dewi.get(EVENTS, after="now").json
    assert (start["items"], start["more"]) == ([], False)
    number = dewi.post("", BODY | {"source_ref": "kota-1"}).json["tracking_id"]
    other = stage(world, "drafted").report
    (own,) = read(dewi, after=start["next"])
    assert (own["act"], own["tracking_id"], own["yours"], own["source_ref"]) == (
        "file",
        number,
        True,
        "kota-1",
    )
    held = read(kurnia)
    assert {one["tracking_id"] for one in held} == {str(other.pk)}
    assert [one["act"] for one in held] == ["file", "verify", "dispose", "dispose_to_unit", "draft"]
    assert {(one["yours"], one["source_ref"]) for one in held} == {(False, None)}
    ids = [one["id"] for one in read(ratna)]
    assert len(ids) == len(set(ids)) == 6
    assert read(caller("tono")) == []


CURSORS = ("made-up", "ZTox", "ZTo5OTk5OTk5OTk", "ZTotMQ", "a\0b", "e:1", "é", "x" * 5_000, "ZTrZow")


@pytest.mark.parametrize("cursor", CURSORS)
def test_places_made_up_are_refused(db: None, cursor: str) -> None:
    build()
    if cursor == "ZTox":
        assert not Event.objects.filter(pk=1).exists()
    answer = caller("ratna").get(EVENTS, after=cursor)
    assert (answer.status, set(answer.json["errors"])) == (422, {"after"})


def test_it_needs_a_token_and_a_limit_in_range(db: None) -> None:
    build()
    assert NOBODY.get(EVENTS).status == 401
    assert {caller("ratna").get(EVENTS, limit=limit).status for limit in (0, 101, "many")} == {422}
    assert caller("ratna").get(EVENTS).headers["Cache-Control"] == "private, no-store"
