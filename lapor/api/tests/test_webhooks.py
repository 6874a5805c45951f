"""Webhooks: signed, once per event, tried again for three days, never into our own network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from lapor.accounts.models import Seat, User
from lapor.api.models import Endpoint, HookFate, HookMessage
from lapor.api.tests.receiving import Got, Receiver, receiving
from lapor.api.tests.stages import stage
from lapor.api.webhooks import delivering, owners, queueing, setting
from lapor.notifications.models import Delivery
from lapor.notifications.tests.working import work_off
from lapor.reports import disposition, filing, followup
from lapor.reports.models import Event
from lapor.reports.tests.world import World, filed, holder_of_code

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OLD = "whsec_" + "b2xkLXNlY3JldC1vZi0yNC1ieXRlcw=="


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def hook(world: World, receiver: Receiver) -> Endpoint:
    """The ministry's."""
    return setting.set_up(receiver.url, agency=world.ministry, user=None, now=timezone.now())


def verified(hook: Endpoint, got: Got) -> Any:
    return Webhook(hook.secret).verify(got.body, got.headers)


def later(after: timedelta) -> datetime:
    """The clock's work at a later moment: of all that `tick` does, this alone."""
    moment = timezone.now() + after
    delivering.wake_webhooks(moment)
    work_off()
    return moment


def test_the_agency_is_told_of_what_comes_to_it(world: World, hook: Endpoint, receiver: Receiver) -> None:
    made = stage(world, "disposed")
    work_off()
    followup.answer(
        made.report, by=world.actor("kurnia"), text="Sudah kami bayar.", final=True, now=timezone.now()
    )
    work_off()
    # Filing and verification came before the report was the ministry's.
    assert receiver.types() == ["report.dispose", "report.answer"]
    first, second = (verified(hook, one) for one in receiver.got)
    assert (first["sequence"], second["sequence"]) == (1, 2)
    assert first["data"]["report"]["tracking_id"] == str(made.report.pk)
    assert (first["data"]["yours"], first["data"]["source_ref"]) == (False, None)
    assert second["data"]["event"]["text"] == "Sudah kami bayar."
    assert second["data"]["report"]["status"] == "answered"
    assert "Kenanga" not in receiver.got[0].body.decode()
    ids = [one.headers["webhook-id"] for one in receiver.got]
    assert len(set(ids)) == 2
    assert receiver.got[0].path == "/lapor?kunci=1"
    with pytest.raises(WebhookVerificationError):
        Webhook(OLD).verify(receiver.got[0].body, receiver.got[0].headers)


def test_a_stranger_is_told_nothing(world: World, hook: Endpoint, receiver: Receiver) -> None:
    Endpoint.objects.update(agency=world.stranger)
    stage(world, "answered")
    work_off()
    assert receiver.got == []
    assert not HookMessage.objects.exists()


def test_what_may_no_longer_be_seen_is_dropped_when_its_turn_comes(
    world: World, hook: Endpoint, receiver: Receiver
) -> None:
    made = stage(world, "disposed")
    work_off_reactions()
    disposition.refer_back(made.report, by=world.actor("kurnia"), reason="Bukan kami", now=timezone.now())
    later(MINUTE)
    assert receiver.got == []
    assert set(HookMessage.objects.values_list("status", flat=True)) == {HookFate.DROPPED}


def work_off_reactions() -> None:
    """What follows from acts, but not the sending."""
    for event in Event.objects.order_by("pk"):
        queueing.queue(event)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_an_agency_without_a_coordinator_is_told_nothing(
    world: World, hook: Endpoint, receiver: Receiver
) -> None:
    Seat.objects.filter(user__email="kurnia@demo.lapor").update(valid_to=timezone.now())
    made = stage(world, "verified")
    disposition.dispose(made.report, by=world.actor("ratna"), agency=world.ministry, now=timezone.now())
    work_off()
    assert receiver.got == []


def test_a_partner_is_told_of_its_own_filings_alone(world: World, receiver: Receiver) -> None:
    dewi = User.objects.get(email="dewi@demo.lapor")
    hook = setting.set_up(receiver.url, agency=None, user=dewi, now=timezone.now())
    by = owners.viewer(hook, now=timezone.now())
    filed(by=by, now=timezone.now(), source_ref="mitra-1", anonymous=True)
    filed(now=timezone.now(), source_ref="lain")
    work_off()
    (told,) = receiver.got
    assert (told.json["data"]["yours"], told.json["data"]["source_ref"]) == (True, "mitra-1")
    assert "kenanga" not in told.body.decode().lower()


def test_a_receiver_that_is_down_gets_it_later_under_the_same_id(
    world: World, hook: Endpoint, receiver: Receiver
) -> None:
    receiver.status = 503
    stage(world, "disposed")
    work_off()
    later(2 * MINUTE)
    later(HOUR)
    tried = [one.headers["webhook-id"] for one in receiver.refused]
    assert len(tried) == 3
    receiver.status = 200
    later(8 * HOUR)
    (told,) = receiver.got
    assert {told.headers["webhook-id"]} == set(tried)
    message = HookMessage.objects.get()
    assert (message.status, message.attempts, message.outcome) == (HookFate.DELIVERED, 4, "200")
    hook.refresh_from_db()
    assert (hook.failures, hook.failing_since) == (0, None)


