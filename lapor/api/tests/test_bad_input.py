"""What is wrong is refused with the field's name and a sentence, never with an error of ours."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from lapor.api import callers
from lapor.api.tests.calls import BODY, NOBODY, answered, caller
from lapor.reports.models import Report
from lapor.reports.tests.world import World

FIELDS = (
    ({"title": ""}, "title"),
    ({"title": " \n"}, "title"),
    ({"title": "x" * 151}, "title"),
    ({"title": 7}, "title"),
    ({"title": None}, "title"),
    ({"title": "a\0b"}, "title"),
    ({"title": "\ud800"}, "title"),
    ({"text": "x" * 1_000_000}, "text"),
    ({"text": ["x"]}, "text"),
    ({"text": {"a": "b"}}, "text"),
    ({"report_class": "ticket"}, "report_class"),
    ({"report_class": True}, "report_class"),
    ({"event_date": "2999-01-01"}, "event_date"),
    ({"event_date": "2018-02-30"}, "event_date"),
    ({"event_date": "28-08-2018"}, "event_date"),
    ({"event_date": 0}, "event_date"),
    ({"event_date": "2018-08-28T00:00:00Z"}, "event_date"),
    ({"location": "x" * 301}, "location"),
    ({"region": "99"}, "region"),
    ({"region": "35.78\0"}, "region"),
    ({"category": "tidak-ada"}, "category"),
    ({"agency": "TIDAK-ADA"}, "agency"),
    ({"agency": 12}, "agency"),
    ({"anonymous": "yes"}, "anonymous"),
    ({"secret": 1}, "secret"),
    ({"channel": "import"}, "channel"),
    ({"channel": "pigeon"}, "channel"),
    ({"source_ref": "x" * 121}, "source_ref"),
    ({"reporter": "Siti"}, "reporter"),
    ({"reporter": {"phone": "12"}}, "reporter.phone"),
    ({"reporter": {"phone": "x" * 41}}, "reporter.phone"),
    ({"reporter": {"email": "bukan surel"}}, "reporter.email"),
    ({"reporter": {"name": "a\0"}}, "reporter.name"),
    ({"reporter": {"nik": "3273"}}, "reporter.nik"),
    ({"status": "closed"}, "status"),
    ({"made_up": 1}, "made_up"),
)


@pytest.mark.parametrize(("change", "field"), FIELDS)
def test_the_field_is_named(world: World, change: dict[str, object], field: str) -> None:
    answer = caller("dewi").post("", BODY | change)
    assert answer.status == 422
    assert set(answer.json["errors"]) == {field}
    assert answer.json["errors"][field]
    assert not Report.objects.exists()


@pytest.mark.parametrize("text", ["😀 ✊🏽", "\u202eterbalik\u202c", "<script>alert(1)</script>", "=cmd()"])
def test_odd_texts_are_texts(world: World, text: str) -> None:
    dewi = caller("dewi")
    number = dewi.post("", BODY | {"text": text}).json["tracking_id"]
    assert dewi.get(f"/{number}").json["text"] == "".join(letter for letter in text)


BODIES = (
    (b"", 422),
    (b"{", 400),
    (b"\xff\xfe{}", 400),
    (b'{"title": "\xff"}', 400),
    (b"[]", 422),
    (b"null", 422),
    (b'"text"', 422),
    (b"[" * 100_000, 400),
    (b"{}", 422),
)


@pytest.mark.parametrize(("body", "status"), BODIES)
def test_a_body_that_is_none_is_refused(world: World, body: bytes, status: int) -> None:
    assert caller("dewi").post("", body).status == status


def test_a_huge_body_is_413_before_it_is_read(world: World) -> None:
    answer = caller("dewi").post("", json.dumps(BODY | {"text": "x" * 3_200_000}))
    assert answer.status == 413


QUERIES = (
    ({"cursor": "made-up"}, "cursor"),
    ({"cursor": "WyJuIiwiMSIsMl0"}, "cursor"),
    ({"limit": "0"}, "limit"),
    ({"limit": "101"}, "limit"),
    ({"limit": "many"}, "limit"),
    ({"status": "Selesai"}, "status"),
    ({"class": "pengaduan"}, "class"),
    ({"category": "tidak-ada"}, "category"),
    ({"agency": "a\0"}, "agency"),
    ({"region": "00"}, "region"),
    ({"from": "kemarin"}, "from"),
    ({"to": "9999-12-31"}, "to"),
    ({"from": "2018-02-02", "to": "2018-02-01"}, "to"),
    ({"q": "a\0"}, "q"),
    ({"q": "x" * 201}, "q"),
)


@pytest.mark.parametrize(("query", "field"), QUERIES)
def test_the_part_of_the_query_is_named(world: World, query: dict[str, str], field: str) -> None:
    answer = NOBODY.get("", **query)
    assert (answer.status, set(answer.json["errors"])) == (422, {field})


ACTS: tuple[tuple[str, dict[str, object], str], ...] = (
    ("verification", {}, "category"),
    ("verification", {"category": "sosial"}, "supervision"),
    ("verification", {"category": "tidak-ada", "supervision": True}, "category"),
    ("archival", {"reason_code": "because", "note": "x"}, "reason_code"),
    ("archival", {"reason_code": "unclear"}, "note"),
    ("merge", {"into": "abc"}, "into"),
    ("merge", {"into": "1"}, "into"),
    ("classification", {"title": "x" * 151}, "title"),
    ("classification", {"titel": "x"}, "titel"),
    ("classification", {"text": " "}, "text"),
    ("postponement", {"reason": " "}, "reason"),
    ("disposition", {"agency": "TIDAK-ADA"}, "agency"),
)


@pytest.mark.parametrize(("noun", "body", "field"), ACTS)
def test_the_field_of_an_act_is_named(world: World, noun: str, body: dict[str, object], field: str) -> None:
    number = caller("dewi").post("", BODY).json["tracking_id"]
    answer = caller("ratna").act(number, noun, body)
    assert (answer.status, set(answer.json["errors"])) == (422, {field})


PATHS = (
    ("GET", "/api/", 404),
    ("GET", "/api/v1/", 404),
    ("GET", "/api/v1/nothing", 404),
    ("GET", "/api/v2/reports", 404),
    ("GET", "/api/v1/reports/abc", 404),
    ("GET", "/api/v1/reports/-1", 404),
    ("GET", "/api/v1/reports/1%00", 404),
    ("DELETE", "/api/v1/reports", 405),
    ("PUT", "/api/v1/reports/1", 405),
    ("GET", "/api/v1/reports/1/closure", 405),
    ("POST", "/api/v1/reports/1/closure", 401),
)


@pytest.mark.parametrize(("method", "path", "status"), PATHS)
def test_every_refusal_is_a_problem_document(world: World, method: str, path: str, status: int) -> None:
    answer = answered(Client().generic(method, path))
    assert answer.status == status
    assert ("Allow" in answer.headers) == (status == 405)


def test_an_error_of_ours_is_a_problem_document_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("told to nobody")

    monkeypatch.setattr("lapor.api.reading.look_at_list", broken)
    answer = NOBODY.get("")
    assert answer.status == 500
    assert "told" not in str(answer.json)


def test_words_come_in_the_callers_language(world: World) -> None:
    indonesian = NOBODY.get("/1").json
    assert indonesian["title"] == "Tidak ditemukan"
    answer = answered(Client().get("/api/v1/reports/1", headers={"Accept-Language": "en"}))
    assert answer.headers["Content-Language"] == "en"
    assert answer.json["title"] == "Not found"


def test_beyond_the_limit_a_token_waits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "PER_MINUTE", 2)
    monkeypatch.setattr(callers, "MINUTE", timedelta(days=1))
    dewi = caller("dewi")
    answers = [dewi.get("") for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0
    assert "r=1;t=" in answers[0].headers["RateLimit"]
    assert answers[0].headers["RateLimit-Policy"] == '"token";q=2;w=60'


def test_the_limit_does_not_bite_below_600_calls_a_minute() -> None:
    assert callers.PER_MINUTE >= 600
