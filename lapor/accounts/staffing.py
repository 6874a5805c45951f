"""Who sits where: seats given and ended, deputies for a time. Each is on record in the audit.

A coordinator manages the seats of the own subtree of the registry, never above or beside it; the national
supervisor manages national seats and the coordinators of top agencies, who have nobody else above them. Who
stands in for somebody manages nobody: what is given for good must not come from an office held for a week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from lapor.accounts import sessions
from lapor.accounts.actors import Actor
from lapor.accounts.models import ApiToken, Invitation, Seat, User
from lapor.accounts.roles import NATIONAL, SEATED, Role
from lapor.audit.recording import record
from lapor.registry.models import Agency

MANAGING = (Role.COORDINATOR, Role.NATIONAL_SUPERVISOR)


class Unmanaged(Exception):
    """Not this actor's to manage: to it, the person or the unit does not exist (404)."""


class StaffingRefused(ValueError):
    """It cannot be; the sentence says why, and what to do."""


@dataclass(frozen=True)
class Realm:
    """Whose seats somebody manages: subtrees of the registry (path prefixes), national ones."""

    paths: tuple[str, ...] = ()
    national: bool = False

    def covers(self, role: Role, agency: Agency | None) -> bool:
        if role in SEATED and agency and any(agency.path.startswith(path) for path in self.paths):
            return True
        at_top = role is Role.COORDINATOR and agency is not None and agency.parent_id is None
        return self.national and (at_top or role in NATIONAL)

    def seats(self) -> Q:
        """The condition on seats within it; true of none for somebody who manages nobody."""
        found = Q(pk__in=())
        for path in self.paths:
            found |= Q(agency__path__startswith=path, role__in=SEATED)
        if self.national:
            found |= Q(role__in=NATIONAL) | Q(role=Role.COORDINATOR, agency__parent=None)
        return found

    def roles(self) -> list[Role]:
        """Which roles may be given, in the order of the list of roles."""
        mine = (SEATED if self.paths else frozenset()) | (
            NATIONAL | {Role.COORDINATOR} if self.national else frozenset()
        )
        return [role for role in Role if role in mine]


def realm_of(actor: Actor) -> Realm:
    """What this actor manages by its own seats; nothing by those in which it stands in for somebody."""
    own = [post for post in actor.posts if not post.deputy]
    return Realm(
        tuple(post.path for post in own if post.role is Role.COORDINATOR and post.path),
        any(post.role is Role.NATIONAL_SUPERVISOR for post in own),
    )


def manages(actor: Actor) -> bool:
    realm = realm_of(actor)
    return bool(realm.paths) or realm.national


@transaction.atomic
def give_seat(user: User, *, role: Role, agency: Agency | None, by: Actor, now: datetime) -> Seat:
    """Somebody of the realm sits there from now on. Unmanaged outside it, StaffingRefused where it cannot be.

    Nor for somebody who serves there no more: who left, or belongs elsewhere, is invited and agrees.
    """
    realm = realm_of(by)
    if not realm.covers(role, agency):
        raise Unmanaged
    if not list(_serving(user, realm, now).select_for_update(of=("self",))):
        raise gone()
    return seat_in(user, role=role, agency=agency, by_id=by.user_id, now=now)


def gone() -> StaffingRefused:
    """To whoever manages somebody who has left."""
    return StaffingRefused(_("Orang ini tidak lagi bertugas di sini. Kirim undangan ke alamat surelnya."))


def seat_in(user: User, *, role: Role, agency: Agency | None, by_id: int | None, now: datetime) -> Seat:
    """The row and its record, once somebody has decided that it may be (`give_seat`, an invitation used)."""
    if agency is not None and not Agency.objects.standing().filter(pk=agency.pk).exists():
        raise StaffingRefused(_("Unit ini sudah ditutup. Pilih unit lain."))
    if not user.is_active:
        raise StaffingRefused(_("Akun ini tidak aktif."))
    try:
        with transaction.atomic():
            seat = Seat.objects.create(user=user, role=role, agency=agency, valid_from=now)
    except IntegrityError as error:
        raise StaffingRefused(_("Orang ini sudah memegang jabatan itu.")) from error
    note("give_seat", seat, by_id, now)
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, by: Actor, now: datetime) -> None:
    """The seat ends, and with it whoever stands in for its holder; it stays as history.

    The last coordinator of an agency (the last national supervisor) cannot end the own seat: nobody could
    give it back. StaffingRefused then, or when it has ended already.
    """
    _lock_for_ending([seat], by)
    _may_end(seat, by, now)
    end_now(seat, by, now)


