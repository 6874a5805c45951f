"""A month without a worker at an agency with thousands of open reports, then one tick; and day after day."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from lapor import schedule
from lapor.notifications.models import Delivery
from lapor.reports.models import Nudge
from lapor.reports.tests.bulk import LARGE, fill, gather, run_out
from lapor.reports.tests.world import NOW, build
from tests.journeys.ticking import measured

DAY = timedelta(days=1)
MEGABYTE = 1024 * 1024
REPORTS = 10_000 if LARGE else 3_000


def silent(reports: int) -> int:
    """Bulk reports whose clocks end today: how many of them lie at the ministry, the others with nobody."""
    world = build()
    fill(reports, until=NOW, biggest=world.ministry, backlog=1, days=300)
    run_out(NOW)
    return gather(world.ministry)


def mails() -> dict[str, int]:
    rows = Delivery.objects.filter(person="officer", channel="email", purpose="reminder")
    return Counter(name.split("@")[0] for name in rows.values_list("user__email", flat=True))


@pytest.mark.django_db(transaction=True)
def test_one_tick_is_one_digest_for_each_officer() -> None:
    assert silent(REPORTS) >= REPORTS / 2
    done, memory = measured(NOW + 30 * DAY)
    assert memory < (256 if LARGE else 220) * MEGABYTE  # 187 measured with 3,000
    assert done["advance_due"] > REPORTS * 0.8
    # The reports at the ministry have gone up to the last level, and so have those nobody verified.
    assert mails() == {"pratiwi": 1}
    mail = Delivery.objects.get(channel="email")
    assert mail.subject == f"Pengingat LAPOR!: {done['advance_due']} lewat batas"
    assert mail.body.count("/kelola/laporan/") == 20
    assert not Nudge.objects.filter(told_at=None, passed=False).exists()


def test_day_after_day_nobody_gets_two(db: None) -> None:
    """From the last day on, on each morning with a stage, twice: whoever it reaches is told once."""
    silent(1_200)
    told = []
    for days in (0, 1, 3, 7):
        before = Counter(mails())
        for minutes in (0, 5):
            schedule.tick(NOW + days * DAY + timedelta(minutes=minutes))
        told.append(Counter(mails()) - before)
    assert [dict(one) for one in told] == [
        {"andi": 1, "kurnia": 1, "ratna": 1},
        {"kurnia": 1, "pratiwi": 1},
        {"lilis": 1},
        {"pratiwi": 1},
    ]
