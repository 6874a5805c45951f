"""Catatan internal: what colleagues write to each other beside the procedure.

Read by the office that wrote it and by the national verifiers; never by the reporter, the public, overseers
outside the service or partners. Redactable, and blanked when nobody needs the report any more (UU 27/2022).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.models import User
from lapor.accounts.roles import AGENCY, SERVICE, Role
from lapor.reports.lifecycle import hold
from lapor.reports.models import Note, Report
from lapor.reports.office import WORKERS, Office, office_of, offices_of, people_of
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.reports.retention import kept_until
from lapor.reports.states import Status
from lapor.reports.texts import required

WRITERS = WORKERS | SERVICE
MENTIONS_MAX = 10
# The same words of the same officer within this time are one note, sent twice.
ONCE = timedelta(minutes=2)


@transaction.atomic
def write(
    report: Report, *, by: Actor, text: str, now: datetime, mentions: Iterable[User] = ()
) -> Note | None:
    """A note of this officer's office; None where it was sent a second time and is there already.

    `mentions`: colleagues who are to be told, by the caller. BadInput on one who could not read it.
    """
    words = required("text", text)
    office = writing_office(report, by)
    if office is None or by.user_id is None:
        raise NotAllowed
    named = {user.pk: user for user in mentions}
    _checked(office, named, now)
    hold(report)
    if report.notes.filter(by=by.user_id, text=words, created_at__gt=now - ONCE).exists():
        return None
    note = Note.objects.create(
        report=report, by_id=by.user_id, agency=office.agency, text=words, created_at=now
    )
    note.mentions.set(named)
    return note


def writing_office(report: Report, by: Actor) -> Office | None:
    """The office in whose name this officer writes notes; None for those who only read or stand outside."""
    return office_of(report, by, *WRITERS)


def colleagues(office: Office, *, now: datetime) -> QuerySet[User]:
    """Who can be mentioned: those who may read the office's notes, its leadership too."""
    return people_of(office, roles=AGENCY | SERVICE, now=now)


def readable(report: Report, by: Actor) -> QuerySet[Note]:
    """The notes that this officer may read; none for whoever is no colleague."""
    notes = report.notes.select_related("by", "agency").prefetch_related("mentions")
    if by.has(Role.NATIONAL_VERIFIER):
        return notes
    if by.has(*SERVICE):
        return notes.filter(agency=None)
    offices = offices_of(report, by, *AGENCY)
    return notes.filter(agency__in=[one.agency_id for one in offices]) if offices else notes.none()


def blank(report: Report, *, now: datetime) -> None:
    """The words go, that there was a note stays."""
    report.notes.filter(redacted_at=None).update(text="", redacted_at=now)


def blank_old(*, now: datetime, limit: int) -> int:
    """Notes of reports that ended longer ago than the days of retention.csv; says how many."""
    before = kept_until("internal_note", now=now)
    ended = (Status.CLOSED, Status.ARCHIVED, Status.WITHDRAWN)
    old = Note.objects.filter(redacted_at=None, report__status__in=ended, report__closed_at__lt=before)
    ids = list(old.order_by("id").values_list("pk", flat=True)[:limit])
    return Note.objects.filter(pk__in=ids).update(text="", redacted_at=now)


def _checked(office: Office, named: dict[int, User], now: datetime) -> None:
    if len(named) > MENTIONS_MAX:
        raise BadInput(people=_("Sebut paling banyak %(n)s rekan.") % {"n": MENTIONS_MAX})
    able = set(colleagues(office, now=now).filter(pk__in=named).values_list("pk", flat=True))
    strange = next((user for number, user in named.items() if number not in able), None)
    if strange:
        raise BadInput(people=_("%(name)s tidak bertugas di kantor Anda.") % {"name": strange})
