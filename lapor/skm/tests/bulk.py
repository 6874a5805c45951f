"""Many responses quickly: made in the database, then counted by the roll-up's own rebuild."""

from __future__ import annotations

import os
from datetime import datetime

from django.db import connection

from lapor.skm.counting import rebuild
from lapor.skm.models import Period

LARGE = os.environ.get("LAPOR_LARGE") == "1"
ROWS = 1_000_000 if LARGE else 10_000
_FILL = """
    INSERT INTO skm_response (period_id, service_id, way, client_id, answered_at, u1, u2, u3, u4, u5, u6, u7,
        u8, u9, own, age, sex, education, occupation, suggestion, topic, seconds, mark, excluded, hidden)
    SELECT %(period)s, (%(services)s::bigint[])[1 + n %% %(many)s],
        (ARRAY['link', 'kiosk', 'paper'])[1 + n %% 3],
        gen_random_uuid(), %(now)s, draw(n, 1), draw(n, 2), draw(n, 3), draw(n, 4), draw(n, 5), draw(n, 6),
        draw(n, 7), nullif(draw(n, 8), 1), draw(n, 9), '{}', (ARRAY['', '20_29', '30_39'])[1 + n %% 3],
        (ARRAY['', 'female', 'male'])[1 + n / 3 %% 3], (ARRAY['', 'sma', 's1'])[1 + n / 9 %% 3],
        (ARRAY['', 'pns', 'other'])[1 + n / 27 %% 3],
        CASE WHEN n %% 10 = 0 THEN 'Antrean lama ' || n ELSE '' END,
        CASE WHEN n %% 10 = 0 THEN 'U2' ELSE '' END, n %% 200, '', n %% 1000 = 0, false
    FROM generate_series(1, %(rows)s) AS n
"""
_DRAW = """
    CREATE OR REPLACE FUNCTION pg_temp.draw(n int, turn int) RETURNS int LANGUAGE sql IMMUTABLE AS
        'SELECT 1 + (hashint8extended(n, turn) & 3)::int'
"""


def fill(period: Period, rows: int, *, now: datetime) -> None:
    """`rows` responses in one period over its services, a thousandth of them excluded, and the roll-up."""
    services = list(period.services.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_DRAW)
        cursor.execute(
            _FILL.replace("draw(", "pg_temp.draw("),
            {"period": period.pk, "services": services, "many": len(services), "now": now, "rows": rows},
        )
        cursor.execute("ANALYZE skm_response")
    rebuild(period)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE skm_count")
