"""Many reports quickly, for tests of size (`lapor.reports.bulk`), and what these tests do with them."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from django.db import connection

from lapor.accounts.sealing import mark
from lapor.registry.models import Agency
from lapor.reports.bulk import filling, people
from lapor.reports.models import Deadline, Disposition, Report
from lapor.sla.rules import Step

LARGE = os.environ.get("LAPOR_LARGE") == "1"
ROWS = 1_000_000 if LARGE else 10_000
# Bulk reports are numbered from here; `FIRST + rows` is the newest.
FIRST = 20_000_000
RULES = {Step.FOLLOW_UP: "follow-up-5", Step.VERIFICATION: "verification-3"}
# In sizes at which it matters, the largest agencies are as divided as real ones.
DIVIDED, UNITS = 10_000, 24
# Who works on it and who watches it: the officer with the most has some hundreds, whatever the size.
HANDLINGS = """
    INSERT INTO reports_handling (report_id, user_id, agency_id, since)
    SELECT id, u.first + id / 5 %% u.number, agency_id, received
    FROM reports_report, (SELECT min(id) AS first, count(*) AS number FROM accounts_user) AS u
    WHERE id > %s AND id %% %s = 0
"""
WATCHES = """
    INSERT INTO reports_watch (report_id, user_id, since) SELECT report_id, user_id, since
    FROM reports_handling WHERE report_id > %s
"""


def fill(
    rows: int = ROWS,
    *,
    until: datetime,
    biggest: Agency,
    unit: Agency | None = None,
    backlog: float = 0.01,
    days: int = filling.DAYS,
) -> None:
    """`rows` reports of `days` up to `until`, a quarter of them at `biggest`, most of these at its units.

    As in life most have ended: with `backlog`, the share that nobody works on, some 6 % are open. `unit` must
    lie below `biggest`.
    """
    if unit and not biggest.contains(unit):
        raise ValueError(f"{unit} does not lie below {biggest}")
    units = UNITS if rows >= DIVIDED else 0
    filling.fill(
        filling.Plan(rows, until=until, days=days, backlog=backlog, first=FIRST, biggest=biggest, units=units)
    )
    with connection.cursor() as cursor:
        cursor.execute(HANDLINGS, [FIRST, max(1, rows // 2000)])
        cursor.execute(WATCHES, [FIRST])
        cursor.execute("ANALYZE reports_handling, reports_watch")


def run_out(at: datetime) -> int:
    """The open bulk reports' duties end at `at`, by the rules of the data; says how many.

    No other clock is left, and none of these reports requires inspection.
    """
    Report.objects.filter(pk__gt=FIRST, supervision=True).update(supervision=False)
    running = Deadline.objects.filter(met_at=None, stopped_at=None, report__gt=FIRST)
    kept = list(running.filter(step__in=RULES).values_list("pk", flat=True))
    Deadline.objects.filter(report__gt=FIRST).exclude(pk__in=kept).delete()
    done = 0
    for step, rule in RULES.items():
        rows = Deadline.objects.filter(step=step, report__gt=FIRST)
        done += rows.update(rule=rule, due=at, watched_from=at - timedelta(days=9), next_stage_at=at)
    return done


def gather(agency: Agency) -> int:
    """All bulk reports that lie at some agency lie at this one; says how many of them are open."""
    lead = Disposition.objects.filter(report__gt=FIRST, until=None)
    lead.filter(lead=False).delete()
    lead.update(agency=agency, holder=agency)
    Deadline.objects.filter(report__gt=FIRST, agency__isnull=False).update(agency=agency)
    held = Report.objects.filter(pk__gt=FIRST, agency__isnull=False)
    held.update(agency=agency, unit=None)
    return held.filter(closed_at=None).count()


def newest(**which: object) -> Report:
    """The newest bulk report that is so."""
    return Report.objects.filter(pk__gt=FIRST, **which).latest("pk")


def often() -> str:
    """The mark of a person who reports often."""
    return mark("email", people.email_of(0))
