"""Why a deadline is what it is, in words and as data: pages, desk and API say the same.

Which rule, counted from when, which days did not count and why, when the clock stood, what becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from lapor.registry.queries import zone_of
from lapor.reports.access import Sight
from lapor.reports.models import Deadline, Pause, Report
from lapor.sla import calendar
from lapor.sla.rules import NoRuleError, Rule, Step, Unit, rule_by_code
from lapor.sla.zones import NATIONAL
from lapor.ui.dates import day_words, local, moment_words

TASKS: dict[Step, StrOrPromise] = {
    Step.VERIFICATION: gettext_lazy("Admin nasional memeriksa dan meneruskan laporan"),
    Step.FOLLOW_UP: gettext_lazy("Instansi memberi jawaban"),
    Step.RESOLUTION: gettext_lazy("Laporan diselesaikan"),
    Step.LEGAL_MAXIMUM: gettext_lazy("Batas terakhir menurut peraturan"),
    Step.OBJECTION: gettext_lazy("Keberatan diputus"),
    Step.RESPONSE: gettext_lazy("Instansi menanggapi pengawas"),
    Step.RECOMMENDATION_RESPONSE: gettext_lazy("Instansi menanggapi rekomendasi Ombudsman"),
    Step.QUIET: gettext_lazy("Pelapor menanggapi jawaban"),
    Step.COMPLETION: gettext_lazy("Pelapor melengkapi laporan"),
}
UNITS: dict[Unit, StrOrPromise] = {
    Unit.WORKING_DAYS: gettext_lazy("hari kerja"),
    Unit.CALENDAR_DAYS: gettext_lazy("hari"),
}
WEEKEND = 5


@dataclass(frozen=True)
class Place:
    """Where a limit is counted: the local time, the region whose holidays count, and whose limit it is."""

    zone: ZoneInfo = NATIONAL
    region: str | None = None
    who: str = ""


@dataclass(frozen=True)
class Explained:
    """One deadline, running or ended. `skipped` are the days that did not count; pauses stand apart."""

    rule: Rule
    counted_from: datetime
    skipped: tuple[tuple[date, str], ...]
    pauses: tuple[tuple[datetime, datetime | None], ...]
    why: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return " ".join(self.why)


def explain(deadline: Deadline, place: Place, *, pauses: Iterable[Pause] = ()) -> Explained | None:
    """The deadline explained; None where its rule is gone. No query."""
    rule = rule_of(deadline)
    if rule is None:
        return None
    first, last = local(deadline.started_at, place.zone), local(_last(deadline), place.zone)
    stood = () if deadline.step == Step.COMPLETION else tuple(_standing(pauses, deadline))
    skipped = tuple(_skipped(rule, first.date(), last.date(), place.region))
    why = (
        _counted(rule, first.date(), place.who),
        *_skipped_words(rule, skipped),
        *_paused_words(stood, place.zone),
        *_outcome(deadline, rule, place.zone),
    )
    return Explained(rule, first, skipped, stood, why)


def place_of(deadline: Deadline, report: Report, seen: Sight, *, who: str = "") -> Place:
    """Where this limit is counted, for a viewer who may not know which agency has the report."""
    agency = (deadline.agency or report.agency) if seen.place else None
    if deadline.step == Step.VERIFICATION:
        who = _("Admin nasional")
    who = who or (agency.name if agency else _("Instansi"))
    region = agency.region.code if agency and agency.region else None
    return Place(zone_of(agency) if agency else NATIONAL, region, who)


def summary(deadline: Deadline) -> str:
    """What is owed until when, and by which rule, in two sentences."""
    task, rule = TASKS.get(Step(deadline.step), deadline.step), rule_of(deadline)
    if rule is None:
        return str(task)
    limit = _("%(task)s dalam %(number)s %(unit)s sejak %(since)s (%(regulation)s).") % {
        "task": task,
        "number": rule.number,
        "unit": UNITS[rule.unit],
        "since": moment_words(deadline.started_at),
        "regulation": rule.regulation,
    }
    return f"{limit} {_ended(deadline) or _until(deadline)}"


def took_words(deadline: Deadline) -> str:
    """ "Perlu 1 hari kerja dari batas 3." of a deadline that was met."""
    rule = rule_by_code(deadline.rule)
    ended = local(deadline.met_at or deadline.started_at).date()
    used = calendar.working_days_between(local(deadline.started_at).date(), ended)
    if used < 1:
        return _("Pada hari yang sama; batasnya %(n)s hari kerja.") % {"n": rule.number}
    return _("Perlu %(used)s hari kerja dari batas %(n)s.") % {"used": used, "n": rule.number}


def rule_of(deadline: Deadline) -> Rule | None:
    """The rule a stored deadline names; None where the data knows it no longer."""
    try:
        return rule_by_code(deadline.rule)
    except NoRuleError:
        return None


def _last(deadline: Deadline) -> datetime:
    """Up to where days are told: the limit's end, else where the clock ended or began to stand."""
    return deadline.due or deadline.met_at or deadline.stopped_at or deadline.started_at


