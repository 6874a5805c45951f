"""A gathering: prepared, opened, called off; and seats, which the database gives out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.sealing import mark
from lapor.audit.recording import record
from lapor.jipp.exchange.codes import GatheringStatus
from lapor.jipp.exchange.rights import demand_hub
from lapor.jipp.models import Gathering, Hub, Participant
from lapor.jipp.slugs import slug_for
from lapor.reports.refusals import BadInput, WrongState
from lapor.reports.texts import optional, required

TITLE_MAX, ABOUT_MAX, PLACE_MAX, NAME_MAX = 150, 5_000, 200, 120
CAPACITY_MAX = 100_000
# Whoever does not confirm gives the seat back, so that typed addresses do not fill a room.
UNCONFIRMED = timedelta(days=2)
# In a full room sooner: a seat that nobody has confirmed for so long goes to whoever asks next.
YIELDS = timedelta(hours=1)


@dataclass(frozen=True)
class Invitation:
    """What a gathering is to be; `capacity`: seats."""

    title: str
    about: str
    place: str
    starts_at: datetime
    ends_at: datetime
    capacity: int


@transaction.atomic
def prepare_gathering(hub: Hub | None, what: Invitation, *, by: Actor, now: datetime) -> Gathering:
    """A draft. BadInput by field; NotAllowed where the hub is not one's own."""
    demand_hub(by, hub)
    fields = _checked(what)
    slug = slug_for(Gathering, what.title, what.starts_at.year)
    row = Gathering.objects.create(hub=hub, slug=slug, created_by_id=by.user_id, created_at=now, **fields)
    return _recorded(row, "prepare_gathering", by, now)


@transaction.atomic
def change_gathering(row: Gathering, what: Invitation, *, by: Actor, now: datetime) -> Gathering:
    """Other facts; never fewer seats than are taken. WrongState once it is called off.

    One that was moved is reminded of again.
    """
    demand_hub(by, row.hub)
    held = _held(row)
    if held.status == GatheringStatus.CANCELLED:
        raise WrongState(_("Kegiatan ini sudah dibatalkan."))
    fields = _checked(what)
    if what.capacity < held.taken:
        raise BadInput(capacity=_("Sudah ada %(n)s pendaftar.") % {"n": held.taken})
    if what.starts_at != held.starts_at:
        fields["reminded_at"] = None
    Gathering.objects.filter(pk=held.pk).update(**fields, edits=F("edits") + 1)
    held.refresh_from_db()
    return _recorded(held, "change_gathering", by, now)


@transaction.atomic
def open_gathering(row: Gathering, *, by: Actor, now: datetime) -> Gathering:
    """Public from now on. WrongState where it is, or has begun."""
    demand_hub(by, row.hub)
    held = _held(row)
    if held.status != GatheringStatus.DRAFT or held.starts_at <= now:
        raise WrongState(_("Hanya kegiatan yang disiapkan dan belum dimulai yang bisa dibuka."))
    return _moved(held, GatheringStatus.OPEN, "open_gathering", by, now)


@transaction.atomic
def cancel_gathering(row: Gathering, *, by: Actor, now: datetime) -> Gathering:
    """Called off; its page says so. WrongState where it was over, or never open."""
    demand_hub(by, row.hub)
    held = _held(row)
    if held.status != GatheringStatus.OPEN or held.ends_at <= now:
        raise WrongState(_("Hanya kegiatan yang akan datang yang bisa dibatalkan."))
    return _moved(held, GatheringStatus.CANCELLED, "cancel_gathering", by, now)


@transaction.atomic
def take_seat(
    row: Gathering, *, address: str, name: str, language: str, now: datetime
) -> tuple[Participant, bool]:
    """A seat for this address (lower case), and whether it is a new one: who has one keeps it.

    In a full room the oldest seat that nobody confirmed for an hour gives way. Given by a conditional update,
    so that the last seat has one taker. WrongState: full, over, called off.
    """
    said = optional("name", name, longest=NAME_MAX)
    if not _coming(row, now).exists():
        raise no_seat()
    person, fresh = Participant.objects.get_or_create(
        gathering=row,
        address_mark=mark("email", address),
        defaults={"address": address, "name": said, "language": language, "created_at": now},
    )
    if fresh and not (_claimed(row, now) or (_yielded(row, now) and _claimed(row, now))):
        raise no_seat()
    return person, fresh


