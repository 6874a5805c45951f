"""POST /reports: what the contract promises, the receipt, and one report for one key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from lapor.api import idempotency
from lapor.api.models import KeptAnswer
from lapor.api.tests.calls import BODY, NOBODY, Answer, Caller, caller, reporter
from lapor.reports.models import Report
from lapor.reports.tests.world import World, build

RECEIPT = {"tracking_id", "access_code", "status", "status_label", "report_class", "due", "url"}


def test_the_receipt_holds_what_the_contract_says(world: World) -> None:
    answer = caller("dewi").post("", BODY)
    assert answer.status == 201, answer.json
    assert set(answer.json) == RECEIPT
    assert set(answer.json["due"]) == {"verification", "follow_up", "resolution"}
    assert answer.json["due"]["verification"].endswith("+07:00")
    assert answer.json["status"] == "received"
    assert answer.json["status_label"] == "Belum terverifikasi"
    assert isinstance(answer.json["tracking_id"], str)
    assert answer.headers["Location"] == f"/api/v1/reports/{answer.json['tracking_id']}"


def test_every_field_of_the_contract_is_kept(world: World) -> None:
    body = BODY | {
        "event_date": "2018-08-01",
        "location": "Depan pasar",
        "region": "35.78",
        "category": "pekerjaan-umum",
        "agency": "KOTA-SURABAYA",
        "anonymous": True,
        "secret": True,
        "reporter": {"name": "Melati", "phone": "0812 3456 7890", "email": "Melati@Contoh.Example"},
        "channel": "letter",
        "source_ref": "kota-17",
    }
    answer = caller("dewi").post("", body)
    report = Report.objects.get(pk=answer.json["tracking_id"])
    assert report.suggested_agency == world.stranger
    assert (report.region and report.region.code, report.channel) == ("35.78", "letter")
    assert (report.anonymous, report.secret, report.source_ref) == (True, True, "kota-17")
    assert report.identity
    assert (report.identity.phone, report.identity.email) == ("+6281234567890", "melati@contoh.example")


def test_a_reporter_without_contact_and_name_is_welcome(world: World) -> None:
    answer = caller("dewi").post("", BODY)
    assert Report.objects.get(pk=answer.json["tracking_id"]).identity is None


def test_filing_needs_a_token(world: World) -> None:
    for who in (NOBODY, reporter("0" * 12), Caller({"Authorization": "Bearer nonsense"})):
        answer = who.post("", BODY)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert not Report.objects.exists()


def test_the_same_source_ref_is_refused_with_the_number_of_the_first(world: World) -> None:
    dewi = caller("dewi")
    first = dewi.post("", BODY | {"source_ref": "a-1"}).json["tracking_id"]
    again = dewi.post("", BODY | {"source_ref": "a-1"})
    assert again.status == 409
    assert first in again.json["detail"]


def test_a_repeat_with_the_same_key_gets_the_same_answer(world: World) -> None:
    dewi = caller("dewi", **{"Idempotency-Key": "k-1"})
    first, again = dewi.post("", BODY), dewi.post("", BODY)
    assert (first.status, again.status) == (201, 201)
    assert first.json == again.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Report.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(world: World) -> None:
    dewi = caller("dewi", **{"Idempotency-Key": "k-1"})
    dewi.post("", BODY)
    other = dewi.post("", BODY | {"title": "Lain"})
    assert other.status == 422
    assert "Idempotency-Key" in other.json["errors"]


def test_a_key_is_one_callers_own(world: World) -> None:
    for name in ("dewi", "ratna"):
        caller(name, **{"Idempotency-Key": "k-1"}).post("", BODY)
    assert Report.objects.count() == 2


def test_a_mended_request_may_carry_the_same_key(world: World) -> None:
    dewi = caller("dewi", **{"Idempotency-Key": "k-1"})
    assert dewi.post("", BODY | {"title": " "}).status == 422
    assert dewi.post("", BODY).status == 201


def test_kept_answers_are_sealed_and_forgotten_after_a_day(world: World) -> None:
    code = caller("dewi", **{"Idempotency-Key": "k-1"}).post("", BODY).json["access_code"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM api_keptanswer")
        assert code.encode() not in bytes(cursor.fetchone()[0])
    assert idempotency.forget_answers(timezone.now() + timedelta(hours=23)) == 0
    assert idempotency.forget_answers(timezone.now() + timedelta(hours=25)) == 1


@pytest.mark.parametrize("key", ["x" * 256, "a\tb", "é"])
def test_a_key_must_be_short_and_plain(world: World, key: str) -> None:
    assert caller("dewi").post("", BODY, Idempotency_Key=key).status == 422


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_make_one_report() -> None:
    build()
    dewi = caller("dewi", **{"Idempotency-Key": "k-1"})
    start = Barrier(4)

    def send(_number: int) -> Answer:
        start.wait()
        try:
            return dewi.post("", BODY)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.json["access_code"] for answer in answers}) == 1
    assert (Report.objects.count(), KeptAnswer.objects.count()) == (1, 1)
