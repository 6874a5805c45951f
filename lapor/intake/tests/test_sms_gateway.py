"""What Kannel calls: parameters, the secret, letters of every kind, and the same message again."""

from __future__ import annotations

import logging
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from lapor.intake.models import InboundSms
from lapor.intake.sms import upkeep
from lapor.intake.tests.texting import LONG_STORY, report_of
from lapor.notifications.delivery import Letter, queue
from lapor.notifications.models import Delivery, Person, Purpose
from lapor.notifications.wording.words import Words
from lapor.reports.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registry")]

GATEWAY = "/gateway/sms/kannel"
SECRET = "lapor-demo"
MESSAGE = {"id": "a1", "from": "+6281234567890", "to": "1708", "text": LONG_STORY, "secret": SECRET}


def body(client: Client, method: str = "get", **changes: str) -> str:
    answer = getattr(client, method)(GATEWAY, MESSAGE | changes)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return str(answer.content.decode())


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_message_is_answered(client: Client, method: str) -> None:
    answer = body(client, method)
    assert report_of(answer).text.text == LONG_STORY
    row = InboundSms.objects.get()
    assert (row.gateway_id, row.recipient, row.text, row.sender) == (
        "a1",
        "1708",
        LONG_STORY,
        "+6281234567890",
    )
    assert (row.fate, row.answer, row.intent) == ("answered", answer, "filing")


def test_the_same_id_gets_the_same_answer_whatever_it_says(client: Client) -> None:
    first = body(client)
    assert body(client) == first
    assert body(client, text="Lain sama sekali") == first
    assert (Report.objects.count(), InboundSms.objects.get().repeats) == (1, 2)


def test_the_same_words_within_the_half_hour_are_one_report(client: Client) -> None:
    first = body(client)
    assert body(client, id="a2", text=f"  {LONG_STORY.upper()} ") == first
    assert (Report.objects.count(), InboundSms.objects.get().repeats) == (1, 1)
    InboundSms.objects.update(received_at=timezone.now() - timedelta(minutes=31))
    assert body(client, id="a3") != first
    assert Report.objects.count() == 2


def test_another_number_with_the_same_words_is_another_report(client: Client) -> None:
    assert body(client) != body(client, id="a2", **{"from": "+6281234567891"})
    assert Report.objects.count() == 2


