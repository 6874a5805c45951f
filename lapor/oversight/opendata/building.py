"""Writing the files of a month anew: what was taken back at once, what merely changed a little later.

Safe to be killed and to run twice at once: a month is written by whoever holds its lock, and its new files
count from the moment the transaction ends.
"""

from __future__ import annotations

import calendar
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import TruncMonth

from lapor.indicators import facts
from lapor.indicators.marking import mark_days
from lapor.indicators.models import DayFacts, Scope, StaleMonth
from lapor.oversight.models import DataMonth
from lapor.oversight.opendata import keeping, rows, totals
from lapor.oversight.opendata.columns import DAYS, EVENTS, MONTHS, REPORTS
from lapor.oversight.opendata.writing import Writer, checksums
from lapor.reports.models import TakenBack

log = logging.getLogger(__name__)

# Files of a month in which people act all the time are written anew at most so often.
REST = timedelta(minutes=15)
# How many months one run writes; the rest waits for the next.
BATCH = 12
# Names our locks among those of the database.
LOCK = 0x0DA7A


def build_data(now: datetime) -> int:
    """Write the months whose files are missing or old, those first from which something was taken back.

    Says how many. One that fails keeps no other from being written; the next run tries it again.
    """
    return sum(_built(month, now) for month in due(now)[:BATCH])


def due(now: datetime) -> list[date]:
    """The months to be written, the most urgent first, then the newest. Three queries over days and months.

    A day that is counted again gets new rows, so the newest row's number says which count a month stands on.
    """
    country = DayFacts.objects.filter(scope=Scope.COUNTRY, scope_id=0)
    counted = country.annotate(month=TruncMonth("day")).values("month").annotate(newest=Max("pk"))
    stamps = dict(counted.order_by().values_list("month", "newest"))
    known = DataMonth.objects.in_bulk()
    urgent = set(TakenBack.objects.values_list("month", flat=True).distinct()) & {*known, *stamps}
    changed = {month for month, stamp in stamps.items() if _old(known.get(month), stamp, now)}
    return [*sorted(urgent, reverse=True), *sorted(changed - urgent, reverse=True)]


def build(month: date, *, now: datetime) -> bool:
    """Write the files of the month that begins on `month`; False where somebody else is at it."""
    DataMonth.objects.bulk_create([DataMonth(month=month)], ignore_conflicts=True)
    return _build(month, now)


def _build(month: date, now: datetime) -> bool:
    """What was taken back is looked up before anything is read: a change after that keeps its mark, and with
    it the files out of the public's hands.

    Held by a lock of the session and not of a row: the change feed waits for every transaction that writes.
    """
    with _alone(month) as alone:
        if not alone:
            return False
        row = DataMonth.objects.get(month=month)
        taken = list(TakenBack.objects.filter(month=month).values_list("pk", flat=True))
        if taken:
            _count_anew(month, now)
        before, row.facts = row.key, _stamp(month)
        with keeping.fresh(month, besides=before) as folder:
            row.files = _write(month, folder, now)
            row.key, row.built_at = folder.name, now
            with transaction.atomic():
                row.save()
                TakenBack.objects.filter(pk__in=taken).delete()
                transaction.on_commit(lambda: keeping.remove(month, before))
    return True


@contextmanager
def _alone(month: date) -> Iterator[bool]:
    """Whether nobody else writes this month; a lock that goes with the connection of whoever is killed."""
    key = [LOCK, month.toordinal()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _count_anew(month: date, now: datetime) -> None:
    """The month's totals without what was taken back: its own mark may not have come yet."""
    mark_days(month + timedelta(days=back) for back in range(calendar.monthrange(month.year, month.month)[1]))
    while facts.roll_up(now):
        pass


def _write(month: date, folder: Path, now: datetime) -> dict[str, dict[str, str | int]]:
    written: dict[str, int] = {}
    with Writer(REPORTS, folder) as reports, Writer(EVENTS, folder) as events:
        for chunk in rows.chunks(month, now=now):
            reports.write(chunk.reports)
            events.write(chunk.events)
    for table, lines in ((DAYS, totals.day_rows(month)), (MONTHS, totals.month_rows(month))):
        with Writer(table, folder) as writer:
            writer.write(lines)
        written[table.name] = writer.rows
    return checksums(folder, written | {REPORTS.name: reports.rows, EVENTS.name: events.rows})


def _built(month: date, now: datetime) -> bool:
    try:
        return build(month, now=now)
    except Exception:
        log.exception("open data of %s failed", month)
        return False


def _old(row: DataMonth | None, stamp: int, now: datetime) -> bool:
    if row is None or row.built_at is None or not keeping.there(row):
        return True
    return row.facts != stamp and not now - REST < row.built_at <= now


def _stamp(month: date) -> int:
    """0, which no count is, while the month is still to be added up: then it is written once more."""
    if StaleMonth.objects.filter(month=month).exists():
        return 0
    days = DayFacts.objects.filter(scope=Scope.COUNTRY, scope_id=0, day__gte=month)
    newest = days.filter(day__lt=rows.following(month)).aggregate(newest=Max("pk"))["newest"]
    return newest or 0
