"""Many reports at once, one answer a line; and keys that keep an act from being done twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from lapor.api import bulk
from lapor.api.tests.calls import BODY, Caller, answered, caller
from lapor.api.tests.stages import stage
from lapor.reports.models import Event, Report
from lapor.reports.tests.world import World


def push(who: Caller, *lines: bytes | dict[str, object], kind: str = bulk.NDJSON) -> Any:
    body = b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
    return Client(raise_request_exception=False).post(
        "/api/v1/reports/bulk", body, content_type=kind, headers=who.headers
    )


def results(who: Caller, *lines: bytes | dict[str, object]) -> list[dict[str, Any]]:
    answer = push(who, *lines)
    assert (answer.status_code, answer["Content-Type"]) == (200, bulk.NDJSON)
    return [json.loads(line) for line in answer.content.splitlines()]


def test_each_line_has_its_own_answer(world: World) -> None:
    told = results(
        caller("dewi"),
        BODY | {"source_ref": "a"},
        b"",
        BODY | {"source_ref": "b", "title": ""},
        BODY,
        b"{",
        b"[]",
        b'{"title": "\xff"}',
        b"x" * (bulk.LINE_MAX + 500_000),
        BODY | {"source_ref": "c", "made_up": 1},
        BODY | {"source_ref": "d", "region": "99"},
        BODY | {"source_ref": "a"},
        BODY | {"source_ref": "e", "text": "a\0b"},
        b"[" * 50_000,
        BODY | {"source_ref": "f"},
    )
    assert [(one["line"], one["status"]) for one in told] == [
        *((1, 201), (3, 422), (4, 422), (5, 400), (6, 422), (7, 400), (8, 413), (9, 422), (10, 422)),
        *((11, 200), (12, 422), (13, 400), (14, 201)),
    ]
    assert told[0]["tracking_id"] == told[9]["tracking_id"]
    assert [set(told[number]["errors"]) for number in (1, 2, 7, 8)] == [
        {"title"},
        {"source_ref"},
        {"made_up"},
        {"region"},
    ]
    assert Caller({"X-Access-Code": told[0]["access_code"]}).get(f"/{told[0]['tracking_id']}").status == 200
    assert sorted(Report.objects.values_list("source_ref", flat=True)) == ["a", "f"]


def test_there_is_a_most_and_only_partners_push(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    lines = [BODY | {"source_ref": str(number)} for number in range(4)]
    assert [one["status"] for one in results(caller("dewi"), *lines)] == [201, 201, 413]
    assert answered(push(caller("kurnia"), *lines)).status == 403
    assert answered(push(Caller(), *lines)).status == 401
    assert answered(push(caller("dewi"), *lines, kind="application/json")).status == 415
    monkeypatch.setattr(bulk, "BODY_MAX", 100)
    assert answered(push(caller("dewi"), *lines)).status == 413
    assert Report.objects.count() == 2


def test_what_came_from_here_is_not_filed_again(world: World) -> None:
    """A partner keeps it under `lapor:<number>`; pushing it back names the report that is there."""
    report = stage(world, "disposed").report
    dewi = caller("dewi")
    (told,) = results(dewi, BODY | {"source_ref": f"lapor:{report.pk}"})
    assert (told["status"], told["tracking_id"]) == (200, str(report.pk))
    assert dewi.post("", BODY | {"source_ref": f"lapor:#{report.pk}"}).status == 409
    assert dewi.post("", BODY | {"source_ref": "lapor:1"}).status == 201
    assert Report.objects.count() == 2


def test_an_act_with_a_key_is_done_once(world: World) -> None:
    report = stage(world, "disposed").report
    kurnia = caller("kurnia", **{"Idempotency-Key": "k-1"})
    body = {"text": "Sedang kami periksa.", "final": False}
    first, second = (kurnia.act(report.pk, "answer", body) for _ in range(2))
    assert (first.status, second.status) == (200, 200)
    assert second.json == first.json
    assert (second.headers["ETag"], second.headers["Idempotent-Replayed"]) == (first.headers["ETag"], "true")
    assert Event.objects.filter(report=report, act="answer").count() == 1
    other = kurnia.act(report.pk, "answer", body | {"final": True})
    assert (other.status, set(other.json["errors"])) == (422, {"Idempotency-Key"})
    assert kurnia.act(report.pk, "referral", {"reason": "Bukan kami"}).status == 422
    assert caller("tono", **{"Idempotency-Key": "k-1"}).act(report.pk, "answer", body).status == 404
