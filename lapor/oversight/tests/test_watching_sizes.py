"""No number of oversight and no list behind it reads all reports; with LAPOR_LARGE=1 over a million."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.db import connection
from django.db.models import QuerySet

from lapor.indicators import silence, surges
from lapor.oversight.watching import load, numbers
from lapor.oversight.watching.numbers import MOST
from lapor.reports.models import Report
from lapor.reports.queues import BY_NEWEST
from lapor.reports.tests.bulk import LARGE, fill
from lapor.reports.tests.plans import count_one_reader, too_much
from lapor.reports.tests.world import NOW, World

TAGS = """
    INSERT INTO reports_tag (report_id, programme, since, off)
    SELECT id, CASE WHEN id % 1000 = 0 THEN 'stunting' ELSE 'tunjangan-guru' END, received, false
    FROM reports_report WHERE id % 7 = 0 OR id % 1000 = 0
"""


def test_no_number_reads_all_reports(world: World) -> None:
    fill(until=NOW + timedelta(days=4), biggest=world.ministry)
    with connection.cursor() as cursor:
        cursor.execute(TAGS)
        cursor.execute("ANALYZE reports_tag")
    count_one_reader(small=not LARGE)
    read = {name: too_much(partial(list, rows)) for name, rows in _lists(world)}
    assert {name: found for name, found in read.items() if found} == {}
    silence.find_silent(NOW)
    surges.find_surges(NOW)


def _lists(world: World) -> Iterator[tuple[str, QuerySet[Report]]]:
    """What is counted, and the first page of the list it leads to."""
    for name in ("pratiwi", "yusuf", "kurnia", "tono"):
        actor = world.actor(name)
        found = [one for section in numbers.sections(actor, now=NOW) for one in section.numbers]
        for place, one in enumerate(found):
            rows = one.rows(actor, now=NOW)
            yield f"{name} {place} {one.chosen}, counted", rows.order_by()[:MOST]
            yield f"{name} {place} {one.chosen}", rows.order_by(*BY_NEWEST)[:21]
    for seat in load.seats(world.ministry, now=NOW)[:3]:
        mine = numbers.Number("", {"petugas": seat.user})
        yield f"in the hands of {seat.user}", mine.rows(world.actor("kurnia"), now=NOW).order_by()[:MOST]
