"""Slowed, not dropped; machines not answered; numbers kept out for a reason and a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lapor.intake.models import InboundSms, SmsBlock
from lapor.intake.models.sms import Aside, Fate
from lapor.intake.sms import abuse, upkeep
from lapor.intake.tests.texting import LONG_STORY, NUMBER, OTHER, report_of, sms
from lapor.notifications.models import Delivery
from lapor.notifications.tests.working import work_off
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.tests.world import NOW, World, build

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=30)


@pytest.fixture
def world() -> World:
    return build()


def story(number: int) -> str:
    return f"ANONIM {LONG_STORY} Rumah nomor {number}."


def fates() -> list[str]:
    return list(InboundSms.objects.order_by("id").values_list("fate", flat=True))


def test_twenty_in_ten_minutes_are_all_answered_and_the_rest_waits(world: World) -> None:
    answers = [sms(story(number), minutes=number / 10) for number in range(25)]
    assert all(answers[:20])
    assert answers[20:] == [""] * 5
    assert fates() == ["answered"] * 20 + ["waiting"] * 5
    assert sms(LONG_STORY, number=OTHER, minutes=3)  # others are not slowed
    turns = [upkeep.work_on_waiting(NOW + timedelta(minutes=minute)) for minute in (3, 4, 5)]
    assert turns == [3, 2, 0]
    assert fates() == ["answered"] * 26
    assert Report.objects.filter(flood=True).count() == 5
    assert Report.objects.count() == 26
    assert Delivery.objects.filter(status="queued", purpose="notice", channel="sms").count() == 5
    assert sms(f"CEK {Report.objects.order_by('pk')[0].pk}", minutes=15)


def test_each_number_gets_its_turn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(abuse, "ALL_SMS", 0)  # all are slowed
    for number in range(9):
        assert sms(story(number)) == ""
    assert sms(LONG_STORY, number=OTHER) == ""
    monkeypatch.setattr(upkeep, "BATCH", 2)
    assert upkeep.work_on_waiting(NOW + timedelta(minutes=1)) == 2
    assert {report.flood for report in Report.objects.all()} == {False}
    numbers = {report.identity.phone for report in Report.objects.all() if report.identity}
    assert numbers == {"+6281234567890", OTHER}


def test_one_that_always_fails_stops_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("lapor.intake.sms.filing.file_report", fail)
        for number in range(4):
            sms(story(number))
    later = NOW + timedelta(hours=2)
    sms(story(5), at=later - timedelta(minutes=3))
    InboundSms.objects.order_by("-id")[:1]
    with monkeypatch.context() as broken:
        broken.setattr("lapor.intake.sms.filing.file_report", fail)
        sms(story(6), at=later - timedelta(minutes=2))
        assert upkeep.work_on_waiting(later) == 0
    assert upkeep.work_on_waiting(later) == 3
    newest = InboundSms.objects.order_by("-id")[0]
    assert newest.fate == Fate.ANSWERED
    assert upkeep.work_on_waiting(later) == 2


def test_a_thousand_repeats_are_one_report_and_one_row(world: World) -> None:
    first = sms(LONG_STORY)
    answers = [sms(LONG_STORY, minutes=number / 1000) for number in range(1000)]
    assert answers == [first] * 19 + [""] * 981
    assert (Report.objects.count(), InboundSms.objects.count()) == (1, 1)
    assert InboundSms.objects.get().repeats == 1000


def test_auto_replies_are_not_answered(world: World) -> None:
    assert sms("Maaf, saya sedang rapat. Nanti saya hubungi kembali.") == ""
    assert (InboundSms.objects.get().why, Report.objects.count()) == (Aside.AUTO_REPLY, 0)


def test_our_own_answer_sent_back_is_not_answered(world: World) -> None:
    answer = sms(LONG_STORY)
    assert sms(answer, minutes=1) == ""
    row = InboundSms.objects.order_by("-id")[0]
    assert (row.fate, row.why, Report.objects.count()) == (Fate.SET_ASIDE, Aside.LOOP, 1)


def test_the_same_text_again_and_again_is_a_machine(world: World) -> None:
    hours = [sms(LONG_STORY, at=NOW + timedelta(minutes=35 * turn)) for turn in range(12)]
    assert all(hours[:10])
    assert hours[10:] == ["", ""]
    assert InboundSms.objects.filter(why=Aside.LOOP).count() == 2
    report = report_of(hours[0])
    assert all(sms(f"CEK {report.pk}", at=NOW + timedelta(minutes=35 * turn)) for turn in range(12))


def test_a_blocked_number_is_kept_out_until_its_day(world: World) -> None:
    verifier, until = world.actor("ratna"), NOW + MONTH
    made = abuse.block(NUMBER, by=verifier, reason="Ancaman berulang.", until=until, now=NOW)
    assert made.hint == "7890"
    assert sms(LONG_STORY, minutes=1) == ""
    assert InboundSms.objects.get().why == Aside.BLOCKED
    assert sms(LONG_STORY, number=OTHER, minutes=1)
    assert sms(LONG_STORY, at=until + timedelta(minutes=1))
    abuse.block(InboundSms.objects.order_by("id")[0], by=verifier, reason="Lagi.", until=until, now=NOW)
    assert SmsBlock.objects.filter(lifted_at=None).count() == 1
    abuse.lift(SmsBlock.objects.get(lifted_at=None), by=verifier, now=NOW)
    assert sms(f"{LONG_STORY} Tolong.", minutes=3)
    with pytest.raises(WrongState):
        abuse.lift(made, by=verifier, now=NOW)


def test_a_block_needs_a_verifier_a_reason_and_an_end(world: World) -> None:
    verifier, until = world.actor("ratna"), NOW + MONTH
    for name in ("kurnia", "pratiwi", "budi"):
        with pytest.raises(NotAllowed):
            abuse.block(NUMBER, by=world.actor(name), reason="Ancaman.", until=until, now=NOW)
    for number, reason, end in (
        ("PROMO", "Ancaman.", until),
        (NUMBER, " ", until),
        (NUMBER, "x" * 301, until),
        (NUMBER, "Ancaman.", NOW),
        (NUMBER, "Ancaman.", NOW + timedelta(days=400)),
    ):
        with pytest.raises(BadInput):
            abuse.block(number, by=verifier, reason=reason, until=end, now=NOW)
    assert not SmsBlock.objects.exists()


def test_what_was_set_aside_is_counted_listed_and_released(world: World) -> None:
    sms(LONG_STORY, number="PROMO")
    sms(LONG_STORY, number="PROMO")
    abuse.block(NUMBER, by=world.actor("ratna"), reason="Ancaman.", until=NOW + MONTH, now=NOW)
    sms(LONG_STORY)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        counted = abuse.counts(NOW)
    assert len(queries) == 1
    assert counted == {Aside.NOT_A_PHONE: 2, Aside.BLOCKED: 1, Aside.AUTO_REPLY: 0, Aside.LOOP: 0}
    row = abuse.set_aside_rows()[0]
    with pytest.raises(NotAllowed):
        abuse.release(row, by=world.actor("kurnia"), now=NOW)
    abuse.release(row, by=world.actor("ratna"), now=NOW)
    with pytest.raises(WrongState):
        abuse.release(row, by=world.actor("ratna"), now=NOW)
    assert upkeep.work_on_waiting(NOW + timedelta(minutes=1)) == 1
    assert Report.objects.get().text.text == LONG_STORY
    work_off()
    assert Delivery.objects.get(purpose="notice", channel="sms").status == "handed_over"


def test_a_released_advertisement_files_for_nobody(world: World) -> None:
    sms(LONG_STORY, number="PROMO")
    abuse.release(abuse.set_aside_rows()[0], by=world.actor("ratna"), now=NOW)
    assert upkeep.work_on_waiting(NOW + timedelta(minutes=1)) == 1
    assert Report.objects.get().identity is None
    assert not Delivery.objects.exists()


def test_codes_are_forgotten_after_a_day_and_raw_messages_after_ninety(world: World) -> None:
    report = report_of(sms(LONG_STORY, gateway_id="x1"))
    assert upkeep.forget_sms(NOW + timedelta(hours=23)) == 0
    later = NOW + timedelta(hours=25)
    assert upkeep.forget_sms(later) == 1
    assert InboundSms.objects.get().answer == ""
    again = sms(LONG_STORY, gateway_id="x1", at=later)
    assert again == f"LAPOR #{report.pk}: pesan ini sudah kami terima. Status: CEK {report.pk}."
    assert upkeep.forget_sms(NOW + timedelta(days=89)) == 0
    assert upkeep.forget_sms(NOW + timedelta(days=91)) == 1
    assert not InboundSms.objects.exists()
    assert Report.objects.filter(pk=report.pk).exists()


def test_receipts_sent_afterwards_lose_their_code_after_a_day(world: World) -> None:
    sms(LONG_STORY, number="PROMO")
    InboundSms.objects.update(fate=Fate.WAITING, sender="+6281234567890")
    upkeep.work_on_waiting(NOW)
    work_off(now=NOW)
    assert "Kode akses" in Delivery.objects.get().body
    upkeep.forget_sms(NOW + timedelta(hours=25))
    assert Delivery.objects.get().body == ""
