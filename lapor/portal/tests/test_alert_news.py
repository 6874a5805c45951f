"""What a digest counts as new: at an agency what came there, and what never left is told anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from lapor.notifications.alerting import send_alerts
from lapor.notifications.delivery import hand_over
from lapor.notifications.models import Delivery, Fate
from lapor.portal.tests.conftest import Make
from lapor.portal.tests.test_alerts import confirmed, due, letters
from lapor.reports.models import Disposition, Report
from lapor.reports.tests.world import World
from tests.client import CheckedClient


def test_at_an_agency_a_report_is_new_when_it_comes_there(
    client: CheckedClient, world: World, disposed: Make, now: datetime
) -> None:
    alert = confirmed(client, f"?instansi={world.ministry.slug}", "week", since=now - timedelta(minutes=1))
    one = disposed()
    one.report.refresh_from_db()
    type(one.report).objects.filter(pk=one.report.pk).update(verified_at=now - timedelta(days=3))
    at = due(alert)
    assert (timezone.localtime(at).weekday(), timezone.localtime(at).hour) == (0, 6)
    assert send_alerts(at) == 1
    assert f"#{one.report.pk}" in letters()[-1].body


def test_at_an_agency_a_report_that_came_from_another_is_new(
    client: CheckedClient, world: World, disposed: Make, now: datetime
) -> None:
    one = disposed()
    one.report.dispositions.update(until=now)
    Disposition.objects.create(report=one.report, agency=world.stranger, holder=world.stranger, since=now)
    Report.objects.filter(pk=one.report.pk).update(
        agency=world.stranger, verified_at=now - timedelta(days=9), disposed_at=now - timedelta(days=8)
    )
    alert = confirmed(client, f"?instansi={world.stranger.slug}", since=now - timedelta(minutes=1))
    assert send_alerts(due(alert)) == 1
    assert f"#{one.report.pk}" in letters()[-1].body
    assert send_alerts(due(alert)) == 1
    assert len(letters()) == 2


def test_what_never_left_is_told_anew_of_what_is_public_then(
    client: CheckedClient, verified: Make, now: datetime
) -> None:
    alert = confirmed(client, since=now - timedelta(hours=1))
    kept, hidden = verified().report, verified(title="Nama yang dibuka").report
    at = due(alert)
    send_alerts(at)
    missed = letters()[-1]
    hand_over(missed.pk, now=at + timedelta(hours=2))
    missed.refresh_from_db()
    assert (missed.status, missed.why) == (Fate.SUPPRESSED, "expired")
    Report.objects.filter(pk=hidden.pk).update(secret=True)
    send_alerts(due(alert))
    assert f"#{kept.pk}" in letters()[-1].body
    assert "Nama yang dibuka" not in letters()[-1].body
    Delivery.objects.filter(pk=letters()[-1].pk).update(status=Fate.HANDED_OVER)
    send_alerts(due(alert))
    assert len(letters()) == 3
