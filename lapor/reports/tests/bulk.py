"""Many reports quickly, for tests of size: consistent rows written by the database itself."""

from __future__ import annotations

import os

from django.db import connection

from lapor.registry.models import Agency

LARGE = os.environ.get("LAPOR_LARGE") == "1"
ROWS = 1_000_000 if LARGE else 10_000

_REPORTS = """
    INSERT INTO reports_report (id, report_class, status, version, closing, channel, source_ref, received,
        anonymous, secret, access_mark, flood, reopened, agency_referrals, unit_referrals, unmapped, dated,
        verified_at, agency_id, due)
    SELECT 20000000 + n, 'complaint',
        (ARRAY['received','verified','disposed','in_progress','answered','closed'])[1 + n %% 6], 1,
        CASE WHEN n %% 6 = 5 THEN 'silent' ELSE '' END, 'web', '',
        timestamptz '2024-01-01' + n * interval '37 seconds', false, n %% 50 = 0, '', false, false, 0, 0,
        '{}', true,
        CASE WHEN n %% 6 > 0 THEN timestamptz '2024-01-02' + n * interval '37 seconds' END,
        CASE WHEN n %% 6 > 1 THEN (%(agencies)s)[1 + n %% array_length(%(agencies)s, 1)] END,
        CASE WHEN n %% 6 < 5 THEN timestamptz '2024-01-08' + n * interval '37 seconds' END
    FROM generate_series(1, %(rows)s) AS n
"""
_TEXTS = """
    INSERT INTO reports_textversion (report_id, number, title, text, location, created_at)
    SELECT 20000000 + n, 1, 'Jalan rusak nomor ' || n, 'Lubang di depan sekolah ' || n %% 977, '',
        timestamptz '2024-01-01' FROM generate_series(1, %(rows)s) AS n
"""
_PUBLICATIONS = """
    INSERT INTO reports_publication (report_id, title, text, location, received)
    SELECT r.id, v.title, v.text, v.location, r.received FROM reports_report r
        JOIN reports_textversion v ON v.report_id = r.id
    WHERE r.id > 20000000 AND r.verified_at IS NOT NULL AND NOT r.secret
"""
_DISPOSITIONS = """
    INSERT INTO reports_disposition (report_id, agency_id, holder_id, lead, since)
    SELECT id, agency_id, agency_id, true, received FROM reports_report
    WHERE id > 20000000 AND agency_id IS NOT NULL
"""


def fill(rows: int = ROWS) -> None:
    """`rows` reports of every status at the registry's top agencies, with texts and public forms."""
    agencies = list(Agency.objects.tops().values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for statement in (_REPORTS, _TEXTS, _PUBLICATIONS, _DISPOSITIONS):
            cursor.execute(statement, {"rows": rows, "agencies": agencies})
        cursor.execute("ANALYZE reports_report, reports_publication, reports_disposition, registry_agency")
