"""Many reports at once: invented histories by the thousand, copied to a million by the database itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.types.json import Jsonb

from lapor.registry.models import Agency, Category, Region
from lapor.reports.bulk import copying, molds, offices, people, wording
from lapor.reports.bulk.offices import Pool
from lapor.sla.zones import NATIONAL

DAYS = 3 * 365
# Histories that are made, beside copies: one for so many reports, but at least and at most so many.
EACH, FEWEST, MOST = 50, 500, 20_000
# Below this, keeping the indexes up costs less than making them anew.
MANY = 50_000
DETAILS = 400
# In which capacity officers act, and the seat that it takes.
_SEATS = {
    "verifier": ("national_verifier",),
    "overseer": ("national_supervisor",),
    "decider": ("national_supervisor", "coordinator"),
    "coordinator": ("coordinator",),
    "superior": ("superior",),
    "unit_officer": ("liaison",),
}
_NEWEST = "SELECT greatest(nextval(pg_get_serial_sequence('{0}', 'id')), max(id)) FROM {0}"
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (%s::regclass[])
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


@dataclass(frozen=True)
class Plan:
    """What is to be filled. `until`: the present; nothing is dated after it.

    `first`: tracking ids begin after it; none: own ids, as if filed. `backlog`: the share of reports that
    nobody works on. `biggest`: the agency that gets a fifth of all; none: one of the larger ones.
    `units`: the largest agencies have at least so many; units below that are made.
    """

    reports: int
    until: datetime
    seed: int = 1
    days: int = DAYS
    backlog: float = 0.0
    first: int | None = None
    biggest: Agency | None = None
    units: int = 0


def nothing(_text: str) -> None:
    """Nobody watches."""


@transaction.atomic
def fill(plan: Plan, *, progress: Callable[[str], None] = nothing) -> int:
    """Fill the tables of reports; says after which tracking id they begin. Needs a superuser.

    Every row agrees with every other, as if the reports had been filed and worked on: statuses with events,
    clocks with both, public forms with privacy. Not made: access codes (nobody knows one), files, letters,
    supporters, and the figures of days, which are to be counted anew. Empty seats of officers are filled.

    In one transaction: foreign keys and triggers are off meanwhile, and from `MANY` reports on indexes are
    dropped and made again. Memory: that of the histories, some 200 MB for a million reports.
    """
    agencies = _agencies(plan)
    offices.spread(agencies[: offices.LARGE], plan.units)
    units = offices.units_of(agencies)
    pools = offices.pools(agencies, units)
    offices.seat_officers((one.pk for one in agencies), (unit for below in units.values() for unit in below))
    with connection.cursor() as cursor:
        cursor.execute(copying.TEMPORARY)
        progress("histories")
        sizes = _cast(cursor, plan, pools)
        _surround(cursor, plan, pools, units)
        values: dict[str, Any] = {**_numbers(cursor, plan, sizes), **_places()}
        for statement in (*copying.PREPARED, copying.COPIES, *copying.COPIED):
            cursor.execute(statement, values)
        _insert(cursor, plan, values, progress)
    first: int = values["first"]
    return first


def _agencies(plan: Plan) -> list[Agency]:
    found = offices.receiving()
    if plan.biggest is None:
        return found
    return [plan.biggest, *(one for one in found if one.pk != plan.biggest.pk)]


def _cast(cursor: CursorWrapper, plan: Plan, pools: Sequence[Pool]) -> dict[str, int]:
    """The histories into temporary tables, a thousand at a time; says how many rows come of them."""
    number = min(plan.reports, max(FEWEST, min(MOST, plan.reports // EACH)))
    begin = (plan.until - timedelta(days=plan.days)).astimezone(NATIONAL).date()
    categories, sizes = _categories(), {"events": 0, "deadlines": 0, "drafts": 0}
    rows = molds.Rows()
    for plot in molds.plots(
        number, pools, begin=begin, until=plan.until, backlog=plan.backlog, seed=plan.seed
    ):
        copies = plan.reports // number + (plot.number <= plan.reports % number)
        before = len(rows.tables.get("deadline", ()))
        molds.write(plot, rows, copies=copies, categories=categories)
        sizes["events"] += copies * len(plot.events)
        sizes["deadlines"] += copies * (len(rows.tables.get("deadline", ())) - before)
        sizes["drafts"] += copies * len(plot.drafts)
        if plot.number % 1000 == 0:
            _copy_all(cursor, rows)
    _copy_all(cursor, rows)
    return sizes


def _copy_all(cursor: CursorWrapper, rows: molds.Rows) -> None:
    for table, lines in rows.tables.items():
        _copy(cursor, f"bulk_{table}", lines)
        lines.clear()


def _copy(cursor: CursorWrapper, table: str, rows: Iterable[Sequence[Any]]) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum",
        [table],
    )
    columns = ", ".join(name for (name,) in cursor.fetchall()[: len(first)])
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in (first, *rows):
            copy.write_row([Jsonb(cell) if isinstance(cell, dict) else cell for cell in row])


def _surround(cursor: CursorWrapper, plan: Plan, pools: Sequence[Pool], units: dict[int, list[int]]) -> None:
    """Agencies, officers and reporters, whom the copies take in turns."""
    _copy(cursor, "bulk_pool", ((pool.number, list(pool.agencies)) for pool in pools))
    _copy(cursor, "bulk_office", _offices(pools, units))
    _copy(cursor, "bulk_seat", _seats())
    number = max(200, plan.reports // people.REPORTS_EACH)
    _copy(cursor, "bulk_person", people.persons(number, plan.seed))
    draw = Random(plan.seed)  # noqa: S311 - invented reports
    _copy(cursor, "bulk_detail", ((place, wording.general("detail", draw)) for place in range(DETAILS)))


def _seats() -> Iterator[tuple[str, int, list[int]]]:
    for (role, agency), users in offices.officers().items():
        for capacity, roles in _SEATS.items():
            if role in roles:
                yield capacity, agency, users


def _offices(
    pools: Sequence[Pool], units: dict[int, list[int]]
) -> Iterator[tuple[int, list[int] | None, list[int] | None]]:
    """A regional agency hears of its own places; the country's agencies of all."""
    below: dict[int, list[int]] = {}
    for region, parent in Region.objects.filter(depth__lte=3).order_by("pk").values_list("pk", "parent"):
        below.setdefault(parent or 0, []).append(region)
    regions = dict(Agency.objects.tops().exclude(region=None).values_list("pk", "region"))
    for pool in pools:
        for agency in pool.agencies:
            own = regions.get(agency)
            yield agency, units.get(agency), [own, *below.get(own, ())] if own else None


