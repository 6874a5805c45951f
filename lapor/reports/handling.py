"""Penanganan: which officer in person works on a report; one in each office that has it.

No act of the lifecycle: it moves no clock and no reporter sees it. It stands in the audit record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import AGENCY, SERVICE, Role
from lapor.audit.recording import record
from lapor.reports.lifecycle import hold
from lapor.reports.models import Disposition, Handling, Report
from lapor.reports.office import HEADS, WORKERS, Office, office_of, offices_of, people_of
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.states import OPEN

HANDLERS = WORKERS | {Role.NATIONAL_VERIFIER}


@transaction.atomic
def take(report: Report, *, by: Actor, now: datetime) -> Handling:
    """This officer works on the report from now on; a second time changes nothing.

    Of two who take it at once one wins, decided by a constraint; the other gets WrongState that says who.
    """
    hold(report)
    office, person = _office(report, by), _person(by)
    if not _at_work(office, person, now):
        raise NotAllowed(_("Anda tidak lagi bertugas di kantor yang memegang laporan ini."))
    row, fresh = Handling.objects.select_related("user").get_or_create(
        report=report, agency=office.agency, defaults={"user_id": person, "since": now}
    )
    if row.user_id != person:
        raise taken(row)
    if fresh:
        _record("take_report", report, by, now)
    return row


@transaction.atomic
def hand_over(report: Report, *, by: Actor, to: User, now: datetime, seen: int | None) -> Handling:
    """A colleague of the same office goes on with it. `seen`: the handler that `by` had before the eyes.

    By whoever handles it, by the coordinator or a superior, in the national service by any verifier; what
    nobody handles anybody of the office may give. BadInput where `to` is no such colleague.
    """
    hold(report)
    office = _office(report, by)
    row = handler_in(report, office)
    if row and row.user_id != seen:
        raise taken(row)
    if row and row.user_id != by.user_id and not _decides(report, by, office):
        raise NotAllowed(
            _("Hanya %(name)s atau atasannya yang dapat menyerahkan laporan ini.") % {"name": row.user}
        )
    if not _at_work(office, to.pk, now):
        raise BadInput(to=_("Orang ini tidak bertugas di kantor yang memegang laporan. Pilih rekan lain."))
    row, _fresh = Handling.objects.update_or_create(
        report=report, agency=office.agency, defaults={"user": to, "since": now}
    )
    _record("hand_over_report", report, by, now, to=to.pk)
    return row


@transaction.atomic
def let_go(report: Report, *, by: Actor, now: datetime) -> None:
    """Nobody of this office works on it in person any more; WrongState where it is not one's own."""
    hold(report)
    gone, _each = Handling.objects.filter(report=report, user=by.user_id).delete()
    if not gone:
        raise WrongState(_("Laporan ini tidak sedang Anda tangani."))
    _record("let_go_report", report, by, now)


def handlers(report: Report) -> QuerySet[Handling]:
    """Who works on it, the national service first."""
    return report.handlings.select_related("user", "agency").order_by("agency_id", "id")


def known_to(report: Report, by: Actor) -> QuerySet[Handling]:
    """Those of them whom this officer may know by name: of the own offices, and all to the service.

    Who works on it in person is the own matter of an office: other agencies, KSP and the Ombudsman ask it.
    """
    if by.has(*SERVICE):
        return handlers(report)
    return handlers(report).filter(agency__in=[one.agency_id for one in offices_of(report, by, *AGENCY)])


def handler_in(report: Report, office: Office) -> Handling | None:
    """Who of this office works on it."""
    return Handling.objects.filter(report=report, agency=office.agency).select_related("user").first()


def may_handle(report: Report, by: Actor) -> Office | None:
    """The office for which this officer may work on the report as it stands; None where none may be."""
    if report.status not in OPEN or by.user_id is None:
        return None
    office = office_of(report, by, *HANDLERS)
    # The national service has a report only until an agency has it.
    return None if office and office.agency is None and report.agency_id else office


def may_hand_over(report: Report, by: Actor) -> bool:
    """Whether this officer decides who goes on with it: what `hand_over` asks, for the menu of acts."""
    office = may_handle(report, by)
    if office is None:
        return False
    row = handler_in(report, office)
    return row is None or row.user_id == by.user_id or _decides(report, by, office)


def end_all(report: Report) -> None:
    """The report left the office that had it, or ended."""
    Handling.objects.filter(report=report).delete()


def end_where_unseen(held: Disposition) -> None:
    """The report moved inside an agency: whoever does not see it there any more works on it no longer.

    Seats that run out by the clock are left alone here; the next hand-over asks for living ones.
    """
    rows = Handling.objects.filter(report=held.report_id, agency=held.agency_id)
    seats = Seat.objects.filter(user=OuterRef("user"), agency__in=held.holder.lineage(), role__in=WORKERS)
    rows.exclude(Exists(seats)).delete()


def end_of_agency(held: Disposition) -> None:
    """An added agency stepped back."""
    Handling.objects.filter(report=held.report_id, agency=held.agency_id).delete()


def taken(row: Handling) -> WrongState:
    """Somebody else was faster."""
    return WrongState(_("%(name)s sudah menangani laporan ini.") % {"name": row.user})


def _office(report: Report, by: Actor) -> Office:
    """NotAllowed for who never may; WrongState where the report is no longer there or has ended."""
    if office_of(report, by, *HANDLERS) is None:
        raise NotAllowed
    office = may_handle(report, by)
    if office is None:
        raise WrongState(
            _("Laporan #%(id)s tidak lagi di kantor Anda atau sudah berakhir.") % {"id": report.pk}
        )
    return office


def _at_work(office: Office, person: int, now: datetime) -> bool:
    """Whether somebody serves in this office, with the seats locked until the end of this transaction.

    Who is leaving at this moment (`handing_over.leave`) has locked them: then it is waited for and seen. By
    the clock of now besides, for that end may be later than the moment at which this act began.
    """
    list(Seat.objects.select_for_update().filter(user=person).order_by("pk"))
    return people_of(office, roles=HANDLERS, now=max(now, timezone.now())).filter(pk=person).exists()


def _person(by: Actor) -> int:
    if by.user_id is None:
        raise NotAllowed
    return by.user_id


def _decides(report: Report, by: Actor, office: Office) -> bool:
    """Over a colleague's work: verifiers among themselves, in an agency its coordinator and superiors."""
    if office.agency is None:
        return True
    return any(one.agency_id == office.agency_id for one in offices_of(report, by, *HEADS))


def _record(act: str, report: Report, by: Actor, now: datetime, **facts: int) -> None:
    record(act, actor_id=by.user_id, subject="report", subject_id=report.pk, now=now, **facts)
