"""On which days units without a published survey are reminded: `data/reminders.csv`."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "reminders.csv"
# A night without a worker does not lose a reminder; a month without one does.
LATEST = timedelta(days=14)


def reminder_day(today: date) -> date | None:
    """The day of the file whose reminders go out today, if any."""
    days = [date(today.year, month, day) for month, day in days_of_year()]
    return next((day for day in days if day <= today < day + LATEST), None)


@cache
def days_of_year() -> tuple[tuple[int, int], ...]:
    """(month, day), in the order of the year."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(sorted((int(row["month"]), int(row["day"])) for row in csv.DictReader(file)))
