"""What an officer had in hand when leaving, and what a unit held when it closes: given on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from lapor.accounts import staffing
from lapor.accounts.actors import Actor, actor_of
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import AGENCY, SERVICE
from lapor.accounts.staffing import StaffingRefused, Unmanaged, realm_of
from lapor.audit.recording import record
from lapor.registry import agencies
from lapor.registry.models import Agency, AgencyKind
from lapor.reports.access import visible_to
from lapor.reports.models import Disposition, Handling, Report
from lapor.reports.states import OPEN
from lapor.sla.zones import NATIONAL

# An event for each open report that passes from a closing unit to another: as if passed on by the
# coordinator, but in every open state, for nobody decides anything about the report.
_PASSED_ON = """
    INSERT INTO reports_event (report_id, act, from_status, to_status, at, by_id, role, agency_id, facts)
    SELECT r.id, 'dispose_to_unit', r.status, r.status, %(now)s, %(by)s, 'coordinator', %(to)s,
        jsonb_build_object('lead', d.lead, 'successor_of', %(unit)s)
    FROM reports_disposition d JOIN reports_report r ON r.id = d.report_id
        JOIN registry_agency h ON h.id = d.holder_id
    WHERE d.until IS NULL AND h.path LIKE %(path)s AND r.status = ANY (%(open)s)
    ORDER BY r.id
"""


@dataclass(frozen=True)
class Handed:
    """How many reports went to the colleague, how many are nobody's again."""

    moved: int
    freed: int


def in_hand(user: User, *, by: Actor) -> QuerySet[Handling]:
    """What this officer has in hand within the scope of whoever manages the office, for the offices there.

    Who sits in another agency as well has the same report in hand for that one too: not theirs to give on.
    """
    if not by.is_officer:
        return Handling.objects.none()
    seats = list(Seat.objects.filter(realm_of(by).seats(), user=user).select_related("agency"))
    offices = Q(agency__in={seat.agency.top_id() for seat in seats if seat.agency and seat.role in AGENCY})
    if any(seat.role in SERVICE for seat in seats):
        offices |= Q(agency=None)
    return Handling.objects.filter(offices, user=user, report__in=visible_to(by).values("pk"))


@transaction.atomic
def hand_over(leaving: User, *, to: User | None, by: Actor, now: datetime) -> Handed:
    """Everything `leaving` has in hand goes to a colleague (`to` None: back to the queue, nobody's).

    What the colleague may not see is freed, so that somebody takes it. Waiting drafts stay as they are. One
    update, however many reports. Unmanaged for somebody outside the actor's realm.
    """
    if not Seat.objects.filter(realm_of(by).seats(), user=leaving).exists():
        raise Unmanaged
    mine = in_hand(leaving, by=by)
    moved = 0
    if to is not None:
        scope = visible_to(actor_of(to, now=now, proven=False))
        moved = mine.filter(report__in=scope.values("pk")).update(user=to, since=now)
    freed, _each = mine.delete()
    record(
        "hand_over",
        actor_id=by.user_id,
        subject="user",
        subject_id=leaving.pk,
        now=now,
        to=to.pk if to else None,
        moved=moved,
        freed=freed,
    )
    return Handed(moved, freed)


@transaction.atomic
def leave(user: User, *, to: User | None, by: Actor, now: datetime) -> Handed:
    """Somebody's seats, log-ins and tokens end, once what is in hand has gone to a colleague or the queue.

    The seats are locked first: a report taken at this moment is seen here and goes along, or it is refused to
    whoever has just left (`handling.take`). Unmanaged and StaffingRefused as for `staffing.deactivate`.
    """
    staffing.hold_seats(user, by=by, now=now)
    handed = hand_over(user, to=to, by=by, now=now)
    staffing.deactivate(user, by=by, now=now)
    return handed


def held_at(unit: Agency) -> QuerySet[Disposition]:
    """Living dispositions of open reports to a unit or below it."""
    return Disposition.objects.filter(until=None, holder__path__startswith=unit.path, report__status__in=OPEN)


@transaction.atomic
def close_unit(unit: Agency, *, to: Agency | None, by: Actor, now: datetime) -> int:
    """The unit ends today; says how many open reports went to `to`, a unit of the same agency or the agency.

    The history of each of those reports says so, in one statement for all of them. StaffingRefused while
    units below it, officers or (without `to`) open reports are there; Unmanaged outside the actor's realm.
    """
    if not below(unit, by) or (to is not None and not _receives(to, unit)):
        raise Unmanaged
    unit = Agency.objects.select_for_update().get(pk=unit.pk)
    _refuse_closing(unit, now)
    held = held_at(unit)
    if to is None and held.exists():
        raise StaffingRefused(_("Unit ini masih memegang laporan. Pilih unit yang meneruskannya."))
    moved = _move(held, unit, to, by=by, now=now) if to else 0
    agencies.close(unit, on=now.astimezone(NATIONAL).date(), successor=to)
    record(
        "close_unit",
        actor_id=by.user_id,
        subject="agency",
        subject_id=unit.pk,
        now=now,
        to=to.pk if to else None,
        reports=moved,
    )
    return moved


def below(unit: Agency, by: Actor) -> bool:
    """Whether this is a unit under an agency that the actor coordinates: never that agency itself."""
    paths = realm_of(by).paths
    under = any(unit.path.startswith(path) and unit.path != path for path in paths)
    return under and unit.kind == AgencyKind.UNIT


def _receives(to: Agency, unit: Agency) -> bool:
    return to.valid_to is None and to.top_id() == unit.top_id() and not unit.contains(to)


def _refuse_closing(unit: Agency, now: datetime) -> None:
    if unit.valid_to is not None:
        raise StaffingRefused(_("Unit ini sudah ditutup."))
    if unit.children.filter(valid_to=None).exists():
        raise StaffingRefused(_("Masih ada unit di bawahnya. Tutup unit itu dulu."))
    if Seat.objects.living(now).filter(agency=unit).exists():
        raise StaffingRefused(_("Masih ada petugas di unit ini. Akhiri jabatan mereka dulu."))


def _move(held: QuerySet[Disposition], unit: Agency, to: Agency, *, by: Actor, now: datetime) -> int:
    ids = held.values("report")
    open_ones = Report.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    list(open_ones.values_list("pk", flat=True))  # nobody acts on one while it moves
    with connection.cursor() as cursor:
        cursor.execute(
            _PASSED_ON,
            {
                "now": now,
                "by": by.user_id,
                "to": to.pk,
                "unit": unit.pk,
                "path": f"{unit.path}%",
                "open": [str(status) for status in OPEN],
            },
        )
    Report.objects.filter(pk__in=ids).update(version=F("version") + 1)
    leading = Report.objects.filter(pk__in=held.filter(lead=True).values("report"), unit=unit)
    leading.update(unit=None if to.parent_id is None else to)
    return held.update(holder=to)
