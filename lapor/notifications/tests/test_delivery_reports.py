"""What comes back later: delivered, not delivered, sent back; and what it means for a quiet closing."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from lapor.accounts.actors import TIMER
from lapor.notifications import announcing, delivery
from lapor.notifications.delivery_reports import note_bounce, note_sms
from lapor.notifications.models import Delivery, Fate
from lapor.notifications.tests.operator import MINUTE, answer_of, answered
from lapor.notifications.tests.working import work_off
from lapor.reports import closing
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, World, build

DAY = timedelta(days=1)
DELIVERED, UNDELIVERED, QUEUED, TAKEN, REFUSED = 1, 2, 4, 8, 16


@pytest.fixture
def world(db: None) -> World:
    return build()


def told_by_sms(world: World) -> tuple[Report, Delivery]:
    """Answered and told: a reporter who wrote by SMS, with a confirmed e-mail as spare."""
    report = answered(world, channel="sms")
    work_off(now=NOW + MINUTE)
    report.refresh_from_db()
    assert report.told_at == NOW + MINUTE
    return report, answer_of(report, "sms")


def fate_of(row: Delivery) -> tuple[str, str]:
    row.refresh_from_db()
    return row.status, row.why


@pytest.mark.parametrize(
    ("statuses", "fate", "why"),
    [
        ([TAKEN], Fate.HANDED_OVER, ""),
        ([TAKEN, DELIVERED], Fate.DELIVERED, ""),
        ([DELIVERED, TAKEN, UNDELIVERED], Fate.DELIVERED, ""),
        ([UNDELIVERED, DELIVERED], Fate.FAILED, "dlr_2"),
        ([QUEUED, REFUSED], Fate.FAILED, "dlr_16"),
        ([0, 31, 999], Fate.HANDED_OVER, ""),
    ],
)
def test_a_final_state_stands(world: World, statuses: list[int], fate: str, why: str) -> None:
    _report, row = told_by_sms(world)
    for status in statuses:
        assert note_sms(row.ref, status, now=NOW + 2 * MINUTE)
    assert fate_of(row) == (fate, why)


def test_an_unknown_name_and_one_of_another_channel_are_refused(world: World) -> None:
    report, row = told_by_sms(world)
    mail = answer_of(report, "email")
    assert not note_sms("0" * 32, DELIVERED, now=NOW)
    assert not note_sms(mail.ref, DELIVERED, now=NOW)
    assert not note_bounce(row.ref, permanent=True, why="5.1.1", now=NOW)
    assert not note_bounce(mail.ref, permanent=True, why="5.1.1", now=NOW)  # a spare that was never sent


@pytest.mark.parametrize("before", [Fate.SENDING, Fate.IN_DOUBT, Fate.QUEUED])
def test_a_report_proves_that_it_was_handed_over(world: World, before: str) -> None:
    """Also of a message whose receipt got lost: it is not sent again."""
    report, row = told_by_sms(world)
    Report.objects.filter(pk=report.pk).update(told_at=None)
    Delivery.objects.filter(pk=row.pk).update(status=before)
    note_sms(row.ref, TAKEN, now=NOW + 2 * MINUTE)
    assert fate_of(row) == (Fate.HANDED_OVER, "")
    assert delivery.hand_over(row.pk, now=NOW + 2 * MINUTE)
    row.refresh_from_db()
    report.refresh_from_db()
    assert (row.attempts, report.told_at) == (1, NOW + 2 * MINUTE)


def test_an_sms_that_did_not_arrive_lets_the_mail_go_and_the_quiet_days_start_anew(world: World) -> None:
    report, row = told_by_sms(world)
    note_sms(row.ref, UNDELIVERED, now=NOW + 2 * DAY)
    report.refresh_from_db()
    assert report.told_at is None
    work_off(now=NOW + 2 * DAY)
    report.refresh_from_db()
    assert answer_of(report, "email").status == Fate.HANDED_OVER
    assert report.told_at == NOW + 2 * DAY
    (quiet,) = report.deadlines.filter(step="quiet", stopped_at=None)
    assert quiet.started_at == NOW + 2 * DAY


def test_when_both_come_back_a_quiet_closing_is_unconfirmed(world: World) -> None:
    report, row = told_by_sms(world)
    note_sms(row.ref, UNDELIVERED, now=NOW + DAY)
    work_off(now=NOW + DAY)
    mail = answer_of(report, "email")
    assert note_bounce(mail.ref, permanent=True, why="5.1.1", now=NOW + 2 * DAY)
    assert fate_of(mail) == (Fate.BOUNCED, "5.1.1")
    closing.close_quiet(report, by=TIMER, now=NOW + 30 * DAY)
    assert report.closing == "unconfirmed"


def test_a_reminder_that_came_back_leaves_a_quiet_closing_unconfirmed(world: World) -> None:
    report, _row = told_by_sms(world)
    quiet = report.deadlines.get(step="quiet", stopped_at=None)
    assert quiet.due
    assert closing.remind_quiet(report, now=quiet.due)
    announcing.remind_quiet(report, now=quiet.due)
    work_off(now=quiet.due)
    reminder = Delivery.objects.get(purpose="reminder", channel="sms")
    spare = Delivery.objects.get(purpose="reminder", channel="email")
    note_sms(reminder.ref, UNDELIVERED, now=quiet.due)
    work_off(now=quiet.due)
    note_bounce(spare.ref, permanent=True, why="5.2.1", now=quiet.due)
    closing.close_quiet(report, by=TIMER, now=quiet.due + DAY)
    assert report.closing == "unconfirmed"


def test_a_mail_that_still_tries_is_only_noted(world: World) -> None:
    report = answered(world)
    work_off(now=NOW + MINUTE)
    row = answer_of(report)
    assert note_bounce(row.ref, permanent=False, why="4.2.2", now=NOW + DAY)
    assert fate_of(row) == (Fate.HANDED_OVER, "4.2.2")
    report.refresh_from_db()
    assert report.told_at == NOW + MINUTE
    assert note_bounce(row.ref, permanent=True, why="5.0.0", now=NOW + 2 * DAY)
    assert note_bounce(row.ref, permanent=True, why="5.1.1", now=NOW + 2 * DAY)
    assert fate_of(row) == (Fate.BOUNCED, "5.0.0")
    assert answer_of(report, "sms").status == Fate.QUEUED


@pytest.mark.django_db(transaction=True)
def test_of_reports_that_contradict_each_other_one_stands_and_one_spare_goes() -> None:
    report, row = told_by_sms(build())
    statuses = [DELIVERED, UNDELIVERED, REFUSED, TAKEN, UNDELIVERED, DELIVERED]
    together = Barrier(len(statuses))

    def tell(status: int) -> None:
        try:
            together.wait()
            note_sms(row.ref, status, now=NOW + DAY)
        finally:
            connection.close()

    threads = [Thread(target=tell, args=(status,)) for status in statuses]
    [thread.start() for thread in threads]  # type: ignore[func-returns-value]
    [thread.join() for thread in threads]  # type: ignore[func-returns-value]
    fate, _why = fate_of(row)
    assert fate in (Fate.DELIVERED, Fate.FAILED)
    report.refresh_from_db()
    assert (report.told_at is not None) == (fate == Fate.DELIVERED)
    assert work_off(now=NOW + DAY) == (1 if fate == Fate.FAILED else 0)
