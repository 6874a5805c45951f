"""CEK: how a report stands, in one SMS; to its own number also what can be done now."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.accounts.actors import Actor
from lapor.intake.sms import replies
from lapor.notifications.dates import local_day
from lapor.notifications.wording import commands
from lapor.notifications.wording.words import SMS_MAX, cut, places
from lapor.reports import clocks
from lapor.reports.looking import Seen, look
from lapor.reports.models import Report
from lapor.reports.states import OPEN, MessageKind, Status
from lapor.sla.rules import Step

S = Status
# An answer's beginning shorter than this says nothing.
FEW = 20
WHOLE = 10_000
_ANSWER = (Step.FOLLOW_UP, gettext_lazy("Dijawab paling lambat %(due)s."))
_SOLVE = (Step.RESOLUTION, gettext_lazy("Selesai paling lambat %(due)s."))
# By status the clocks that matter to the reporter; the first that runs is named.
CLOCKS = {
    S.RECEIVED: ((Step.VERIFICATION, gettext_lazy("Diperiksa paling lambat %(due)s.")),),
    S.VERIFIED: ((Step.VERIFICATION, gettext_lazy("Diteruskan paling lambat %(due)s.")),),
    S.POSTPONED: ((Step.COMPLETION, gettext_lazy("Lengkapi paling lambat %(due)s.")),),
    S.DISPOSED: (_ANSWER, _SOLVE),
    S.IN_PROGRESS: (_ANSWER, _SOLVE),
    S.REPLIED: (_ANSWER, _SOLVE),
    S.ANSWERED: ((Step.QUIET, gettext_lazy("Tanpa tanggapan ditutup %(due)s.")),),
    S.CLOSED: ((Step.OBJECTION, gettext_lazy("Keberatan diputus paling lambat %(due)s.")),),
    S.ARCHIVED: ((Step.OBJECTION, gettext_lazy("Keberatan diputus paling lambat %(due)s.")),),
}
# By status what the office said last, which the reporter must know to go on.
SAID = {
    S.ANSWERED: ((MessageKind.ANSWER,), gettext_lazy('Jawab: "%(quote)s"')),
    S.POSTPONED: ((MessageKind.POSTPONEMENT,), gettext_lazy('Yang kurang: "%(quote)s"')),
    S.ARCHIVED: ((MessageKind.ARCHIVAL, MessageKind.DECISION), gettext_lazy('Alasan: "%(quote)s"')),
}
# By status what its reporter can do by SMS.
NEXT = {
    S.POSTPONED: commands.COMPLETE,
    S.ANSWERED: commands.CONFIRM,
    S.CLOSED: commands.REOPEN,
    S.ARCHIVED: commands.OBJECT,
    S.WITHDRAWN: commands.TAKE_UP_AGAIN,
    S.MERGED: commands.AFTER_MERGE,
}


def standing(report: Report, actor: Actor, *, now: datetime) -> str:
    """Public facts for anybody; of a secret report only its status; the next command for its reporter."""
    seen = look(report, actor, now=now)
    status = str(report.get_status_display())
    if seen.sight.own:
        return _to_its_reporter(report, status, now)
    if report.secret:
        return replies.about(report.pk, f"{status}.", _("Isinya rahasia; hanya pelapornya yang mengurusnya."))
    where = _where(seen)
    link = _link(report)
    since, due = _since(report, status, now), _due(report, now)
    return replies.about(report.pk, since, where, due, link, drop=(link, where))


def _to_its_reporter(report: Report, status: str, now: datetime) -> str:
    """What can be done now; of an answer also its words as far as they fit, else where they stand."""
    due, command = _due(report, now) or handled_together(report), next_step(report)
    if report.status not in SAID:
        return replies.about(report.pk, _since(report, status, now), due, command, drop=(due,))
    if report.status != S.ANSWERED:
        return _saying(report, (_since(report, status, now), f"{status}."), due, command)
    at = _entered(report)
    since = _("Dijawab %(day)s.") % {"day": _day(report, at, now)} if at else f"{status}."
    return _saying(report, (since, ""), due, command)


def _saying(report: Report, opening: tuple[str, str], due: str, command: str) -> str:
    """With the office's words: whole under the long opening, else as many as fit under the short one."""
    whole, link = _said(report), _link(report)
    for since in opening:
        text = replies.about(report.pk, since, due, command)
        if places(text) + 1 + places(whole) <= SMS_MAX:
            return replies.about(report.pk, since, whole or link, due, command, drop=(link,))
    said = _said(report, SMS_MAX - places(text) - 1) or link
    return replies.about(report.pk, opening[1], said, due, command, drop=(said, due))


def _said(report: Report, room: int = WHOLE) -> str:
    """Nothing of a secret or anonymous report: others may hold the telephone."""
    if report.secret or report.anonymous:
        return ""
    kinds, form = SAID[Status(report.status)]
    texts = report.messages.filter(kind__in=kinds).order_by("-id").values_list("text", flat=True)
    words = cut(texts.first() or "", room - places(str(form) % {"quote": ""}))
    return str(form) % {"quote": words} if len(words) > FEW or words[-3:] not in ("", "...") else ""


def _link(report: Report) -> str:
    return _("Rincian: %(host)s/laporan/%(id)s") % {"host": replies.host(), "id": report.pk}


def handled_together(report: Report) -> str:
    """Of a merged report, while the one that it was merged into goes on: which one that is."""
    other = report.merged_into
    if report.status != S.MERGED or other is None or other.status not in OPEN:
        return ""
    said = _("Laporan ini masih ditangani bersama laporan #%(id)s. Tunggu sampai laporan itu selesai.")
    return said % {"id": other.pk}


def next_step(report: Report) -> str:
    if report.status in (S.ARCHIVED, S.CLOSED) and report.objections.filter(decided_at=None).exists():
        return str(commands.CHECK)  # it is with the objection's judge
    if handled_together(report):
        return str(commands.CHECK)
    return str(NEXT.get(Status(report.status), commands.WRITE))


def _since(report: Report, status: str, now: datetime) -> str:
    """Since when it stands so; of an import whose acts nobody knows, the status alone."""
    at = _entered(report)
    if at is None:
        return f"{status}."
    return _("%(status)s sejak %(day)s.") % {"status": status, "day": _day(report, at, now)}


def _entered(report: Report) -> datetime | None:
    moves = report.events.filter(to_status=report.status).exclude(from_status=F("to_status"))
    return moves.order_by("-id").values_list("at", flat=True).first()


def _due(report: Report, now: datetime) -> str:
    running = {row.step: row.due for row in clocks.running(report)}
    for step, words in CLOCKS.get(Status(report.status), ()):
        due = running.get(step)
        if due is not None:
            named = {"due": _day(report, due, now)}
            return (_("Tenggat %(due)s sudah lewat.") if due < now else str(words)) % named
    return ""


def _where(seen: Seen) -> str:
    """The agency, of a report that is neither secret nor anonymous."""
    if seen.report.anonymous or not seen.agencies:
        return ""
    return _("Di %(agency)s.") % {"agency": seen.agencies[0].top().name}


def _day(report: Report, moment: datetime, now: datetime) -> str:
    return replies.day(local_day(report, moment), local_day(report, now))
