"""Where a report stands, in one sentence, and its route: what was, what is now, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lapor.indicators.forecasting import forecast_for
from lapor.portal.deadlines import Limit as Limit
from lapor.portal.deadlines import explain, main_deadline
from lapor.portal.ended import ended_words
from lapor.reports import clocks
from lapor.reports.access import Content
from lapor.reports.explaining import place_of, took_words
from lapor.reports.history import Moment
from lapor.reports.looking import Seen
from lapor.reports.models import Report
from lapor.reports.rights import Who
from lapor.reports.states import OPEN, Act, Channel, Closing, Status
from lapor.sla.rules import Step as Clock
from lapor.sla.zones import NATIONAL
from lapor.ui.components import Status as Pill
from lapor.ui.components import Step, Tone
from lapor.ui.dates import day_words

TONES = {
    Status.RECEIVED: Tone.INFO,
    Status.POSTPONED: Tone.WARN,
    Status.ANSWERED: Tone.WARN,
    Status.CLOSED: Tone.OK,
    Status.ARCHIVED: Tone.CALM,
    Status.WITHDRAWN: Tone.CALM,
    Status.MERGED: Tone.CALM,
}
# Whoever acts in these roles is the reporter: on the own page that is "Anda".
MINE = (Who.REPORTER, Who.ANYONE)
MET = (Clock.VERIFICATION, Clock.FOLLOW_UP)
ICONS = {
    Status.POSTPONED: "pause",
    Status.ARCHIVED: "archive",
    Status.WITHDRAWN: "undo",
    Status.MERGED: "join",
}


@dataclass(frozen=True)
class Standing:
    """The status sentence, its date in bold (`by`), and the deadline behind it."""

    pill: Pill
    sentence: str
    by: str
    limit: Limit | None
    zone: str


def pill(report: Report) -> Pill:
    """The status as word, icon and colour; a closing that nobody confirmed is not green."""
    status = Status(report.status)
    tone = TONES.get(status, Tone.INFO)
    if status is Status.CLOSED and report.closing == Closing.UNCONFIRMED:
        tone = Tone.CALM
    return Pill(str(status.label), tone, ICONS.get(status, ""))


def standing(seen: Seen, *, now: datetime) -> Standing:
    """Where it stands for this viewer. Queries the pauses and the agency's zone."""
    report = seen.report
    zone = clocks.zone(report) if seen.sight.place else NATIONAL
    deadline = main_deadline(report)
    limit = None
    if deadline:
        place = place_of(deadline, report, seen.sight, who=_capital(agency_words(seen)))
        limit = explain(deadline, place, now=now, pauses=report.pauses.all())
    by = _by(limit, zone)
    return Standing(pill(report), _sentence(seen, zone, bool(by)), by, limit, zone.key)


def forecast(seen: Seen) -> str:
    """How long similar reports took; empty where nothing is known or nothing is to come. One query."""
    found = None
    if seen.report.status in OPEN and seen.sight.place:
        found = forecast_for(seen.report)
    if found is None:
        return ""
    words = _("Laporan serupa di instansi ini selesai dalam %(low)s hari kerja.")
    if found.low != found.high:
        words = _("Laporan serupa di instansi ini selesai dalam %(low)s sampai %(high)s hari kerja.")
    right = _("Perkiraan ini tepat untuk %(percent)s%% laporan terakhir.")
    facts = {"low": found.low, "high": found.high, "percent": round(100 * found.hit_rate)}
    return f"{words} {right}" % facts


def agency_words(seen: Seen) -> str:
    """The agency that has it now; "instansi" where the viewer may not know which, or there is none."""
    return seen.agencies[0].name if seen.agencies else pgettext("kalimat", "instansi")


def _by(limit: Limit | None, zone: ZoneInfo) -> str:
    if limit is None:
        return ""
    day = {"day": day_words(limit.due, zone)}
    return _("batasnya %(day)s sudah lewat") % day if limit.late else _("paling lambat %(day)s") % day


def _sentence(seen: Seen, zone: ZoneInfo, dated: bool) -> str:
    report, who = seen.report, agency_words(seen)
    if report.status not in OPEN:
        return ended_words(seen, zone) + (_(" Keberatan sedang diperiksa") if dated else "")
    own = seen.sight.own
    words = {
        Status.RECEIVED: _("Menunggu pemeriksaan admin nasional"),
        Status.VERIFIED: _("Sudah diperiksa. Menunggu diteruskan ke instansi yang tepat"),
        Status.POSTPONED: _("Menunggu Anda melengkapi laporan")
        if own
        else _("Menunggu pelapor melengkapi laporan"),
        Status.DISPOSED: _("Menunggu jawaban %(who)s"),
        Status.IN_PROGRESS: _("%(who)s sedang menyelesaikannya"),
        Status.ANSWERED: _("%(who)s sudah menjawab. Menunggu tanggapan Anda")
        if own
        else _("%(who)s sudah menjawab. Menunggu tanggapan pelapor"),
        Status.REPLIED: _("Pelapor menanggapi. Menunggu jawaban %(who)s"),
    }[Status(report.status)] % {"who": who}
    return _capital(words)


