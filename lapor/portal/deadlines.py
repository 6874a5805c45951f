"""A deadline that explains itself: how much is left, which days were left out, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.reports.models import Deadline, Pause, Report
from lapor.reports.states import Status
from lapor.sla import calendar
from lapor.sla.rules import NoRuleError, Rule, Step, Unit, rule_by_code
from lapor.ui.components import Day
from lapor.ui.dates import day_words, local, moment_words

# The clock that matters in each status; an open objection goes before.
MAIN = {
    Status.RECEIVED: Step.VERIFICATION,
    Status.VERIFIED: Step.VERIFICATION,
    Status.POSTPONED: Step.COMPLETION,
    Status.DISPOSED: Step.FOLLOW_UP,
    Status.IN_PROGRESS: Step.RESOLUTION,
    Status.ANSWERED: Step.QUIET,
    Status.REPLIED: Step.FOLLOW_UP,
}
STRIP = 7  # days side by side on a narrow phone
WEEKEND = 5


@dataclass(frozen=True)
class Limit:
    """What a page says about one running deadline. `days` is empty where the limit is long."""

    due: datetime
    late: bool
    heading: str
    days: tuple[Day, ...]
    why: tuple[str, ...]
    regulation: str


def main_deadline(report: Report) -> Deadline | None:
    """The running clock that the report waits for now; of several agencies the lead's. No own query."""
    running = [row for row in report.deadlines.all() if row.running and row.due]
    for step in (Step.OBJECTION, MAIN.get(Status(report.status))):
        found = [row for row in running if row.step == step]
        if found:
            return max(found, key=lambda row: (row.agency_id == report.agency_id, row.pk))
    return None


def explain(
    deadline: Deadline,
    *,
    now: datetime,
    zone: ZoneInfo,
    who: str,
    region: str | None = None,
    pauses: Iterable[Pause] = (),
) -> Limit | None:
    """The deadline in words; None where it stands still or its rule is gone. `who` owes it."""
    try:
        rule = rule_by_code(deadline.rule)
    except NoRuleError:
        return None
    if deadline.due is None:
        return None
    due, started = local(deadline.due, zone), local(deadline.started_at, zone)
    today = local(now, zone).date()
    return Limit(
        due=deadline.due,
        late=now > deadline.due,
        heading=_left(rule, today, due.date(), region),
        days=_strip(rule, today, due.date(), region),
        why=(
            _counted(rule, started, who),
            *_skipped(rule, started.date(), due.date(), region),
            *_paused(pauses, started, zone),
            _("Batasnya %(moment)s.") % {"moment": moment_words(due, zone)},
            _missed(rule),
        ),
        regulation=rule.regulation,
    )


def took_words(deadline: Deadline) -> str:
    """ "Perlu 1 hari kerja dari batas 3." of a deadline that was met."""
    rule = rule_by_code(deadline.rule)
    ended = local(deadline.met_at or deadline.started_at).date()
    used = calendar.working_days_between(local(deadline.started_at).date(), ended)
    if used < 1:
        return _("Pada hari yang sama; batasnya %(n)s hari kerja.") % {"n": rule.number}
    return _("Perlu %(used)s hari kerja dari batas %(n)s.") % {"used": used, "n": rule.number}


def _left(rule: Rule, today: date, last: date, region: str | None) -> str:
    number = _between(rule, today, last, region)
    if today == last or (number == 0 and today < last):
        return (
            _("Hari ini hari terakhir") if today == last else _("Sampai %(day)s") % {"day": day_words(last)}
        )
    if rule.unit is Unit.WORKING_DAYS:
        if number > 0:
            return ngettext("Masih %(n)d hari kerja", "Masih %(n)d hari kerja", number) % {"n": number}
        return ngettext("Lewat %(n)d hari kerja", "Lewat %(n)d hari kerja", -number) % {"n": max(-number, 1)}
    if number > 0:
        return ngettext("Masih %(n)d hari", "Masih %(n)d hari", number) % {"n": number}
    return ngettext("Lewat %(n)d hari", "Lewat %(n)d hari", -number) % {"n": -number}


