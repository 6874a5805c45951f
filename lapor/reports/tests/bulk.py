"""Many reports quickly, for tests of size: consistent rows written by the database itself.

A backlog worse than any real one: a sixth of all reports lies in each of six states, a fifth of them at one
agency, and every twentieth at one of its units. Foreign keys and triggers are off meanwhile, and indexes are
made afterwards: a million reports take two minutes instead of ten.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from lapor.registry.models import Agency, Category, Region
from lapor.reports.models import Deadline, Disposition, Report
from lapor.sla.rules import Step

LARGE = os.environ.get("LAPOR_LARGE") == "1"
ROWS = 1_000_000 if LARGE else 10_000
# Bulk reports are numbered from here; `FIRST + rows` is the newest.
FIRST = 20_000_000
# Below this, keeping the indexes up costs less than making them anew.
MANY = 50_000

# One report every 37 seconds, the last one at `until`. The first agency has a fifth of them.
_SERIES = """
    SELECT n, 20000000 + n AS id, n %% 6 AS state,
        %(until)s::timestamptz - (%(rows)s - n) * interval '37 seconds' AS at,
        CASE WHEN n / 6 %% 20 = 0 THEN %(unit)s::bigint END AS unit,
        (%(agencies)s)[CASE WHEN n / 6 %% 5 = 0 THEN 1
            ELSE 1 + n / 30 %% array_length(%(agencies)s, 1) END] AS holder
    FROM generate_series(1, %(rows)s) AS n
"""
_REPORTS = f"""
    INSERT INTO reports_report (id, report_class, status, version, closing, channel, source_ref, received,
        anonymous, secret, access_mark, flood, reopened, agency_referrals, unit_referrals, unmapped, dated,
        verified_at, disposed_at, closed_at, identity_id, agency_id, unit_id, region_id, category_id, due,
        supervision)
    SELECT id, CASE n %% 25 WHEN 0 THEN 'aspiration' ELSE 'complaint' END,
        (ARRAY['received', 'verified', 'disposed', 'in_progress', 'answered', 'closed'])[1 + state], 1,
        CASE WHEN state = 5 THEN 'confirmed' ELSE '' END,
        CASE n %% 200 WHEN 0 THEN 'letter' ELSE 'web' END, '', at, false, n %% 50 = 0, '', false, false,
        CASE WHEN state = 1 AND n %% 500 = 1 THEN 1 ELSE 0 END,
        CASE WHEN state = 2 AND n %% 500 = 2 THEN 1 ELSE 0 END, '{{}}', true,
        CASE WHEN state > 0 THEN at + interval '1 day' END,
        CASE WHEN state > 1 THEN at + interval '1 day' END,
        CASE WHEN state = 5 THEN at + interval '6 days' END,
        id, CASE WHEN state > 1 THEN holder END, CASE WHEN state > 1 THEN unit END,
        (%(regions)s)[1 + n / 7 %% array_length(%(regions)s, 1)],
        (%(categories)s)[1 + n / 11 %% array_length(%(categories)s, 1)],
        CASE WHEN state < 5 THEN at + interval '7 days' END, n %% 100 = 0
    FROM ({_SERIES}) AS one
"""
# One person in ten thousand reports often.
_IDENTITIES = """
    INSERT INTO accounts_identity (id, name, email, phone, email_mark, phone_mark, email_confirmed_at,
        language, told_by, created_at)
    SELECT 20000000 + n, '', '', '', 'mark ' || CASE n %% 10000 WHEN 0 THEN 0 ELSE n END, '', now(),
        'id', '', now()
    FROM generate_series(1, %(rows)s) AS n
"""
_TEXTS = """
    INSERT INTO reports_textversion (report_id, number, title, text, location, created_at)
    SELECT id, 1, 'Jalan rusak nomor ' || id - 20000000, 'Lubang di depan sekolah ' || id %% 977, '', received
    FROM reports_report WHERE id > 20000000
"""
# The trigger that keeps `search` is off.
_PUBLICATIONS = """
    INSERT INTO reports_publication (report_id, title, text, location, received, search)
    SELECT r.id, v.title, v.text, '', r.received, setweight(to_tsvector('indonesian', v.title), 'A') ||
        setweight(to_tsvector('indonesian', v.text), 'B')
    FROM reports_report r JOIN reports_textversion v ON v.report_id = r.id
    WHERE r.id > 20000000 AND r.verified_at IS NOT NULL AND NOT r.secret
"""
_FULL_TEXTS = """
    INSERT INTO reports_fulltext (report_id, search)
    SELECT report_id, setweight(to_tsvector('indonesian', title), 'A') ||
        setweight(to_tsvector('indonesian', text), 'B')
    FROM reports_textversion WHERE report_id > 20000000
"""
_DISPOSITIONS = """
    INSERT INTO reports_disposition (report_id, agency_id, holder_id, lead, since)
    SELECT id, agency_id, coalesce(unit_id, agency_id), true, disposed_at FROM reports_report
    WHERE id > 20000000 AND agency_id IS NOT NULL
"""
_EVENTS = """
    INSERT INTO reports_event (report_id, act, from_status, to_status, at, role, agency_id, facts)
    SELECT r.id, e.act, '', e.status, e.at, e.role, e.agency, '{}' FROM reports_report r,
        LATERAL (VALUES ('file', 'received', r.received, 'reporter', NULL::bigint),
            ('verify', 'verified', r.verified_at, 'verifier', NULL),
            ('dispose', 'disposed', r.disposed_at, 'verifier', r.agency_id),
            ('close', 'closed', r.closed_at, 'reporter', NULL)) AS e (act, status, at, role, agency)
    WHERE r.id > 20000000 AND e.at IS NOT NULL
