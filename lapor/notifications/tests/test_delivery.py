"""A message on its way: handed over once, tried again, given up, in doubt, and the other channel."""

from __future__ import annotations

import pytest
from django.core.mail import send_mail
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from lapor.accounts.codes import TooManyCodes, prove
from lapor.notifications import delivery, gateways
from lapor.notifications.codes import send_code
from lapor.notifications.gateways.outgoing import Refused, Unreachable
from lapor.notifications.models import Delivery, Fate
from lapor.notifications.tests.operator import EMAIL, MINUTE, PHONE, Operator, answer_of, answered
from lapor.notifications.tests.working import work_off
from lapor.reports import followup
from lapor.reports.tests.world import NOW, World, build, filed, holder_of_code


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> Operator:
    found = Operator()
    monkeypatch.setattr(gateways, "gateway_for", lambda _channel: found)
    return found


@pytest.fixture
def world(db: None) -> World:
    return build()


def test_the_reporter_is_told_when_the_answer_is_handed_over(world: World) -> None:
    report = answered(world)
    work_off(now=NOW + MINUTE)
    report.refresh_from_db()
    assert report.told_at == NOW + MINUTE
    assert answer_of(report).status == Fate.HANDED_OVER
    spare = answer_of(report, "sms")
    assert (spare.status, spare.why) == (Fate.SUPPRESSED, "other_channel")


def test_an_unreachable_gateway_is_tried_again_under_the_same_name(world: World, operator: Operator) -> None:
    report = answered(world)
    operator.fails[EMAIL] = Unreachable("smtp_unreachable")
    work_off(now=NOW, failing=True)
    report.refresh_from_db()
    assert (answer_of(report).status, report.told_at) == (Fate.QUEUED, None)
    operator.fails.clear()
    operator.took.clear()
    work_off(now=NOW + MINUTE)
    assert [message.ref for message in operator.took] == [answer_of(report).ref]


def test_a_refused_address_lets_the_other_channel_go(world: World, operator: Operator) -> None:
    report = answered(world)
    operator.fails[EMAIL] = Refused("recipient_550")
    work_off(now=NOW + MINUTE)
    report.refresh_from_db()
    assert (answer_of(report).status, answer_of(report).why) == (Fate.FAILED, "recipient_550")
    assert answer_of(report, "sms").status == Fate.HANDED_OVER
    assert report.told_at == NOW + MINUTE


def test_when_every_channel_fails_the_quiet_days_start_without_telling(
    world: World, operator: Operator
) -> None:
    report = answered(world)
    operator.fails = {EMAIL: Refused("recipient_550"), PHONE: Unreachable("kannel_503")}
    for _try in range(delivery.TRIES + 1):
        work_off(now=NOW, failing=True)
    report.refresh_from_db()
    assert answer_of(report, "sms").attempts == delivery.TRIES
    assert answer_of(report, "sms").status == Fate.FAILED
    assert report.told_at is None
    assert report.deadlines.filter(step="quiet", stopped_at=None).exists()


def test_a_late_message_about_an_older_answer_tells_nobody(world: World, operator: Operator) -> None:
    report = answered(world)
    operator.fails[EMAIL] = Unreachable("smtp_unreachable")
    work_off(now=NOW, failing=True)
    first = answer_of(report)
    followup.reply(report, by=holder_of_code(report), text="Belum masuk juga.", now=NOW)
    followup.answer(
        report, by=world.actor("kurnia"), text="Sudah ditransfer hari ini.", final=True, now=NOW + MINUTE
    )
    operator.fails.clear()
    assert delivery.hand_over(first.pk, now=NOW + MINUTE)
    report.refresh_from_db()
    assert report.told_at is None


def test_two_workers_hand_one_message_over_once(world: World, operator: Operator) -> None:
    row = code_row(world)
    assert delivery.hand_over(row.pk, now=NOW)
    assert delivery.hand_over(row.pk, now=NOW)
    assert len(operator.took) == 1


def code_row(world: World) -> Delivery:
    identity = filed().report.identity
    assert identity
    send_code(identity, channel="email", report_id=None, now=NOW)
    return Delivery.objects.latest("id")


def test_a_message_claimed_by_a_dead_worker_is_in_doubt_and_not_sent_again(
    world: World, operator: Operator
) -> None:
    row = code_row(world)
    Delivery.objects.filter(pk=row.pk).update(status=Fate.SENDING, claimed_at=NOW)
    assert not delivery.hand_over(row.pk, now=NOW + MINUTE)
    assert delivery.hand_over(row.pk, now=NOW + 5 * MINUTE)
    row.refresh_from_db()
    assert (row.status, operator.took) == (Fate.IN_DOUBT, [])


def test_a_code_goes_to_its_contact_and_proves_it(world: World) -> None:
    report = filed(phone=PHONE).report
    identity = report.identity
    assert identity
    send_code(identity, channel="sms", report_id=report.pk, now=NOW)
    work_off(now=NOW)
    (shown,) = [row for row in delivery.sent() if row.purpose == "code"]
    assert (shown.address, shown.report_id, shown.channel) == (PHONE, report.pk, "sms")
    code = shown.body.split("kode Anda ")[1][:6]
    assert prove(identity, code=code, now=NOW + MINUTE) == "sms"


def test_a_code_that_has_run_out_is_not_sent(world: World, operator: Operator) -> None:
    row = code_row(world)
    assert delivery.hand_over(row.pk, now=NOW + 11 * MINUTE)
    row.refresh_from_db()
    assert (row.status, row.why, operator.took) == (Fate.SUPPRESSED, "expired", [])


def test_the_fourth_code_within_the_hour_is_refused_and_not_sent(world: World) -> None:
    identity = filed().report.identity
    assert identity
    for _code in range(3):
        send_code(identity, channel="email", report_id=None, now=NOW)
    with pytest.raises(TooManyCodes):
        send_code(identity, channel="email", report_id=None, now=NOW)
    assert Delivery.objects.filter(purpose="code").count() == 3


def test_without_a_gateway_nothing_is_sent_and_it_is_said(world: World) -> None:
    row = code_row(world)
    with override_settings(TESTING=False, DEMO=False, EMAIL_URL=""):
        assert delivery.hand_over(row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.status, row.why) == (Fate.SUPPRESSED, "no_gateway")


@pytest.mark.django_db
def test_mail_of_the_framework_goes_the_same_way() -> None:
    with override_settings(EMAIL_BACKEND="lapor.notifications.mailbox.Backend"):
        send_mail("Kode masuk", "Kode Anda: 123456", None, ["siti@demo.lapor"])
    work_off()
    (shown,) = delivery.sent()
    assert (shown.address, shown.body, shown.status) == (
        "siti@demo.lapor",
        "Kode Anda: 123456",
        "handed_over",
    )


@pytest.mark.django_db
def test_messages_are_listed_newest_first_by_key(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(5):
        with override_settings(EMAIL_BACKEND="lapor.notifications.mailbox.Backend"):
            send_mail(f"Surat {number}", "isi", None, ["siti@demo.lapor"])
    with django_assert_num_queries(1):
        first = delivery.sent(2)
    assert [row.subject for row in first] == ["Surat 4", "Surat 3"]
    assert [row.subject for row in delivery.sent(2, before=first[-1].id)] == ["Surat 2", "Surat 1"]
