"""What a bulletin says: the figures of the week as the public pages give them, and the numbers of oversight.

Both come from the functions that the pages use, asked as whoever answers for the agency, or watches the
nation. Numbers, dates and statuses only: no title, no text, no name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.accounts.actors import Actor, Post
from lapor.accounts.roles import Role
from lapor.indicators.summary import by_day, together
from lapor.indicators.sums import Sums
from lapor.oversight.showing import COUNTS, Shown, shown
from lapor.oversight.watching import numbers, silent
from lapor.oversight.watching.numbers import Section
from lapor.oversight.watching.silent import Rush, Silence
from lapor.registry.models import Agency
from lapor.reports.models import Report
from lapor.reports.narrowing import Due, Turn
from lapor.ui.charts import Mark
from lapor.ui.numbers import figure

WEEK, DAY = timedelta(days=7), timedelta(days=1)
WEEKS_SHOWN = 12
OVERDUE_SHOWN = 60
ROWS_SHOWN = 15
FIGURES = (
    *COUNTS,
    "followed_up_within_5_working_days",
    "verified_within_3_working_days",
    "completed_share",
    "median_days_to_first_answer",
)


@dataclass(frozen=True)
class Contents:
    """One bulletin. `overdue`: (number, limit) of the answers that are late, the longest late first."""

    name: str
    first: date
    last: date
    sentence: str
    figures: list[Shown]
    before: list[Shown]
    weeks: list[Mark]
    sections: list[Section]
    overdue: list[tuple[int, datetime]]
    silences: list[Silence]
    rushes: list[Rush]


def reader_of(agency: Agency | None) -> Actor:
    """Whoever a bulletin is for, in capacity: never a person, so never a person's own rights."""
    if agency is None:
        return Actor(posts=(Post(Role.NATIONAL_SUPERVISOR),))
    return Actor(posts=(Post(Role.LEADERSHIP, agency.pk, agency.path),))


def contents(agency: Agency | None, week: date, *, now: datetime) -> Contents:
    """The bulletin of the week that began on Monday `week`. About ten bounded queries."""
    reader, last = reader_of(agency), week + WEEK - DAY
    days = by_day(start=week - (WEEKS_SHOWN - 1) * WEEK, end=last, agency=agency)
    sums = {each: _of(days, each) for each in _weeks(week)}
    found = numbers.sections(reader, now=now)
    return Contents(
        name=agency.name if agency else _("Seluruh Indonesia"),
        first=week,
        last=last,
        sentence=_sentence(sums[week], sums[week - WEEK], found),
        # Its readers may open each of these reports: small numbers hide nobody from them.
        figures=shown(FIGURES, sums[week], 7, scoped=False),
        before=shown(FIGURES, sums[week - WEEK], 7, scoped=False),
        weeks=[Mark(f"{each.day}/{each.month}", one.counts["received"]) for each, one in sums.items()],
        sections=found,
        overdue=_overdue(reader, now),
        silences=_silences(reader, now),
        rushes=_rushes(week) if agency is None else [],
    )


def _weeks(week: date) -> list[date]:
    return [week - back * WEEK for back in reversed(range(WEEKS_SHOWN))]


def _of(days: list[tuple[date, Sums]], week: date) -> Sums:
    return together([(day, sums) for day, sums in days if week <= day < week + WEEK])


def _sentence(sums: Sums, before: Sums, found: list[Section]) -> str:
    came, earlier = sums.counts["received"], before.counts["received"]
    late = next(section for section in found if section.id == "instansi-lewat")
    return " ".join(
        (
            ngettext("Pekan ini masuk %(n)s laporan", "Pekan ini masuk %(n)s laporan", came)
            % {"n": figure(came)}
            + _compared(came, earlier),
            ngettext(
                "%(n)s laporan menunggu jawaban instansi lewat batasnya.",
                "%(n)s laporan menunggu jawaban instansi lewat batasnya.",
                late.total,
            )
            % {"n": late.words}
            if late.total
            else _("Tidak ada jawaban instansi yang lewat batas."),
        )
    )


def _compared(came: int, earlier: int) -> str:
    if came == earlier:
        return _(", sama dengan pekan sebelumnya.")
    words = _(", %(n)s lebih banyak daripada pekan sebelumnya.")
    if came < earlier:
        words = _(", %(n)s lebih sedikit daripada pekan sebelumnya.")
    return words % {"n": figure(abs(came - earlier))}


def _overdue(reader: Actor, now: datetime) -> list[tuple[int, datetime]]:
    late = numbers.Number("", {"giliran": Turn.AGENCY, "tenggat": Due.LATE}).rows(reader, now=now)
    rows = late.order_by("due", "id")[:OVERDUE_SHOWN]
    return [(row.pk, row.due) for row in rows.only("id", "due") if isinstance(row, Report) and row.due]


def _silences(reader: Actor, now: datetime) -> list[Silence]:
    rows = list(silent.silent(reader).order_by(*silent.SILENT_KEYS)[:ROWS_SHOWN])
    return silent.silences(rows, reader, now=now)


def _rushes(week: date) -> list[Rush]:
    """Surges that held in this week."""
    held = silent.surges().filter(week__lte=week, last__gte=week).order_by("-number", "id")
    return silent.rushes(list(held[:ROWS_SHOWN]))