def route(seen: Seen, moments: list[Moment], where: Standing, *, now: datetime) -> list[Step]:
    """The timeline: each event in plain words, the step going on now, and those that follow."""
    done = [_done(seen, moment, where.zone) for moment in moments]
    if seen.report.status not in OPEN and not where.by:
        return done
    here = Step(_now(seen), "now", [_capital(where.by)] if where.by else [])
    return [*done, here, *_ahead(seen, where.zone, now)]


def _done(seen: Seen, moment: Moment, zone: str) -> Step:
    who = _("Anda") if seen.sight.own and moment.role in MINE else str(moment.who)
    if moment.act == Act.FILE and not seen.hidden and seen.report.channel in Channel.values:
        who = _("%(who)s, lewat %(channel)s") % {"who": who, "channel": _channel(seen.report)}
    if moment.agency:
        towards = moment.act in (Act.DISPOSE, Act.DISPOSE_TO_UNIT, Act.ADD_AGENCY)
        who = (_("%(who)s, ke %(agency)s") if towards else "%(who)s, %(agency)s") % {
            "who": who,
            "agency": moment.agency,
        }
    lines = [who, *_took(seen.report, moment)]
    label = _("Dijawab instansi") if moment.act == Act.APPROVE_DRAFT else str(moment.label)
    return Step(label, "done", lines, at=moment.at, zone=zone, said=moment.text)


def _channel(report: Report) -> str:
    label = str(Channel(report.channel).label)
    return label if label.isupper() else label.lower()


def _took(report: Report, moment: Moment) -> list[str]:
    """How long a duty took that ended with this event, beside its limit. Reads prefetched rows."""
    if moment.act not in (Act.DISPOSE, Act.ANSWER, Act.APPROVE_DRAFT):
        return []
    met = [row for row in report.deadlines.all() if row.met_at == moment.at and row.step in MET]
    return [took_words(row) for row in met[:1]]


def _now(seen: Seen) -> str:
    status = Status(seen.report.status)
    return {
        Status.RECEIVED: _("Sekarang: admin nasional memeriksa laporan"),
        Status.VERIFIED: _("Sekarang: admin nasional memilih instansi"),
        Status.POSTPONED: _("Sekarang: menunggu kelengkapan dari pelapor"),
        Status.DISPOSED: _("Sekarang: instansi menyiapkan jawaban"),
        Status.IN_PROGRESS: _("Sekarang: instansi menyelesaikan masalahnya"),
        Status.ANSWERED: _("Sekarang: pelapor menilai jawaban"),
        Status.REPLIED: _("Sekarang: instansi menjawab tanggapan"),
    }.get(status, _("Sekarang: keberatan diperiksa"))


def _ahead(seen: Seen, zone: str, now: datetime) -> list[Step]:
    status = seen.report.status
    if status not in OPEN:
        return [Step(_("Keberatan diputus"), "next")]
    steps = []
    if status in (Status.RECEIVED, Status.VERIFIED, Status.POSTPONED) and not seen.report.agency_id:
        steps.append(Step(_("Instansi menjawab"), "next", [_("Paling lama 5 hari kerja sesudah diteruskan")]))
    if status != Status.ANSWERED:
        reply = _("Belum puas? Pelapor bisa membalas dalam 10 hari kerja.")
        steps.append(Step(_("Pelapor menilai jawaban"), "next", [reply]))
    due = seen.due.get(Clock.RESOLUTION)
    words = _("Batasnya %(day)s sudah lewat") if due and due < now else _("Paling lambat %(day)s")
    by = [words % {"day": day_words(due, zone)}] if due else []
    return [*steps, Step(_("Selesai"), "next", by)]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def closed_content(seen: Seen) -> str:
    """Why the content is not shown, in a sentence; empty where it is."""
    if seen.sight.content is not Content.NONE:
        return ""
    if seen.report.secret:
        return _(
            "Pelapor meminta isi laporan ini dirahasiakan. "
            "Yang terbuka hanya nomor, klasifikasi, status, dan tanggalnya."
        )
    return _("Isi laporan ini belum terbuka untuk umum karena belum diperiksa admin nasional.")
