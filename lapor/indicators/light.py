"""Day facts added up by month, without what weighs most: for pages that need no medians to the hour.

`DayFacts.answer_days` has a key for nearly every report of a day, so that it grows with them; the counts and
the working days of answers do not. PostgreSQL adds them up: a year's days in Python cost more than the page.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db import connection

from lapor.indicators.models import DayFacts, Scope
from lapor.indicators.sums import Sums

# Whether an answer's working days follow, or counts.
_COUNTS = """
    SELECT date_trunc('month', day)::date, FALSE, one.key, sum(one.value::int)
    FROM {table}, jsonb_each(counts) AS one
    WHERE scope = %(scope)s AND scope_id = %(number)s AND day BETWEEN %(start)s AND %(end)s GROUP BY 1, 3
"""
_ANSWERS = """
    UNION ALL SELECT date_trunc('month', day)::date, TRUE, one.key, sum(one.value::int)
    FROM {table}, jsonb_each(step_days -> 'answer') AS one
    WHERE scope = %(scope)s AND scope_id = %(number)s AND day BETWEEN %(start)s AND %(end)s GROUP BY 1, 3
"""


def months_of(
    scope: Scope, number: int, *, start: date, end: date, answers: bool = True
) -> list[tuple[date, Sums]]:
    """The sums of each month, dated by its first day, oldest first, of the days from `start` to `end`.

    Of the spreads only the working days of answers, or none. `number`: the id of a top agency, of a province,
    regency or city, of a main category; 0 for the country. One query.
    """
    sql = (_COUNTS + (_ANSWERS if answers else "")).format(table=DayFacts._meta.db_table)
    found: dict[date, Sums] = defaultdict(Sums)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"scope": scope, "number": number, "start": start, "end": end})
        for month, answer, key, total in cursor.fetchall():
            sums = found[month]
            (sums.steps["answer"] if answer else sums.counts)[key] = total
    return sorted(found.items())
