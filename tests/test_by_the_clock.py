"""Timed work around messages: the one reminder, what is forgotten, and the real worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from lapor import schedule
from lapor.accounts.actors import TIMER
from lapor.accounts.models import Identity, OneTimeCode, User
from lapor.accounts.tokens import issue
from lapor.api.models import HookFate
from lapor.api.webhooks import setting
from lapor.notifications.codes import send_code
from lapor.notifications.models import Delivery
from lapor.notifications.quiet import remind_quiet
from lapor.notifications.tests.working import work_off
from lapor.operate import jobs
from lapor.reports import closing, disposition, erasing, followup, verification
from lapor.reports.models import Report
from lapor.reports.refusals import WrongState
from lapor.reports.states import Closing, Status
from lapor.reports.tests.world import NOW, WIB, World, build, filed, holder_of_code

DAY = timedelta(days=1)
# Told on Tuesday 28 August 2018; ten working days later, with 11 September off, is Wednesday 12 September.
DUE = datetime(2018, 9, 12, 23, 59, 59, tzinfo=WIB)


@pytest.fixture
def world(db: None) -> World:
    return build()


def answered(world: World, *, confirmed: bool = True) -> Report:
    report = filed(confirmed_email=confirmed).report
    verification.verify(report, by=world.actor("ratna"), now=NOW)
    disposition.dispose(report, by=world.actor("ratna"), agency=world.ministry, now=NOW)
    followup.answer(
        report, by=world.actor("kurnia"), text="Tunjangan dibayar minggu ini.", final=True, now=NOW
    )
    work_off(now=NOW)
    report.refresh_from_db()
    return report


def reminders() -> int:
    return Delivery.objects.filter(purpose="reminder", person="reporter").count()


def test_the_reporter_is_reminded_once_one_working_day_before(world: World) -> None:
    report = answered(world)
    assert report.deadlines.get(step="quiet").due == DUE
    before = datetime(2018, 9, 10, 8, tzinfo=WIB)
    assert remind_quiet(before - timedelta(seconds=1)) == 0
    assert remind_quiet(before) == 1
    assert remind_quiet(before + timedelta(minutes=5)) == 0
    assert reminders() == 1
    assert "12 September 2018" in Delivery.objects.get(purpose="reminder", person="reporter").body
    schedule.tick(DUE + DAY)
    report.refresh_from_db()
    assert (report.status, report.closing) == (Status.CLOSED, Closing.SILENT)


def test_who_could_not_be_told_is_not_reminded_and_closed_as_unconfirmed(world: World) -> None:
    report = answered(world, confirmed=False)
    schedule.tick(DUE + DAY)
    report.refresh_from_db()
    assert (reminders(), report.closing) == (0, Closing.UNCONFIRMED)


def test_a_reply_ends_the_quiet_days_and_a_new_answer_is_reminded_of_anew(world: World) -> None:
    report = answered(world)
    remind_quiet(DUE)
    followup.reply(report, by=holder_of_code(report), text="Belum masuk juga.", now=DUE)
    followup.answer(report, by=world.actor("kurnia"), text="Sudah ditransfer hari ini.", final=True, now=DUE)
    work_off(now=DUE)
    assert remind_quiet(DUE + DAY) == 0
    assert remind_quiet(DUE + 14 * DAY) == 1
    assert reminders() == 2


def test_one_tick_far_ahead_reminds_and_the_next_closes_after_a_working_day(world: World) -> None:
    report = answered(world)
    late = datetime(2018, 11, 2, 10, tzinfo=WIB)  # a Friday, seven weeks after the end
    for now in (late, late + timedelta(minutes=5), datetime(2018, 11, 5, 23, 59, tzinfo=WIB)):
        schedule.tick(now)
        report.refresh_from_db()
        assert (report.status, reminders()) == (Status.ANSWERED, 1)
    assert "ditutup 5 November 2018" in Delivery.objects.get(purpose="reminder", person="reporter").body
    schedule.tick(datetime(2018, 11, 6, 0, 1, tzinfo=WIB))
    report.refresh_from_db()
    assert report.closing == Closing.SILENT


def test_nobody_is_closed_by_silence_without_a_reminder(world: World) -> None:
    report = answered(world)
    with pytest.raises(WrongState):
        closing.close_quiet(report, by=TIMER, now=DUE + 30 * DAY)


def test_one_tick_far_ahead_asks_for_completion_and_the_next_lets_it_lapse(world: World) -> None:
    report = filed(confirmed_email=True).report
    verification.postpone(report, by=world.actor("ratna"), reason="Mohon nama.", now=NOW)
    late = datetime(2018, 11, 2, 10, tzinfo=WIB)
    for now in (late, late + timedelta(minutes=5), datetime(2018, 11, 5, 23, 59, tzinfo=WIB)):
        schedule.tick(now)
        report.refresh_from_db()
        assert (report.status, reminders()) == (Status.POSTPONED, 1)
    schedule.tick(datetime(2018, 11, 6, 0, 1, tzinfo=WIB))
    report.refresh_from_db()
    assert report.status == Status.WITHDRAWN


def test_who_was_reminded_in_time_lapses_when_the_thirty_days_are_over(world: World) -> None:
    report = filed(confirmed_email=True).report
    verification.postpone(report, by=world.actor("ratna"), reason="Mohon nama.", now=NOW)
    for day in range(31):
        schedule.tick(NOW + day * DAY)
    report.refresh_from_db()
    assert (report.status, reminders()) == (Status.POSTPONED, 2)
    schedule.tick(NOW + 31 * DAY)
    report.refresh_from_db()
    assert report.status == Status.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_two_schedules_at_once_remind_once() -> None:
    answered(build())

    def remind(_number: int) -> int:
        try:
            return remind_quiet(DUE)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remind, range(2))) == [0, 1]
    assert reminders() == 1


@pytest.mark.django_db(transaction=True)
def test_the_real_worker_hands_a_code_over() -> None:
    identity = filed().report.identity
    assert identity
    send_code(identity, channel="email", report_id=None, now=timezone.now())
    jobs.drain()
    assert Delivery.objects.get(purpose="code").status == "handed_over"


def test_words_of_messages_are_forgotten_and_that_they_were_sent_is_not(world: World) -> None:
    answered(world)
    soon, late = NOW + 90 * DAY, NOW + 91 * DAY
    assert schedule.forget_messages(soon) == 0
    count = Delivery.objects.count()
    assert schedule.forget_messages(late) == count
    assert schedule.forget_messages(late) == 0
    row = Delivery.objects.earliest("id")
    assert (row.address, row.subject, row.body, row.person_mark) == ("", "", "", row.ref)
    assert row.handed_over_at == NOW


def test_messages_to_a_person_erased_are_forgotten_at_once_officers_ones_stay(world: World) -> None:
    report = answered(world)
    assert report.identity
    erasing.erase_identity(report.identity, now=NOW)
    assert schedule.forget_messages(NOW) == Delivery.objects.filter(person="reporter").count()
    assert Delivery.objects.filter(person="officer", blanked_at=None).exists()


def test_the_person_is_forgotten_when_the_time_for_reopening_is_long_over(world: World) -> None:
    report = answered(world)
    closing.close(report, by=holder_of_code(report), now=NOW)
    assert schedule.erase_identities(NOW + 400 * DAY) == 0
    assert schedule.erase_identities(NOW + 401 * DAY) == 1
    assert schedule.erase_identities(NOW + 401 * DAY) == 0
    identity = Identity.objects.get(report=report)
    assert (identity.name, identity.email, identity.email_mark) == ("", "", "")
    assert report.events.filter(act="close").exists()


def test_a_person_with_an_open_objection_is_kept(world: World) -> None:
    report = answered(world)
    closing.close(report, by=holder_of_code(report), now=NOW)
    closing.object_to(report, by=holder_of_code(report), reason="Uangnya belum masuk juga.", now=NOW)
    assert schedule.erase_identities(NOW + 401 * DAY) == 0


def test_codes_that_ran_out_are_deleted(world: World) -> None:
    identity = filed().report.identity
    assert identity
    send_code(identity, channel="email", report_id=None, now=NOW)
    assert schedule.forget_codes(NOW + DAY) == 0
    assert schedule.forget_codes(NOW + 2 * DAY) == 1
    assert not OneTimeCode.objects.exists()


def test_the_clock_wakes_webhooks_and_forgets_what_is_old(world: World) -> None:
    """A retry is a matter of the clock; messages and ended tokens go after the days of retention.csv."""
    now = timezone.now()
    hook = setting.set_up("http://127.0.0.1:9/", agency=world.ministry, user=None, now=now)
    setting.ping(hook, now=now)
    issue(User.objects.get(email="dewi@demo.lapor"), now=now)
    assert dict(schedule.tick(now))["wake_webhooks"] == 1
    work_off()  # nobody listens there
    done = dict(schedule.tick(now + 4 * DAY))
    work_off()
    assert (done["wake_webhooks"], done["forget_tokens"]) == (1, 0)
    assert hook.messages.get().status == HookFate.DEAD
    done = dict(schedule.tick(now + 32 * DAY))
    assert (done["forget_webhooks"], done["forget_tokens"]) == (1, 1)