def _outcome(deadline: Deadline, rule: Rule, zone: ZoneInfo) -> list[str]:
    limit = [_("Batasnya %(moment)s.") % {"moment": moment_words(deadline.due, zone)}] if deadline.due else []
    ended = _ended(deadline, zone)
    if ended:
        return [*limit, ended]
    return [*limit, _missed(rule)] if limit else [_until(deadline)]


def _ended(deadline: Deadline, zone: ZoneInfo | None = None) -> str:
    if deadline.met_at:
        return _("Selesai %(at)s.") % {"at": moment_words(deadline.met_at, zone)}
    if deadline.stopped_at:
        return _("Tidak berlaku lagi sejak %(at)s.") % {"at": moment_words(deadline.stopped_at, zone)}
    return ""


def _until(deadline: Deadline) -> str:
    if deadline.due is None:
        return _("Sedang berhenti, menunggu pelapor.")
    return _("Paling lambat %(at)s.") % {"at": moment_words(deadline.due)}


def _counted(rule: Rule, started: date, who: str) -> str:
    facts = {"who": who, "n": rule.number, "day": day_words(started)}
    sentence = {
        Step.VERIFICATION: _("%(who)s punya %(n)s hari kerja untuk memeriksa dan meneruskan laporan."),
        Step.FOLLOW_UP: _("%(who)s punya %(n)s hari kerja untuk menjawab."),
        Step.RESOLUTION: _("Laporan sejenis ini harus selesai dalam %(n)s hari kerja sejak diterima."),
        Step.QUIET: _("Pelapor punya %(n)s hari kerja untuk menanggapi jawaban."),
        Step.COMPLETION: _("Pelapor punya %(n)s hari untuk melengkapi laporan."),
        Step.OBJECTION: _("Keberatan diputus dalam %(n)s hari kerja."),
        Step.LEGAL_MAXIMUM: _("Menurut peraturan, pengaduan harus selesai dalam %(n)s hari sejak diterima."),
        Step.RESPONSE: _("%(who)s punya %(n)s hari kerja untuk menanggapi pengawas."),
        Step.RECOMMENDATION_RESPONSE: _(
            "%(who)s punya %(n)s hari kerja untuk menanggapi rekomendasi Ombudsman."
        ),
    }.get(rule.step, _("Batasnya %(n)s hari."))
    start = _("Dihitung sejak %(day)s. Hari itu tidak dihitung.")
    return f"{sentence} {start}" % facts


def _skipped(rule: Rule, first: date, last: date, region: str | None) -> Iterable[tuple[date, str]]:
    """The days between that did not count, with the name of the holiday or of the weekend's day."""
    if rule.unit is not Unit.WORKING_DAYS:
        return
    for ahead in range(1, (last - first).days):
        day = first + timedelta(days=ahead)
        if why := calendar.why_off(day, region):
            yield day, why


def _skipped_words(rule: Rule, skipped: Iterable[tuple[date, str]]) -> list[str]:
    """Weekends as a number, holidays by their names."""
    if rule.unit is not Unit.WORKING_DAYS:
        return [_("Sabtu, Minggu, dan hari libur ikut dihitung.")]
    weekend = sum(day.weekday() >= WEEKEND for day, _why in skipped)
    said = [_("Sabtu dan Minggu tidak dihitung: %(n)s hari.") % {"n": weekend}] if weekend else []
    holidays = [f"{day_words(day)} ({why})" for day, why in skipped if day.weekday() < WEEKEND]
    if holidays:
        said.append(_("Hari libur tidak dihitung: %(days)s.") % {"days": "; ".join(holidays)})
    return said


def _standing(pauses: Iterable[Pause], deadline: Deadline) -> Iterable[tuple[datetime, datetime | None]]:
    """The pauses while this clock ran."""
    until = deadline.met_at or deadline.stopped_at or deadline.due
    for pause in pauses:
        over = pause.ended_at is not None and pause.ended_at <= deadline.started_at
        if not over and (until is None or pause.started_at < until):
            yield pause.started_at, pause.ended_at


def _paused_words(pauses: Iterable[tuple[datetime, datetime | None]], zone: ZoneInfo) -> list[str]:
    return [
        _("Waktu berhenti dari %(a)s sampai %(b)s, selama menunggu pelapor.")
        % {"a": day_words(begins, zone), "b": day_words(ends, zone)}
        if ends
        else _("Waktu berhenti sejak %(a)s, selama menunggu pelapor.") % {"a": day_words(begins, zone)}
        for begins, ends in pauses
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
        Step.LEGAL_MAXIMUM: _("Kalau lewat, laporan ini sampai ke meja Ombudsman."),
    }.get(rule.step, _("Kalau lewat, pengawas diberi tahu."))
