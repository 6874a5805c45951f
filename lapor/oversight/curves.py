"""Day facts as curves and bars: by day, month or year, whatever is readable on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lapor.indicators.figures import DEFINITIONS, FEW
from lapor.indicators.sums import Sums
from lapor.oversight.period import Asked
from lapor.oversight.showing import SHARES, value_of
from lapor.ui.charts import BarChart, LineChart, Mark
from lapor.ui.components import Status, Tone
from lapor.ui.numbers import share

Days = Sequence[tuple[date, Sums]]
ON_TIME = "followed_up_within_5_working_days"
# Working days from disposition to answer, as bars: (from, to).
SPANS = ((0, 1), (2, 3), (4, 5), (6, 10), (11, None))
LIMIT = 5
_DAYS, _MONTHS = 31, 36


def received(days: Days, where: Asked) -> LineChart | None:
    """Reports over time. In one agency or region public ones: a small count of them gives nobody away."""
    name = "public" if where.scoped else "received"
    step, head = _step(where)
    marks = [Mark(label, sums.counts[name]) for label, sums in _steps(days, where, step)]
    most = max((mark.value for mark in marks), default=0)
    if not most:
        return None
    return LineChart(
        id="masuk",
        title=_("Laporan publik yang masuk") if where.scoped else _("Laporan yang masuk"),
        label_head=head,
        value_head=_("Laporan"),
        marks=marks,
        top=most // 4 * 4 + 4,  # room above, and all four lines of the grid at whole reports
    )


def on_time(days: Days, where: Asked, everywhere: float | None) -> LineChart | None:
    """The share answered in time by month, of months with enough reports; None with fewer than two."""
    marks = [
        Mark(label, value)
        for label, sums in _steps(days, where, "month")
        if sums.counts["followed_up_5_counted"] >= FEW and (value := value_of(ON_TIME, sums, 1)) is not None
    ]
    if len(marks) < 2:
        return None
    return LineChart(
        id="tepat",
        title=_("Bagian laporan yang dijawab dalam 5 hari kerja"),
        label_head=_("Bulan"),
        value_head=_("Bagian"),
        marks=marks,
        words=lambda value: share(value, 0),
        top=1,
        reference=None if everywhere is None else Mark(_("semua instansi"), everywhere),
    )


def shares(sums: Sums, days: int) -> BarChart:
    """All shares that there are, beside each other."""
    pairs = [(DEFINITIONS[name], value_of(name, sums, days)) for name in SHARES]
    return BarChart(
        id="bagian",
        title=_("Bagian laporan menurut hasilnya"),
        label_head=_("Hasil"),
        value_head=_("Bagian"),
        marks=[Mark(str(one.short), value) for one, value in pairs if value is not None],
        words=share,
    )


def answers(sums: Sums) -> BarChart | None:
    """How many working days the answers took; None with too few of them."""
    spread = sums.steps["answer"]
    if sum(spread.values()) < FEW:
        return None
    return BarChart(
        id="lama",
        title=_("Jumlah laporan menurut hari kerja sampai dijawab"),
        label_head=_("Lama jawaban"),
        value_head=_("Laporan"),
        marks=[_span(first, last, spread) for first, last in SPANS],
        legend=[Status(_("Tepat waktu"), Tone.OK), Status(_("Lewat batas"), Tone.WARN, "alert")],
    )


def _span(first: int, last: int | None, spread: dict[str, int]) -> Mark:
    inside = [number for days, number in spread.items() if first <= int(days) <= (last or int(days))]
    label = _("%(first)d–%(last)d hari") % {"first": first, "last": last} if last else _("Lebih dari 10")
    return Mark(label, sum(inside), "bar" if last and last <= LIMIT else "bar-late")


def _step(where: Asked) -> tuple[str, str]:
    if where.days <= _DAYS:
        return "day", _("Hari")
    return ("month", _("Bulan")) if where.days <= _MONTHS * 31 else ("year", _("Tahun"))


def _steps(days: Days, where: Asked, step: str) -> list[tuple[str, Sums]]:
    """The counts of each day, month or year of the period in its order, the empty ones too."""
    found: dict[date, Sums] = {}
    here = _first(where.start, step)
    while here <= where.end:
        found[here] = Sums()
        here = _first(here + timedelta(days={"day": 1, "month": 31, "year": 366}[step]), step)
    for day, sums in days:
        found[_first(day, step)].take(sums.counts, {}, {})
    # Within twelve months a month needs no year; beyond, "1/18" still fits on a phone.
    with_year = where.days > 366
    return [(_label(day, step, with_year=with_year), sums) for day, sums in found.items()]


def _first(day: date, step: str) -> date:
    if step == "day":
        return day
    return day.replace(day=1) if step == "month" else day.replace(month=1, day=1)


def _label(day: date, step: str, *, with_year: bool) -> str:
    if step == "day":
        return str(day.day)
    if step == "year":
        return str(day.year)
    return f"{day.month}/{day:%y}" if with_year else date_format(day, "M")
