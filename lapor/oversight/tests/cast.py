"""Reports for the public pages to count."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from lapor.indicators import facts
from lapor.indicators.marking import mark_days
from lapor.registry.models import Agency
from lapor.reports import closing, disposition, followup, verification
from lapor.reports.models import Report
from lapor.reports.tests.world import NOW, World, filed, holder_of_code

DAY = timedelta(days=1)
LATER = NOW + 60 * DAY
PERIOD = "dari=2018-08-01&sampai=2018-08-31"


def forwarded(world: World, *, agency: Agency | None = None, now: datetime = NOW, **changes: Any) -> Report:
    report = filed(now=now, **changes).report
    verification.verify(report, by=world.actor("ratna"), now=now + DAY)
    disposition.dispose(report, by=world.actor("ratna"), agency=agency or world.ministry, now=now + DAY)
    return report


def answered(world: World, *, after: int = 2, close: bool = True, **changes: Any) -> Report:
    """Forwarded a day after filing, answered `after` days after filing, closed a day later."""
    report = forwarded(world, **changes)
    then = report.received + after * DAY
    followup.answer(report, by=world.actor("kurnia"), text="Sudah kami bayar.", final=True, now=then)
    if close:
        closing.close(report, by=holder_of_code(report), rating=5, now=then + DAY)
    return report


def count(now: datetime = LATER) -> None:
    """What the worker does: every day that has a report."""
    mark_days(facts.day_of(moment) for moment in Report.objects.values_list("received", flat=True))
    facts.roll_up(now)