"""
_DEADLINES = """
    INSERT INTO reports_deadline (report_id, step, rule, agency_id, started_at, due, met_at,
        watched_from, stage)
    SELECT id, CASE WHEN agency_id IS NULL THEN 'verification' ELSE 'follow_up' END, 'bulk', agency_id,
        received, received + interval '7 days', closed_at, received, ''
    FROM reports_report WHERE id > 20000000
"""
_DRAFTS = """
    INSERT INTO reports_draft (report_id, by_id, text, sent_text, final, state, created_at)
    SELECT id, (SELECT min(id) FROM accounts_user), 'Sudah kami tangani.', '', true, 'waiting', received
    FROM reports_report WHERE id > 20000000 AND status = 'in_progress' AND id %% 100 = 3
"""
_OBJECTIONS = """
    INSERT INTO reports_objection (report_id, level, raised_at)
    SELECT id, (ARRAY['coordinator', 'national_supervisor'])[1 + id %% 2], received
    FROM reports_report WHERE id > 20000000 AND status = 'in_progress' AND id / 6 %% 500 = 0
"""
# Who works on it and who watches it: the officer with the most has some hundreds, whatever the size.
_HANDLINGS = """
    INSERT INTO reports_handling (report_id, user_id, agency_id, since)
    SELECT id, u.first + id / 5 %% u.number, agency_id, received
    FROM reports_report, (SELECT min(id) AS first, count(*) AS number FROM accounts_user) AS u
    WHERE id > 20000000 AND id %% greatest(1, %(rows)s / 2000) = 0
"""
_WATCHES = """
    INSERT INTO reports_watch (report_id, user_id, since) SELECT report_id, user_id, since
    FROM reports_handling WHERE report_id > 20000000
"""
_CASES = """
    INSERT INTO reports_ombudsmancase (report_id, since, number)
    SELECT id, received, '' FROM reports_report WHERE id > 20000000 AND id %% 50 = 7
"""
TABLES = {
    "accounts_identity": _IDENTITIES,
    "reports_report": _REPORTS,
    "reports_textversion": _TEXTS,
    "reports_publication": _PUBLICATIONS,
    "reports_fulltext": _FULL_TEXTS,
    "reports_disposition": _DISPOSITIONS,
    "reports_event": _EVENTS,
    "reports_deadline": _DEADLINES,
    "reports_draft": _DRAFTS,
    "reports_objection": _OBJECTIONS,
    "reports_ombudsmancase": _CASES,
    "reports_handling": _HANDLINGS,
    "reports_watch": _WATCHES,
}
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (%s::regclass[])
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


@transaction.atomic
def fill(rows: int = ROWS, *, until: datetime, biggest: Agency, unit: Agency) -> None:
    """`rows` reports up to `until` at the top agencies, a fifth at `biggest`, a twentieth at its `unit`.

    With persons, texts, public forms, words, events, clocks, drafts, objections, cases and officers' tasks.
    Needs a superuser.
    """
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"rows": rows, "until": until, "unit": unit.pk, **_registry(biggest)}
        cursor.execute("SET LOCAL session_replication_role = replica")
        with _indexes_later(cursor, rows):
            for statement in TABLES.values():
                cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(f"ANALYZE {', '.join(TABLES)}, registry_agency")


def _registry(biggest: Agency) -> dict[str, list[int]]:
    tops = Agency.objects.tops().exclude(pk=biggest.pk).order_by("pk")
    return {
        "agencies": [biggest.pk, *tops.values_list("pk", flat=True)],
        "regions": list(Region.objects.order_by("pk").values_list("pk", flat=True)),
        "categories": list(Category.objects.order_by("pk").values_list("pk", flat=True)),
    }


@contextmanager
def _indexes_later(cursor: CursorWrapper, rows: int) -> Iterator[None]:
    cursor.execute(_INDEXES, [list(TABLES)])
    indexes = cursor.fetchall() if rows >= MANY else []
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for _name, definition in indexes:
        cursor.execute(definition)


def run_out(at: datetime) -> int:
    """The open bulk reports' clocks end at `at`, by the rules of the data; says how many."""
    rules = {Step.FOLLOW_UP: "follow-up-5", Step.VERIFICATION: "verification-3"}
    done = 0
    for step, rule in rules.items():
        rows = Deadline.objects.filter(step=step, met_at=None, report__gt=FIRST)
        done += rows.update(rule=rule, due=at, watched_from=at - timedelta(days=9), next_stage_at=at)
    return done


def gather(agency: Agency) -> int:
    """All open bulk reports that lie at some agency lie at this one; says how many."""
    Disposition.objects.filter(report__gt=FIRST).update(agency=agency, holder=agency)
    Deadline.objects.filter(report__gt=FIRST, agency__isnull=False).update(agency=agency)
    held = Report.objects.filter(pk__gt=FIRST, agency__isnull=False)
    held.update(agency=agency, unit=None)
    return held.filter(closed_at=None).count()


def newest(**which: object) -> Report:
    """The newest bulk report that is so."""
    return Report.objects.filter(pk__gt=FIRST, **which).latest("pk")
