"""Satisfaction surveys in messages: reporters are invited, managers of units without one are reminded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation

from lapor.accounts.models import Seat
from lapor.accounts.roles import Role
from lapor.notifications import recipients
from lapor.notifications.delivery import Letter, queue_each
from lapor.notifications.models import Person, Purpose
from lapor.notifications.overseers import tell
from lapor.notifications.recipients import Contact
from lapor.notifications.wording.surveying import invitation_words, reminder_words
from lapor.reports.models import Event
from lapor.skm.completeness import missing
from lapor.skm.inviting import invite
from lapor.skm.models import ServiceUnit
from lapor.skm.reminding import reminder_day
from lapor.sla.zones import NATIONAL

# Units reminded in a night; the rest the night after.
BATCH = 2_000
_REMIND = """
    INSERT INTO skm_reminder (unit_id, day, sent_at)
    SELECT unit, %s, %s FROM unnest(%s::bigint[]) AS unit ON CONFLICT DO NOTHING RETURNING unit_id
"""


def invite_reporter(event: Event) -> None:
    """After a report is closed: by the contact that the reporter chose, where there is a survey about it.

    The message names nothing but the report's number, for every report alike: others may see the telephone.
    """
    contacts = recipients.of_reporter(event.report)
    now = timezone.now()
    made = invite(event.report, now=now) if contacts else None
    if made is None:
        return
    invitation, token = made
    link = f"{settings.BASE_URL}/skm/undangan/{token}/"
    last = datetime.combine(invitation.period.ends + timedelta(days=1), time(), NATIONAL)
    letters = []
    for contact in contacts:
        with translation.override(contact.language):
            words = invitation_words(
                event.report_id, link, last=invitation.period.ends, channel=contact.channel
            )
        letters.append(
            Letter(
                Purpose.SURVEY,
                Person.REPORTER,
                contact.channel,
                contact.address,
                words,
                event.report_id,
                event,
                expires_at=last,
                language=contact.language,
            )
        )
    queue_each(letters, both=False, now=now)


@transaction.atomic
def remind_of_surveys(now: datetime) -> int:
    """On the days of `skm/data/reminders.csv`: who runs the surveys of a unit without a published one this
    year. Says how many units; each once a day of the file, which the database decides."""
    today = now.astimezone(NATIONAL).date()
    day = reminder_day(today)
    if day is None:
        return 0
    rows = missing(today.year).exclude(reminders__day=day).order_by("id")[:BATCH]
    units = _reminded(list(rows), day.isoformat(), now)
    for contact, names in _people(units, now=now):
        tell([contact], lambda names=names: reminder_words(names, year=today.year), now)  # type: ignore[misc]
    return len(units)


def _reminded(units: Sequence[ServiceUnit], day: str, now: datetime) -> list[ServiceUnit]:
    """Those that nobody else is reminding at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_REMIND, [day, now, [unit.pk for unit in units]])
        fresh = {number for (number,) in cursor.fetchall()}
    return [unit for unit in units if unit.pk in fresh]


def _people(units: Sequence[ServiceUnit], *, now: datetime) -> list[tuple[Contact, list[str]]]:
    """Who is to hear of which units: the nearest SKM managers, else the nearest coordinators. One query."""
    lines = {unit.pk: unit.agency.lineage() for unit in units}
    seats = Seat.objects.living(now).filter(
        role__in=(Role.SKM_MANAGER, Role.COORDINATOR),
        agency__in={number for line in lines.values() for number in line},
    )
    by_place: dict[tuple[str, int | None], list[Seat]] = defaultdict(list)
    for seat in seats.select_related("user"):
        by_place[seat.role, seat.agency_id].append(seat)
    people: dict[Contact, list[str]] = defaultdict(list)
    for unit in units:
        for contact in _nearest(lines[unit.pk], by_place):
            people[contact].append(unit.name)
    return list(people.items())


def _nearest(line: list[int], by_place: dict[tuple[str, int | None], list[Seat]]) -> list[Contact]:
    for role in (Role.SKM_MANAGER, Role.COORDINATOR):
        for place in reversed(line):
            if found := by_place.get((role, place)):
                return recipients.by_mail(seat.user for seat in found)
    return []