def is_full(row: Gathering, *, now: datetime) -> bool:
    """Whether there is no seat for anybody new, nor one that may be given on."""
    return not (_free(row, now).exists() or _yielding(row, now).exists())


def no_seat() -> WrongState:
    """Said alike to everybody, whyever there is none."""
    return WrongState(_("Tempat sudah habis, atau pendaftaran sudah ditutup."))


def confirm_seat(person: Participant, *, now: datetime) -> bool:
    """The owner of the address wants the seat. Once: False where it was confirmed before, or is gone."""
    return bool(Participant.objects.filter(pk=person.pk, confirmed_at=None).update(confirmed_at=now))


def seats_left(row: Gathering, *, now: datetime) -> int:
    """How many may still be asked for; in a full room one, while somebody's may be given on."""
    return row.capacity - row.taken or int(_yielding(row, now).exists())


@transaction.atomic
def give_back(person: Participant, *, unless_confirmed: bool = False) -> bool:
    """The seat is free again and nothing of the person stays. Twice changes nothing.

    `unless_confirmed`: not where its owner has confirmed it by now.
    """
    rows = Participant.objects.filter(pk=person.pk)
    gone, _rows = (rows.filter(confirmed_at=None) if unless_confirmed else rows).delete()
    if gone:
        Gathering.objects.filter(pk=person.gathering_id, taken__gt=0).update(taken=F("taken") - 1)
    return bool(gone)


def free_unconfirmed(*, now: datetime, limit: int) -> int:
    """Seats that nobody confirmed in time; says how many."""
    old = Participant.objects.filter(confirmed_at=None, created_at__lt=now - UNCONFIRMED)
    found = list(old.order_by("created_at")[:limit])
    return sum(give_back(person, unless_confirmed=True) for person in found)


def forget_participants(*, before: datetime, limit: int) -> int:
    """Names and addresses of gatherings that ended before this moment; the number of seats taken stays."""
    old = Participant.objects.filter(gathering__ends_at__lt=before).order_by("pk")
    ids = list(old.values_list("pk", flat=True)[:limit])
    return Participant.objects.filter(pk__in=ids).delete()[0]


def _coming(row: Gathering, now: datetime) -> QuerySet[Gathering]:
    return Gathering.objects.filter(pk=row.pk, status=GatheringStatus.OPEN, starts_at__gt=now)


def _free(row: Gathering, now: datetime) -> QuerySet[Gathering]:
    return _coming(row, now).filter(taken__lt=F("capacity"))


def _claimed(row: Gathering, now: datetime) -> bool:
    return bool(_free(row, now).update(taken=F("taken") + 1))


def _yielding(row: Gathering, now: datetime) -> QuerySet[Participant]:
    old = Participant.objects.filter(gathering=row, confirmed_at=None, created_at__lt=now - YIELDS)
    return old.order_by("created_at", "pk")


def _yielded(row: Gathering, now: datetime) -> bool:
    """Never one that is confirmed this moment: the row is deleted only while it is not."""
    oldest = _yielding(row, now).first()
    return oldest is not None and give_back(oldest, unless_confirmed=True)


def _held(row: Gathering) -> Gathering:
    return Gathering.objects.select_for_update(of=("self",), no_key=True).select_related("hub").get(pk=row.pk)


def _moved(row: Gathering, status: GatheringStatus, act: str, by: Actor, now: datetime) -> Gathering:
    row.status, row.edits = status, row.edits + 1
    row.save(update_fields=["status", "edits"])
    return _recorded(row, act, by, now)


def _recorded(row: Gathering, act: str, by: Actor, now: datetime) -> Gathering:
    record(act, actor_id=by.user_id, subject="jipp_gathering", subject_id=row.pk, now=now)
    return row


def _checked(what: Invitation) -> dict[str, object]:
    if what.ends_at <= what.starts_at:
        raise BadInput(ends_at=_("Waktu selesai harus sesudah waktu mulai."))
    if not 1 <= what.capacity <= CAPACITY_MAX:
        raise BadInput(
            capacity=_("Tulis angka dari %(least)s sampai %(most)s.") % {"least": 1, "most": CAPACITY_MAX}
        )
    return {
        "title": required("title", what.title, longest=TITLE_MAX),
        "about": required("about", what.about, longest=ABOUT_MAX),
        "place": required("place", what.place, longest=PLACE_MAX),
        "starts_at": what.starts_at,
        "ends_at": what.ends_at,
        "capacity": what.capacity,
    }
