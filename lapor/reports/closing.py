"""Penutupan: by the reporter, by an officer above, by the timer; reopening; objection (keberatan)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.roles import Role
from lapor.reports import clocks, merging, ombudsman, rights, secrecy
from lapor.reports.filing import end_dispositions
from lapor.reports.lifecycle import advance, hold
from lapor.reports.models import Event, Objection, Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.states import OPEN, Act, Closing, MessageKind, Status
from lapor.reports.texts import optional, required, say
from lapor.sla.rules import Step

LADDER = (Objection.Level.COORDINATOR, Objection.Level.NATIONAL_SUPERVISOR, Objection.Level.OMBUDSMAN)


@transaction.atomic
def close(
    report: Report,
    *,
    by: Actor,
    now: datetime,
    rating: int | None = None,
    reason: str = "",
    expected: int | None = None,
) -> Event:
    """The reporter confirms (and may rate 1-5); or, with a reason, the level above the answerer closes."""
    if rating is not None and rating not in range(1, 6):
        raise BadInput(rating=_("Beri nilai 1 sampai 5."))
    words = optional("reason", reason)
    event = advance(report, Act.CLOSE, by=by, now=now, expected=expected, rating=rating)
    if report.agency_id is None:  # postponed before it went anywhere: reopened, nobody would have it
        raise WrongState(_("Laporan ini belum ada pada instansi. Lengkapi, atau tarik laporannya."))
    confirmed = event.facts["variant"] == "confirmed"
    if not confirmed and not words:
        raise BadInput(reason=_("Tulis alasan penutupan. Pelapor akan membacanya."))
    report.rating = rating if confirmed else None
    _shut(report, now, "rating")
    say(report, event, MessageKind.CLOSING, words)
    return event


@transaction.atomic
def close_quiet(report: Report, *, by: Actor, now: datetime) -> Event:
    """The timer closes an answered report: *silent* when told and reminded, else *unconfirmed*.

    Who was told has a whole working day after the reminder, however late that came: WrongState until then.
    """
    hold(report)
    if report.status == Status.ANSWERED and report.told_at and not _warned(report, now):
        raise WrongState(_("Pelapor belum sempat menanggapi pengingat."))
    kind = Closing.SILENT if report.told_at else Closing.UNCONFIRMED
    event = advance(report, Act.CLOSE_QUIET, by=by, now=now, closing=kind)
    _shut(report, now)
    return event


@transaction.atomic
def reporter_told(report: Report, *, reached: bool, now: datetime) -> None:
    """The final answer reached the reporter, or every way was tried: the quiet days start now.

    They start once; anew only when a reporter who had not been reached is reached after all.
    """
    hold(report)
    running = clocks.running(report, Step.QUIET).exists()
    if report.status != Status.ANSWERED or (running and (report.told_at or not reached)):
        return
    report.told_at, report.reminded_at = now if reached else None, None
    report.save(update_fields=["told_at", "reminded_at"])
    clocks.start(report, Step.QUIET, at=now)


@transaction.atomic
def reporter_missed(report: Report) -> None:
    """What counted as told came back: closed now by silence, the report would be *unconfirmed*."""
    hold(report)
    if report.status == Status.ANSWERED and report.told_at:
        report.told_at = None
        report.save(update_fields=["told_at"])


@transaction.atomic
def remind_quiet(report: Report, *, now: datetime) -> bool:
    """Whether the reporter is to be reminded now that the quiet days end; True once, and noted on the report.

    One working day before the end, for a reporter who was told. The caller sends in the same transaction.
    """
    hold(report)
    quiet = clocks.running(report, Step.QUIET).first()
    if report.status != Status.ANSWERED or not report.told_at or report.reminded_at:
        return False
    if quiet is None or quiet.due is None or now < clocks.morning_before(report, quiet.due):
        return False
    report.reminded_at = now
    report.save(update_fields=["reminded_at"])
    return True


def silence_ends(report: Report, due: datetime) -> datetime:
    """When silence closes an answered report whose quiet days end at `due`.

    That moment, or the end of the working day after a reminder that came late.
    """
    if not report.told_at or not report.reminded_at:
        return due
    return max(due, clocks.working_day_after(report, report.reminded_at))


@transaction.atomic
def reopen(report: Report, *, by: Actor, reason: str, now: datetime) -> Event:
    """The reporter within 30 days (a lapsed one within a year), the national supervisor any time.

    A merged report is taken up by its reporter when the one it was merged into has ended.
    """
    why = required("reason", reason)
    hold(report)
    if report.status == Status.MERGED:
        event = merging.take_up(report, by=by, now=now)
        say(report, event, MessageKind.REOPENING, why)
        return event
    lapsed = report.status == Status.WITHDRAWN and _last_end(report) == Act.LAPSE
    if not by.has(Role.NATIONAL_SUPERVISOR):
        _within(report, Step.REOPEN_LAPSED if lapsed else Step.REOPEN, now)
    event = advance(report, Act.REOPEN, by=by, now=now)
    if event.to_status == Status.RECEIVED:
        end_dispositions(report, now)
    _drop_objection(report, now)
    _open_again(report)
    say(report, event, MessageKind.REOPENING, why)
    return event


@transaction.atomic
def object_to(report: Report, *, by: Actor, reason: str, now: datetime) -> Event:
    """Keberatan: the reporter disputes a closing or an archival; it goes one level above the decider."""
    why = required("reason", reason)
    hold(report)
    if report.objections.filter(decided_at=None).exists():
        raise WrongState(_("Keberatan Anda sudah kami terima dan sedang diperiksa."))
    _within(report, Step.OBJECTION_WINDOW, now)
    event = advance(report, Act.OBJECT, by=by, now=now)
    level = _next_level(report)
    Objection.objects.create(report=report, level=level, raised_at=now)
    if level == Objection.Level.OMBUDSMAN:
        ombudsman.open_cases([report.pk], now=now)
    say(report, event, MessageKind.OBJECTION, why)
    return event


@transaction.atomic
def decide_objection(
    report: Report, *, by: Actor, upheld: bool, text: str, now: datetime, expected: int | None = None
) -> Event:
    """Upheld: the report goes on as reopened. Rejected: it stays; the reporter may go a level higher."""
    words = required("text", text)
    hold(report)
    if not report.objections.filter(decided_at=None).exists():
        if not rights.ever_decides(by, report):
            raise NotAllowed
        raise WrongState(_("Tidak ada keberatan yang menunggu putusan."))
    variant = "upheld" if upheld else "rejected"
    event = advance(report, Act.DECIDE_OBJECTION, variant=variant, by=by, now=now, expected=expected)
    report.objections.filter(decided_at=None).update(decided_at=now, upheld=upheld)
    if event.to_status == Status.RECEIVED:
        end_dispositions(report, now)
    if upheld:
        _open_again(report)
    say(report, event, MessageKind.DECISION, words)
    return event


def _warned(report: Report, now: datetime) -> bool:
    return report.reminded_at is not None and now > clocks.working_day_after(report, report.reminded_at)


def _shut(report: Report, now: datetime, *more: str) -> None:
    report.closed_at = now
    report.save(update_fields=["closed_at", *more])
    secrecy.publish(report)


def _open_again(report: Report) -> None:
    report.closed_at, report.rating, report.reopened = None, None, True
    report.save(update_fields=["closed_at", "rating", "reopened"])


def _drop_objection(report: Report, now: datetime) -> None:
    """What was objected to is over: nobody decides it any more."""
    if report.objections.filter(decided_at=None).update(decided_at=now):
        clocks.running(report, Step.OBJECTION).update(stopped_at=now)
        clocks.note_due(report)


def _last_end(report: Report) -> str:
    ends = report.events.filter(to_status__in=(Status.WITHDRAWN, Status.CLOSED, Status.ARCHIVED))
    return ends.exclude(act=Act.OBJECT).order_by("-id").values_list("act", flat=True).first() or ""


def _within(report: Report, step: Step, now: datetime) -> None:
    """WrongState once the window is over; of a report that has not ended the table speaks, not the window."""
    if report.status in OPEN:
        return
    since = report.closed_at
    # An imported report ended on a day nobody knows, so its windows count as over.
    if since is not None and clocks.within(report, step, since=since, now=now):
        return
    raise WrongState(
        _("Waktunya sudah lewat. Buat laporan baru dan sebut nomor #%(id)s di dalamnya.") % {"id": report.pk}
    )


def _next_level(report: Report) -> str:
    """One above the last objection to this end of the report; the first goes above whoever decided."""
    last = report.objections.filter(raised_at__gte=report.closed_at).order_by("-id").first()
    if last:
        return LADDER[min(LADDER.index(Objection.Level(last.level)) + 1, len(LADDER) - 1)]
    decider = rights.decided_at(report)
    inside = decider is not None and decider.pk != decider.top().pk
    return Objection.Level.COORDINATOR if inside else Objection.Level.NATIONAL_SUPERVISOR