@pytest.mark.parametrize("secret", ["", "salah", "lapor-dem", "lapor-demo ", "läpor\0"])
def test_a_wrong_secret_stores_nothing(client: Client, secret: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert client.get(GATEWAY, MESSAGE | {"secret": secret}).status_code == 403
        assert client.post(GATEWAY, MESSAGE | {"secret": secret}).status_code == 403
        assert client.get(f"{GATEWAY}/dlr", {"ref": "x", "status": "1", "secret": secret}).status_code == 403
    assert not InboundSms.objects.exists()
    assert SECRET not in caplog.text


def test_without_a_secret_set_nobody_comes_in(client: Client, settings: object) -> None:
    settings.SMS_SECRET = ""  # type: ignore[attr-defined]
    assert client.get(GATEWAY, MESSAGE | {"secret": ""}).status_code == 403


def test_what_is_missing_is_said(client: Client) -> None:
    for sender in ("", "  ", "\0"):
        answer = client.get(GATEWAY, MESSAGE | {"from": sender})
        assert (answer.status_code, "from" in answer.content.decode()) == (400, True)
    assert not InboundSms.objects.exists()
    assert client.get(GATEWAY, {key: MESSAGE[key] for key in ("from", "secret")}).status_code == 200
    assert client.put(GATEWAY, MESSAGE).status_code == 405


def test_a_message_without_an_id_is_known_by_its_words(client: Client) -> None:
    assert body(client, id="") == body(client, id="")
    assert Report.objects.count() == 1
    body(client, id="x" * 500, text="Lampu jalan mati di Desa Pace sejak bulan Juni dan gelap sekali")
    assert len(InboundSms.objects.order_by("-id")[0].gateway_id) == 64


@pytest.mark.parametrize(
    "text",
    [
        "Jalan rusak 🚧🚧 di Desa Pace, tolong 🙏",
        "Jalan rusak\0 di Desa Pace",
        "Jalan “rusak” — di Desa Pace…",
        "دهسا رosak di Desa Pace jalan",
        "Jalan rusak di Desa Pace " * 64,
        "Jalan rusak di Desa Pace\r\nsejak Juni\r\n",
    ],
)
def test_letters_of_every_kind_are_kept(client: Client, text: str) -> None:
    report = report_of(body(client, text=text))
    assert report.text.text == text.replace("\0", "").replace("\r\n", "\n").strip()


def test_bytes_that_are_no_utf8_are_replaced(client: Client) -> None:
    query = f"id=b1&from=%2B6281234567890&to=1708&secret={SECRET}&text=Jalan%FFrusak+di+Desa+Pace%20%80"
    answer = client.get(f"{GATEWAY}?{query}")
    assert answer.status_code == 200
    assert "rusak di Desa Pace" in report_of(answer.content.decode()).text.text


def test_1600_characters_are_kept_whole_and_more_than_a_report_holds_is_said(client: Client) -> None:
    long = ("Saluran air di Desa Pace mampet. " * 60)[:1600].strip()
    assert report_of(body(client, "post", text=long)).text.text == long
    longer = "Sungai di Desa Kemlagi meluap. " * 400
    answer = body(client, "post", id="a2", text=longer)
    assert "terlalu panjang" in answer
    assert len(report_of(answer).text.text) <= 10_000
    assert InboundSms.objects.order_by("-id")[0].text == longer


def test_only_signs_or_nothing_get_an_answer_and_no_report(client: Client) -> None:
    for number, text in enumerate(("", "???", "🙏🙏", "\n\n", "12")):
        assert body(client, id=f"s{number}", text=text)
    assert not Report.objects.exists()


def test_a_crash_keeps_the_message_and_the_clock_answers_it(client: Client) -> None:
    with patch("lapor.intake.sms.filing.file_report", side_effect=RuntimeError("database is away")):
        assert "sedang diproses" in body(client)
    row = InboundSms.objects.get()
    assert (row.fate, row.text, Report.objects.count()) == ("received", LONG_STORY, 0)
    assert upkeep.work_on_waiting(row.received_at + timedelta(seconds=50)) == 0
    assert upkeep.work_on_waiting(row.received_at + timedelta(seconds=70)) == 1
    report = Report.objects.get()
    letter = Delivery.objects.get(report=report)
    assert (letter.status, letter.address, letter.channel) == ("queued", "+6281234567890", "sms")
    assert letter.body == InboundSms.objects.get().answer
    assert str(report.pk) in letter.body
    assert upkeep.work_on_waiting(row.received_at + timedelta(seconds=130)) == 0


def test_a_gateway_that_tries_again_after_a_crash_is_answered_at_once(client: Client) -> None:
    with patch("lapor.intake.sms.filing.file_report", side_effect=RuntimeError("database is away")):
        body(client)
    assert report_of(body(client)) == Report.objects.get()
    assert InboundSms.objects.count() == 1


def test_delivery_reports(client: Client) -> None:
    letter = Letter(Purpose.REPLY, Person.REPORTER, "sms", "+6281234567890", Words("", "Halo"))
    delivery = queue(letter, now=timezone.now())
    assert delivery
    Delivery.objects.update(status="handed_over", attempts=1)

    def told(**given: str) -> int:
        query = {"ref": delivery.ref, "status": "1", "secret": SECRET} | given
        return client.get(f"{GATEWAY}/dlr", query).status_code

    assert (told(ref="tidak-ada"), told(ref="\0"), told(status=""), told(status="1x")) == (404, 404, 400, 400)
    assert told(status="8") == 200
    assert told() == 200
    assert told(status="2") == 200
    delivery.refresh_from_db()
    assert delivery.status == "delivered"
