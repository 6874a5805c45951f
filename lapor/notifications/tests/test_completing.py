"""Who is to complete a report is reminded twice, by the own channels, with the command and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lapor.accounts.models import Identity
from lapor.notifications.models import Delivery, Fate
from lapor.notifications.nudging import tell_reporters
from lapor.notifications.tests.operator import PHONE
from lapor.reports import verification
from lapor.reports.escalating import advance_due
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, WIB, World, build, filed, holder_of_code

DAY = timedelta(days=1)
HIDDEN = ("Tunjangan", "guru", "Kenanga", "Wulandari", "kenanga@", "sekolah")


@pytest.fixture
def world(db: None) -> World:
    return build()


def postponed(world: World, **changes: Any) -> Report:
    report = filed(confirmed_email=True, **changes).report
    verification.postpone(report, by=world.actor("ratna"), reason="Mohon nama sekolah.", now=NOW)
    return report


def test_the_reporter_is_reminded_twice_to_complete(world: World) -> None:
    report = postponed(world)
    for day in range(30):
        advance_due(NOW + day * DAY)
        tell_reporters(NOW + day * DAY)
    rows = list(Delivery.objects.filter(report=report, purpose="reminder").order_by("id"))
    # thirty days end on Thu 27 Sep; half of them on Wed 12
    assert [row.created_at.astimezone(WIB).day for row in rows] == [12, 26]
    assert all(row.status == Fate.QUEUED for row in rows)
    assert rows[0].subject == f"Laporan #{report.pk}: menunggu kelengkapan Anda"
    assert "Lengkapi sampai 27 September 2018" in rows[0].body


@pytest.mark.parametrize("hidden", [{}, {"secret": True}, {"anonymous": True}])
def test_by_sms_with_the_command_and_nothing_of_the_content(world: World, hidden: dict[str, bool]) -> None:
    report = postponed(world, phone=PHONE, **hidden)
    Identity.objects.filter(report=report).update(phone_confirmed_at=NOW, told_by="both")
    advance_due(NOW + 20 * DAY)
    assert tell_reporters(NOW + 20 * DAY) == 1
    rows = Delivery.objects.filter(report=report, purpose="reminder")
    sms = rows.get(channel="sms")
    assert f"BALAS {report.pk}" in sms.body
    assert sms.status == rows.get(channel="email").status == Fate.QUEUED
    assert [word for row in rows for word in HIDDEN if word in row.subject + row.body] == []


def test_who_completed_in_time_is_not_reminded(world: World) -> None:
    report = postponed(world)
    advance_due(NOW + 20 * DAY)
    verification.complete(report, by=holder_of_code(report), text="SDN 1 Pace.", now=NOW + 20 * DAY)
    assert tell_reporters(NOW + 20 * DAY) == 0
