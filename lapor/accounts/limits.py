"""How often something may be tried: counted in the database, so that all workers count together.

The subject (a client address, a contact, a report) is kept as a keyed mark for at most 24 hours.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import connection

from lapor.accounts.models import Tally
from lapor.accounts.sealing import mark


def count(scope: str, subject: str, *, window: timedelta, now: datetime, by: int = 1) -> int:
    """Add `by` to the tally of this window (windows are aligned to the epoch) and say how many there are now.

    One atomic upsert: two workers at once both count. `by=0` only reads.
    """
    seconds = int(window.total_seconds())
    start = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO accounts_tally AS t (id, scope, subject, "window", count)'
            " VALUES (%s, %s, %s, %s, %s)"
            ' ON CONFLICT (scope, subject, "window") DO UPDATE SET count = t.count + EXCLUDED.count'
            " RETURNING count",
            [uuid.uuid4(), scope, mark(f"tally:{scope}", subject), start, by],
        )
        return int(cursor.fetchone()[0])


def purge(*, now: datetime) -> int:
    """Forget tallies older than 24 hours; says how many."""
    return Tally.objects.filter(window__lt=now - timedelta(hours=24)).delete()[0]