@transaction.atomic
def deactivate(user: User, *, by: Actor, now: datetime) -> None:
    """All seats in the actor's realm end, all log-ins and tokens; without a seat elsewhere the password too.

    What is offered to the person there is offered no longer: else an old link would bring a seat back.
    The account stays what everybody may have: a citizen's, opened by a code to the own address.
    """
    mine = hold_seats(user, by=by, now=now)
    for seat in mine:
        _may_end(seat, by, now)
    for seat in mine:
        end_now(seat, by, now)
    end_access(user, now=now)
    offered = Invitation.objects.filter(realm_of(by).seats(), email=user.email.lower(), closed_at=None)
    offered.update(closed_at=now)
    if not Seat.objects.filter(living_or_to_come(now), user=user).exists():
        user.set_unusable_password()
        user.save(update_fields=["password"])
    record("deactivate", actor_id=by.user_id, subject="user", subject_id=user.pk, now=now, seats=len(mine))


def hold_seats(user: User, *, by: Actor, now: datetime) -> list[Seat]:
    """Lock the seats of somebody who is to leave; says which of them the actor manages, Unmanaged for none.

    Whoever takes up work, or is given another seat, locks them too: it is seen here, or comes too late.
    """
    _lock_for_ending(list(_serving(user, realm_of(by), now)), by, leaving=user)
    mine = list(_serving(user, realm_of(by), now))
    if not mine:
        raise Unmanaged
    return mine


def serves(user: User, *, by: Actor, now: datetime) -> bool:
    """Whether somebody has a seat in the actor's realm that has not ended."""
    return _serving(user, realm_of(by), now).exists()


def _serving(user: User, realm: Realm, now: datetime) -> QuerySet[Seat]:
    """Somebody's seats in the realm that have not ended."""
    return Seat.objects.filter(realm.seats(), living_or_to_come(now), user=user).order_by("pk")


def end_access(user: User, *, now: datetime) -> int:
    """End every log-in and token of an account; says how many log-ins."""
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    return sessions.end_all(user)


@transaction.atomic
def end_sessions(user: User, *, by: Actor, now: datetime) -> int:
    """A lost phone, a shared computer: whoever manages the person ends all its log-ins and tokens."""
    if not serves(user, by=by, now=now):
        raise Unmanaged  # who has gone elsewhere is theirs there
    number = end_access(user, now=now)
    record("end_sessions", actor_id=by.user_id, subject="user", subject_id=user.pk, now=now, number=number)
    return number


def living_or_to_come(now: datetime) -> Q:
    """Of a seat: it has not ended yet, whether it has begun or not."""
    return Q(valid_to=None) | Q(valid_to__gt=now)


def _lock_for_ending(seats: list[Seat], by: Actor, *, leaving: User | None = None) -> None:
    """The manager's own seats and all of the kinds that are to end, in one order: two who end each other's at
    once come one after the other, and the second finds the own seat gone."""
    same = Q(user_id=by.user_id) | (Q(user=leaving) if leaving else Q(pk__in=()))
    for seat in seats:
        same |= Q(role=seat.role, agency=seat.agency_id)
    living = Q(valid_to=None) | Q(valid_to__gt=Now())
    list(Seat.objects.select_for_update(of=("self",)).filter(same, living).order_by("pk"))


def _may_end(seat: Seat, by: Actor, now: datetime) -> None:
    if not _realm_now(by, now).covers(Role(seat.role), seat.agency):
        raise Unmanaged
    last = not _others(seat, now)
    if last and seat.role in MANAGING and seat.user_id == by.user_id and seat.deputy_for_id is None:
        raise StaffingRefused(
            _("Anda admin terakhir di sini. Undang admin lain dulu, lalu minta ia mengakhiri jabatan Anda.")
        )


def _realm_now(by: Actor, now: datetime) -> Realm:
    """Read under the lock: somebody may have ended the manager's own seat meanwhile."""
    own = Seat.objects.living(now).filter(user=by.user_id, role__in=MANAGING, deputy_for=None)
    rows = list(own.select_related("agency"))
    return Realm(
        tuple(row.agency.path for row in rows if row.role == Role.COORDINATOR and row.agency),
        any(row.role == Role.NATIONAL_SUPERVISOR for row in rows),
    )


def _others(seat: Seat, now: datetime) -> bool:
    same = Seat.objects.living(now).filter(role=seat.role, agency=seat.agency_id, deputy_for=None)
    return same.exclude(user=seat.user_id).exists()


def end_now(seat: Seat, by: Actor, now: datetime) -> None:
    """The row's end, once somebody has decided that it may be. StaffingRefused when it has ended already."""
    ended = Seat.objects.filter(living_or_to_come(now), pk=seat.pk).update(valid_to=now)
    if not ended:
        raise StaffingRefused(_("Jabatan ini sudah berakhir."))
    Seat.objects.filter(living_or_to_come(now), deputy_for=seat.pk).update(valid_to=now)
    if seat.role in MANAGING:  # what was offered by this office is offered no longer
        Invitation.objects.filter(by=seat.user_id, closed_at=None).update(closed_at=now)
    note("end_seat", seat, by.user_id, now)


def note(act: str, seat: Seat, by_id: int | None, now: datetime) -> None:
    """An act on a seat in the audit record."""
    record(
        act,
        actor_id=by_id,
        subject="user",
        subject_id=seat.user_id,
        now=now,
        seat=seat.pk,
        role=seat.role,
        agency=seat.agency_id,
    )
