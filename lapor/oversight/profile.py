"""How reports of one agency, place or topic are treated: the parts that their pages have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.accounts.actors import PUBLIC
from lapor.indicators.dimensions import Dim, Where
from lapor.indicators.facts import day_of
from lapor.indicators.figures import FEW
from lapor.indicators.light import months_of
from lapor.indicators.models import Scope
from lapor.indicators.parts import Part, first_day
from lapor.indicators.parts import parts as parts_of
from lapor.indicators.summary import together
from lapor.indicators.sums import Sums
from lapor.oversight import curves, showing
from lapor.oversight.period import Asked
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Report
from lapor.reports.states import Status
from lapor.ui.numbers import figure, share

LATEST = 5
PARTS = 8
FIGURES = ("received", "average_answer", curves.ON_TIME, "completed_share", "auto_closed_share")


@dataclass(frozen=True)
class Year(Asked):
    """Twelve months of a part of the country, whatever part: its curves count public reports."""

    today: date = date.max

    @property
    def scoped(self) -> bool:
        return True


def last_year(now: datetime, *, before: date | None = None) -> Year:
    """Twelve months up to today, or up to the day before `before`."""
    today = day_of(now)
    end = min(today, before - timedelta(days=1)) if before else today
    return Year(first_day(end), end, today=today)


def profile(scope: Scope, number: int, where: Year) -> dict[str, Any]:
    """What `oversight/profile.html` and `profile_charts.html` show. Two queries."""
    months = months_of(scope, number, start=where.start, end=where.end)
    everywhere = together(months_of(Scope.COUNTRY, 0, start=where.start, end=where.end, answers=False))
    sums = together(months)
    few = showing.too_few(sums, scoped=True)
    # One tile that says how few there are, rather than five that give the same reason.
    told = FIGURES if sums.counts["received"] >= FEW else FIGURES[:1]
    return {
        "where": where,
        "sums": sums,
        "figures": showing.shown(told, sums, where.days, scoped=True),
        "explained": explained(sums),
        "on_time": curves.on_time(months, where, showing.value_of(curves.ON_TIME, everywhere, where.days)),
        "answers": None if few else curves.answers(sums),
        "answers_said": answers_said(sums.steps["answer"]),
        "curve": curves.received(months, where),
    }


def part_in_time(sums: Sums) -> str | None:
    """ "8 dari 10 laporan"; a round number only where it is nearly true, None with too few reports."""
    counted, met = sums.counts["followed_up_5_counted"], sums.counts["followed_up_5_met"]
    if counted < FEW:
        return None
    if met == counted:
        return _("semua laporan")
    tenths = round(10 * met / counted)
    if counted < 10:
        return _("%(met)d dari %(counted)d laporan") % {"met": met, "counted": counted}
    if 0 < tenths < 10:
        return _("%(tenths)d dari 10 laporan") % {"tenths": tenths}
    return _("%(share)s laporan") % {"share": share(met / counted)}


def place_sentence(sums: Sums) -> str:
    """The same of a place or a topic, where many agencies answer."""
    part = part_in_time(sums)
    if part is None:
        return _("Belum cukup laporan untuk menilai kecepatan jawabannya.")
    return _("Instansi menjawab %(part)s dalam 5 hari kerja.") % {"part": part}


def explained(sums: Sums) -> str:
    """Of how many that was: a share without its number says too little."""
    counted, met = sums.counts["followed_up_5_counted"], sums.counts["followed_up_5_met"]
    if counted < FEW:
        return ""
    return _("Dari %(counted)s laporan yang sudah harus dijawab, %(met)s dijawab tepat waktu.") % {
        "counted": figure(counted),
        "met": figure(met),
    }


def answers_said(spread: Counter[str]) -> str:
    """The distribution in two sentences: half, nine in ten, and how many were late."""
    total = sum(spread.values())
    if total < FEW:
        return ""
    late = sum(number for days, number in spread.items() if int(days) > curves.LIMIT)
    said = _("Separuhnya dijawab dalam %(half)d hari kerja, sembilan dari sepuluh dalam %(most)d hari.") % {
        "half": reached(spread, 0.5),
        "most": reached(spread, 0.9),
    }
    if not late:
        return f"{said} " + _("Tidak ada yang lewat batas 5 hari.")
    return f"{said} " + ngettext(
        "%(n)s laporan lewat batas 5 hari.", "%(n)s laporan lewat batas 5 hari.", late
    ) % {"n": figure(late)}


def reached(spread: Counter[str], part: float) -> int:
    """In how many days this part of the reports had come; the spread holds at least one."""
    needed, seen, days = part * sum(spread.values()), 0, 0
    for days in sorted(map(int, spread)):
        seen += spread[str(days)]
        if seen >= needed:
            break
    return days


def parts(dim: Dim, scope: Where, where: Year) -> list[Part]:
    """What there is most of, by public reports; nothing below five."""
    return parts_of(dim, scope, start=where.start, end=where.end, today=where.today, most=PARTS)


def latest(rows: QuerySet[Report], now: datetime) -> Sequence[Seen]:
    """The newest of published reports as anybody sees them; what was merged is read where it went."""
    newest = rows.exclude(status=Status.MERGED).order_by("-received", "-id")[:LATEST]
    return look_at_list(newest, PUBLIC, now=now)
