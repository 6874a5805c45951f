"""Messages that come in at the same moment, on real connections."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from lapor.intake.models import InboundSms, SmsQuestion
from lapor.intake.sms import upkeep
from lapor.intake.tests.texting import LONG_STORY, OTHER, report_of, sms
from lapor.notifications.models import Delivery
from lapor.registry.sample import load_sample
from lapor.reports.models import Event, Message, Report
from lapor.reports.tests.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)

SHORT = "Lampu jalan mati di Desa Pace sejak Juni"
MORE = "Sudah tiga kali kami minta diperbaiki tetapi tidak ada yang datang"


@pytest.fixture(autouse=True)
def registry() -> None:
    load_sample()


def at_once(*calls: Callable[[], str]) -> list[str]:
    """The answers, in the order of the calls."""
    ready, answers = threading.Barrier(len(calls)), [""] * len(calls)

    def run(place: int) -> None:
        ready.wait()
        try:
            answers[place] = calls[place]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_id_eight_times_at_once_is_one_report_and_one_answer() -> None:
    answers = at_once(*[lambda: sms(LONG_STORY, gateway_id="same")] * 8)
    assert len(set(answers)) == 1
    assert report_of(answers[0]) == Report.objects.get()
    assert (InboundSms.objects.count(), Event.objects.count()) == (1, 1)
    assert InboundSms.objects.get().repeats == 7


def test_the_same_words_eight_times_at_once_are_one_report() -> None:
    answers = at_once(*[lambda: sms(LONG_STORY)] * 8)
    assert len(set(answers)) == 1
    assert (Report.objects.count(), InboundSms.objects.count()) == (1, 1)
    assert InboundSms.objects.get().repeats == 7


def test_two_short_ones_at_once_are_one_report_and_one_question() -> None:
    answers = at_once(lambda: sms(SHORT), lambda: sms(MORE))
    assert Report.objects.count() == 1
    assert sum("BARU" in answer for answer in answers) == 1
    assert SmsQuestion.objects.get().kind == "join"


def test_ya_and_baru_at_once_decide_once() -> None:
    first = report_of(sms(SHORT))
    sms(MORE, minutes=1)
    answers = at_once(lambda: sms("YA", minutes=2), lambda: sms("BARU", minutes=2))
    joined = Message.objects.filter(report=first, text=MORE).count()
    assert joined + Report.objects.exclude(pk=first.pk).count() == 1
    assert sum("tidak sedang menunggu" in answer for answer in answers) == 1


def test_an_answer_and_the_clock_at_once_decide_once() -> None:
    first = report_of(sms(SHORT))
    sms(MORE, minutes=1)
    late = 62
    at_once(
        lambda: sms("YA", minutes=late),
        lambda: str(upkeep.settle_questions(NOW.replace(hour=10, minute=30))),
        lambda: str(upkeep.settle_questions(NOW.replace(hour=10, minute=30))),
    )
    joined = Message.objects.filter(report=first, text=MORE).count()
    assert joined + Report.objects.exclude(pk=first.pk).count() == 1
    assert not SmsQuestion.objects.filter(kind="join").exists()


def test_what_waits_is_worked_on_once_by_two_clocks() -> None:
    for number in range(3):
        sms(f"ANONIM {LONG_STORY} Rumah nomor {number}", number=OTHER)
    InboundSms.objects.update(fate="waiting", report=None)
    Report.objects.all()
    before = Report.objects.count()
    later = NOW.replace(hour=10)
    at_once(*[lambda: str(upkeep.work_on_waiting(later))] * 4)
    assert Report.objects.count() == before + 3
    assert Delivery.objects.filter(purpose="notice", status="queued").count() == 3
    assert set(InboundSms.objects.values_list("fate", flat=True)) == {"answered"}


def test_closing_and_withdrawing_at_once_is_one_end() -> None:
    report = report_of(sms(SHORT))
    answers = at_once(*[lambda: sms(f"BATAL {report.pk}", minutes=1)] * 4)
    assert len(set(answers)) == 1
    assert Event.objects.filter(report=report, act="withdraw").count() == 1