def _categories() -> dict[int, list[int]]:
    """The categories of each topic; all of them where the registry has none of the topic's."""
    rows = list(Category.objects.filter(active=True).order_by("pk").values_list("pk", "code"))
    return {
        topic.number: [pk for pk, code in rows if code.split("/")[0] in topic.categories]
        or [pk for pk, _code in rows]
        for topic in wording.topics()
    }


def _places() -> dict[str, list[int]]:
    found = Region.objects.filter(depth=2).order_by("code") or Region.objects.order_by("code")
    return {"regions": list(found.values_list("pk", flat=True))}


def _numbers(cursor: CursorWrapper, plan: Plan, sizes: dict[str, int]) -> dict[str, int]:
    """The numbers after which those of the new rows begin."""
    first = plan.first
    return {
        "seed": plan.seed * 64,
        "details": DETAILS,
        "persons": max(200, plan.reports // people.REPORTS_EACH),
        "first": first if first is not None else _reserved(cursor, "reports_report", plan.reports),
        "identity": _reserved(cursor, "accounts_identity", plan.reports),
        "event": _reserved(cursor, "reports_event", sizes["events"]),
        "deadline": _reserved(cursor, "reports_deadline", sizes["deadlines"]),
        "draft": _reserved(cursor, "reports_draft", sizes["drafts"]),
    }


def _reserved(cursor: CursorWrapper, table: str, number: int) -> int:
    """So many ids of a table's sequence, beyond all that are in use; the one before the first of them."""
    cursor.execute(_NEWEST.format(table))
    last = int(cursor.fetchone()[0])
    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [last + number + 1])
    return last


def _insert(
    cursor: CursorWrapper, plan: Plan, values: dict[str, Any], progress: Callable[[str], None]
) -> None:
    cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute("SET LOCAL work_mem = '128MB'")
    with _indexes_later(cursor, plan.reports, progress):
        for table, statement in copying.TABLES.items():
            progress(table)
            cursor.execute(statement, values)
    cursor.execute("SET LOCAL session_replication_role = origin")
    progress("statistics")
    cursor.execute(f"ANALYZE {', '.join(copying.TABLES)}, registry_agency")
    cursor.execute(copying.FORGOTTEN)


@contextmanager
def _indexes_later(cursor: CursorWrapper, rows: int, progress: Callable[[str], None]) -> Iterator[None]:
    cursor.execute(_INDEXES, [list(copying.TABLES)])
    indexes = cursor.fetchall() if rows >= MANY else []
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    progress("indexes")
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for _name, definition in indexes:
        cursor.execute(definition)
