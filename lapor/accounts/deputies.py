"""Pelaksana tugas: somebody who stands in for a seat's holder from one day to another.

The deputy works in that seat's scope in that time only, and events say so; nothing has to be taken back.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.models import Seat, User
from lapor.accounts.roles import HOUSES, OFFICERS, Role
from lapor.accounts.staffing import StaffingRefused, Unmanaged, end_now, note, realm_of

# Longer than this nobody stands in; then the seat is another's.
DEPUTY_MAX = timedelta(days=366)


@transaction.atomic
def name_deputy(
    seat: Seat, *, deputy: User, since: datetime, until: datetime, by: Actor, now: datetime
) -> Seat:
    """`deputy` stands in for the seat's holder from `since` to `until`, and then no longer, by itself.

    Named by the holder or by whoever manages the seat; a colleague of the same agency (nationally: of the
    same house), and nobody who only stands in passes that on. StaffingRefused with a sentence otherwise.
    """
    if seat.user_id != by.user_id and not realm_of(by).covers(Role(seat.role), seat.agency):
        raise Unmanaged
    Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if not Seat.objects.living(now).filter(pk=seat.pk, deputy_for=None).exists():
        raise StaffingRefused(_("Jabatan ini sudah berakhir, atau Anda sendiri pelaksana tugas di situ."))
    if not now < until or not since < until:
        raise StaffingRefused(_("Tanggal selesai harus sesudah tanggal mulai, dan belum lewat."))
    if until - since > DEPUTY_MAX:
        raise StaffingRefused(_("Pelaksana tugas paling lama satu tahun."))
    if not colleagues(seat, now=now).filter(pk=deputy.pk).exists():
        raise StaffingRefused(_("Pilih rekan yang aktif di instansi yang sama."))
    if seat.deputies.filter(user=deputy, valid_from__lt=until, valid_to__gt=since).exists():
        raise StaffingRefused(_("Rekan ini sudah menjadi pelaksana tugas pada tanggal itu."))
    made = Seat.objects.create(
        user=deputy, role=seat.role, agency=seat.agency, valid_from=since, valid_to=until, deputy_for=seat
    )
    note("name_deputy", made, by.user_id, now)
    return made


@transaction.atomic
def end_deputy(seat: Seat, *, by: Actor, now: datetime) -> None:
    """Before its day: by the one stood in for, by the deputy, or by whoever manages the seat."""
    principal = seat.deputy_for
    if principal is None:
        raise Unmanaged
    near = by.user_id in (seat.user_id, principal.user_id)
    if not near and not realm_of(by).covers(Role(seat.role), seat.agency):
        raise Unmanaged
    end_now(seat, by, now)


def colleagues(seat: Seat, *, now: datetime) -> QuerySet[User]:
    """Who may stand in: officers seated in the same top agency; nationally, those of the same house.

    The service is one house; KSP and the Ombudsman watch it from outside, and open no identity in its name.
    """
    seats = Seat.objects.living(now).filter(role__in=OFFICERS, deputy_for=None).exclude(user=seat.user_id)
    house = next((each for each in HOUSES if seat.role in each), None)
    if house:
        seats = seats.filter(role__in=house)
    elif seat.agency:
        seats = seats.filter(agency__path__startswith=f"/{seat.agency.top_id()}/")
    return User.objects.filter(pk__in=seats.values("user")).order_by("name", "pk")