def test_after_three_days_it_is_dead_and_may_be_sent_again(
    world: World, hook: Endpoint, receiver: Receiver
) -> None:
    receiver.status = 500
    stage(world, "disposed")
    work_off()
    later(2 * DAY)
    assert HookMessage.objects.get().status == HookFate.WAITING
    later(3 * DAY + MINUTE)
    assert HookMessage.objects.get().status == HookFate.DEAD
    receiver.status = 204
    now = timezone.now() + 4 * DAY
    assert queueing.again(hook, hook.messages.all(), now=now) == 1
    later(4 * DAY)
    (told,) = receiver.got
    assert told.headers["webhook-id"] == receiver.refused[0].headers["webhook-id"]
    assert queueing.again(hook, hook.messages.all(), now=now) == 0


def test_one_message_that_fails_holds_up_no_other(world: World, hook: Endpoint, receiver: Receiver) -> None:
    receiver.status = 500
    stage(world, "disposed")
    work_off()
    receiver.status = 200
    stage(world, "disposed")
    later(6 * timedelta(seconds=1))
    assert HookMessage.objects.filter(status=HookFate.DELIVERED).count() == 2


def test_a_fault_of_ours_with_one_message_holds_up_no_other(
    hook: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError

    setting.ping(hook, now=timezone.now())
    with monkeypatch.context() as patched:
        patched.setattr("lapor.api.webhooks.saying.body", broken)
        work_off()
    assert HookMessage.objects.get().outcome == delivering.OURS
    setting.ping(hook, now=timezone.now())
    later(timedelta(seconds=1))
    assert [one.json["sequence"] for one in receiver.got] == [2]


def test_after_five_days_of_failure_it_is_switched_off_and_its_owner_told(
    world: World, hook: Endpoint, receiver: Receiver
) -> None:
    receiver.status = 500
    stage(world, "disposed")
    work_off()
    later(3 * DAY)
    Delivery.objects.all().delete()
    setting.ping(hook, now=timezone.now() + 5 * DAY)
    later(5 * DAY + HOUR)
    hook.refresh_from_db()
    assert hook.disabled_at
    assert not hook.messages.filter(status=HookFate.WAITING).exists()
    mail = Delivery.objects.get(channel="email")
    assert mail.subject == "Webhook dimatikan: 127.0.0.1"
    assert mail.address == "kurnia@demo.lapor"
    number = hook.messages.count()
    stage(world, "disposed")
    work_off()
    assert hook.messages.count() == number
    setting.switch_on(hook)
    receiver.status = 200
    setting.ping(hook, now=timezone.now())
    work_off()
    assert receiver.types() == ["ping"]


def test_gone_switches_off_at_once_and_redirects_are_not_followed(
    world: World, hook: Endpoint, receiver: Receiver
) -> None:
    receiver.status = 302
    setting.ping(hook, now=timezone.now())
    work_off()
    assert [one.path for one in receiver.refused] == ["/lapor?kunci=1"]
    receiver.status = 410
    later(MINUTE)
    hook.refresh_from_db()
    assert hook.disabled_at


def test_while_a_secret_is_replaced_both_are_valid(hook: Endpoint, receiver: Receiver) -> None:
    old = hook.secret
    setting.rotate(hook, now=timezone.now())
    setting.ping(hook, now=timezone.now())
    work_off()
    assert hook.secret != old
    for secret in (old, hook.secret):
        Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
    setting.ping(hook, now=timezone.now())
    Endpoint.objects.update(old_secret_until=timezone.now())
    work_off()
    verified(hook, receiver.got[1])
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(receiver.got[1].body, receiver.got[1].headers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, old_secret, url FROM api_endpoint")
        assert all(b"whsec_" not in bytes(each) for each in cursor.fetchone())


def test_a_worker_killed_half_way_loses_nothing(
    world: World, hook: Endpoint, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after sending and before noting it: the receiver gets it twice under one id."""

    def killed(*_args: object) -> None:
        raise SystemExit

    setting.ping(hook, now=timezone.now())
    with monkeypatch.context() as patched:
        patched.setattr(delivering, "_arrived", killed)
        with pytest.raises(SystemExit):
            delivering.work(hook.pk, timezone.now)
    Endpoint.objects.update(leased_until=timezone.now() + delivering.LEASE)  # which no kill -9 gives back
    work_off()
    assert len(receiver.got) == 1
    later(3 * MINUTE)
    assert [one.headers["webhook-id"] for one in receiver.got] == [HookMessage.objects.get().ref] * 2
    assert HookMessage.objects.get().status == HookFate.DELIVERED


def test_old_messages_are_forgotten(hook: Endpoint, receiver: Receiver) -> None:
    setting.ping(hook, now=timezone.now())
    work_off()
    assert delivering.forget_webhooks(timezone.now() + 29 * DAY) == 0
    assert delivering.forget_webhooks(timezone.now() + 31 * DAY) == 1


def test_who_changes_a_secret_report_is_told_as_the_owner(
    world: World, hook: Endpoint, receiver: Receiver
) -> None:
    made = stage(world, "disposed")
    filing.change_privacy(
        made.report, by=holder_of_code(made.report), anonymous=True, secret=True, now=timezone.now()
    )
    work_off()
    assert receiver.types() == ["report.dispose", "report.change_privacy"]
    assert all("Kenanga" not in one.body.decode() for one in receiver.got)