def _between(rule: Rule, a: date, b: date, region: str | None) -> int:
    if rule.unit is Unit.WORKING_DAYS:
        return calendar.working_days_between(a, b, region)
    return (b - a).days


def _strip(rule: Rule, today: date, last: date, region: str | None) -> tuple[Day, ...]:
    """The limit's working days, the last one marked; those gone by are filled."""
    if rule.unit is not Unit.WORKING_DAYS or rule.number > STRIP:
        return ()
    days: list[date] = []
    day = last
    while len(days) < rule.number:
        if calendar.is_working_day(day, region):
            days.insert(0, day)
        day -= timedelta(days=1)
    return tuple(_day(each, today, last) for each in days)


def _day(day: date, today: date, last: date) -> Day:
    state = "due" if day == last else "past" if day <= today else ""
    return Day(day_words(day)[:3], str(day.day), state)


def _counted(rule: Rule, started: datetime, who: str) -> str:
    facts = {"who": who, "n": rule.number, "day": day_words(started.date())}
    sentence = {
        Step.VERIFICATION: _("%(who)s punya %(n)s hari kerja untuk memeriksa dan meneruskan laporan."),
        Step.FOLLOW_UP: _("%(who)s punya %(n)s hari kerja untuk menjawab."),
        Step.RESOLUTION: _("Laporan sejenis ini harus selesai dalam %(n)s hari kerja sejak diterima."),
        Step.QUIET: _("Pelapor punya %(n)s hari kerja untuk menanggapi jawaban."),
        Step.COMPLETION: _("Pelapor punya %(n)s hari untuk melengkapi laporan."),
        Step.OBJECTION: _("Keberatan diputus dalam %(n)s hari kerja."),
    }.get(rule.step, _("Batasnya %(n)s hari."))
    start = _("Dihitung sejak %(day)s. Hari itu tidak dihitung.")
    return f"{sentence} {start}" % facts


def _skipped(rule: Rule, first: date, last: date, region: str | None) -> list[str]:
    """Which days between did not count: weekends as a number, holidays by their names."""
    if rule.unit is not Unit.WORKING_DAYS:
        return [_("Sabtu, Minggu, dan hari libur ikut dihitung.")]
    between = (first + timedelta(days=n) for n in range(1, (last - first).days))
    off = [(day, why) for day in between if (why := calendar.why_off(day, region))]
    weekend = sum(day.weekday() >= WEEKEND for day, _why in off)
    said = []
    if weekend:
        number = {"n": weekend}
        said.append(_("Sabtu dan Minggu tidak dihitung: %(n)s hari.") % number)
    holidays = [f"{day_words(day)} ({why})" for day, why in off if day.weekday() < WEEKEND]
    if holidays:
        said.append(_("Hari libur tidak dihitung: %(days)s.") % {"days": "; ".join(holidays)})
    return said


def _paused(pauses: Iterable[Pause], since: datetime, zone: ZoneInfo) -> list[str]:
    return [
        _("Waktu berhenti dari %(a)s sampai %(b)s, selama menunggu pelapor.")
        % {"a": day_words(pause.started_at, zone), "b": day_words(pause.ended_at, zone)}
        for pause in pauses
        if pause.ended_at and pause.ended_at > since
    ]


def _missed(rule: Rule) -> str:
    return {
        Step.VERIFICATION: _("Kalau lewat, kami mengingatkan petugas, lalu pengawas nasional."),
        Step.FOLLOW_UP: _(
            "Kalau lewat, kami mengingatkan instansi, lalu pimpinannya, lalu pengawas nasional."
        ),
        Step.RESOLUTION: _("Kalau lewat, laporan ditandai terlambat dan Anda bisa mengadu ke Ombudsman."),
        Step.QUIET: _(
            "Kalau lewat tanpa kabar, laporan ditutup. Pelapor masih bisa membukanya lagi 30 hari."
        ),
        Step.COMPLETION: _("Kalau lewat, laporan dianggap ditarik. Pelapor masih bisa membukanya lagi."),
        Step.OBJECTION: _("Kalau lewat, keberatan naik ke tingkat di atasnya."),
    }.get(rule.step, _("Kalau lewat, pengawas diberi tahu."))
