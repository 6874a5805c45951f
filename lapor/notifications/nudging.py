"""Pengingat: what the stages of deadlines say to whom. One digest per officer and run, one notice per report.

A stage is told once, whatever happens: its row is marked in the transaction that queues the letters.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from django.db import connection, transaction
from django.utils import translation

from lapor.accounts.models import User
from lapor.notifications import dates, recipients
from lapor.notifications.delivery import post, queue_each
from lapor.notifications.letters import Letter
from lapor.notifications.models import Channel, Fate, Person, Preference, Purpose
from lapor.notifications.seating import Seating, seating
from lapor.notifications.wording import composing, reporter
from lapor.notifications.wording.notice import Notice
from lapor.notifications.wording.nudges import Counts, Item, nudge_words
from lapor.reports import escalating
from lapor.reports.escalating import NAMED, Waiting, due_left, first_of, untold
from lapor.reports.explaining import TASKS
from lapor.reports.models import Nudge
from lapor.reports.states import Status
from lapor.sla.escalation import MORNING
from lapor.sla.rules import Step
from lapor.sla.zones import NATIONAL

log = logging.getLogger(__name__)

# How many officers, and how many reporters, one run writes to; the rest waits for the next.
OFFICERS = 1_000
REPORTERS = 500
# Two runs at once would count the same rows: the second waits, and finds them told.
_TURN = 3_170_862


class _CountedBefore(Exception):
    """Between counting and telling something was told or ended: this part is for the next run."""


@dataclass(frozen=True)
class Part:
    """Groups that share officers, and who is behind each: told together, so that nobody gets two digests."""

    groups: tuple[Waiting, ...]
    told: dict[Waiting, tuple[int, ...]]

    def of(self, user_id: int) -> list[Waiting]:
        return [group for group in self.groups if user_id in self.told[group]]

    def officers(self) -> list[int]:
        return sorted({user_id for group in self.groups for user_id in self.told[group]})


def tell_officers(now: datetime) -> int:
    """One digest to each officer whom stages wait for, about OFFICERS of them; says how many.

    Nothing while stages are still to be noted (`escalating.advance_due`): after an outage of weeks there is
    one digest, not one for every run. National seats hear once a day, when it is morning in all three zones.
    """
    if due_left(now):
        return 0
    groups = [group for group in untold(now) if _is_time(group, now)]
    seats = seating({group.agency_id for group in groups if group.agency_id}, now=now)
    told = {group: seats.of(group.audience, group.agency_id) for group in groups}
    _pass_over([group for group, officers in told.items() if not officers])
    done = 0
    for part in parts(told):
        if done >= OFFICERS:
            break
        done += _tell(part, seats, now)
    return done


def tell_reporters(now: datetime) -> int:
    """Remind reporters who are to complete a report, each by the own channels; says how many."""
    if due_left(now):
        return 0
    return sum(_remind(nudge, now) for nudge in escalating.for_reporters(REPORTERS))


def parts(told: dict[Waiting, tuple[int, ...]]) -> list[Part]:
    """The groups, put together wherever an officer is behind two of them."""
    mine: dict[int, list[Waiting]] = {}
    for group, officers in told.items():
        joined = {id(part): part for user_id in officers if (part := mine.get(user_id))}
        part = [*(one for old in joined.values() for one in old), group]
        for user_id in {user_id for one in part for user_id in told[one]}:
            mine[user_id] = part
    each = {id(part): part for part in mine.values()}
    return [Part(tuple(part), {group: told[group] for group in part}) for part in each.values()]


def _is_time(group: Waiting, now: datetime) -> bool:
    return group.agency_id is not None or now.astimezone(NATIONAL).time() >= MORNING


def _pass_over(groups: Sequence[Waiting]) -> None:
    """Agencies where nobody has a seat yet: the matter goes up all the same."""
    passed = sum(escalating.pass_over(group) for group in groups)
    if passed:
        log.warning("%s reminders had nobody to go to", passed)


def _tell(part: Part, seats: Seating, now: datetime) -> int:
    try:
        with transaction.atomic():
            _take_turn()
            officers = part.officers()
            post(_letters(part, [seats.people[one] for one in officers], now), now=now)
            for group in part.groups:
                if escalating.mark_told(group, now=now) != group.number:
                    raise _CountedBefore
    except _CountedBefore:
        return 0
    return len(officers)


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def _letters(part: Part, officers: Sequence[User], now: datetime) -> Iterator[tuple[Letter, Fate, str]]:
    wishes = dict(Preference.objects.filter(user__in=officers).values_list("user_id", "mail"))
    first = {group: first_of(group) for group in part.groups}
    for user in officers:
        mine = part.of(user.pk)
        with translation.override(user.language):
            items = _items([nudge for group in mine for nudge in first[group]], now)
            words = nudge_words(reduce(Counts.__add__, map(_counts, mine)), items)
        app = Letter(
            Purpose.REMINDER, Person.OFFICER, Channel.APP, "", words, language=user.language, user_id=user.pk
        )
        yield app, Fate.DELIVERED, ""
        if wishes.get(user.pk) != Preference.Mail.NEVER:
            mail = Letter(
                Purpose.REMINDER,
                Person.OFFICER,
                Channel.EMAIL,
                user.email,
                words,
                language=user.language,
                user_id=user.pk,
            )
            yield mail, Fate.QUEUED, ""


def _counts(group: Waiting) -> Counts:
    return Counts(group.number, group.today, group.overdue, group.risen)


def _items(nudges: Sequence[Nudge], now: datetime) -> list[Item]:
    """Those longest overdue first; of a clock that stands still the date is not known."""
    late = sorted(nudges, key=lambda one: (one.deadline.due is None, one.deadline.due or now, one.pk))
    return [_item(nudge, now) for nudge in late[:NAMED]]


def _item(nudge: Nudge, now: datetime) -> Item:
    deadline = nudge.deadline
    due = deadline.due
    return Item(
        deadline.report_id,
        TASKS.get(Step(deadline.step), deadline.step),
        dates.local_day(deadline.report, due) if due else None,
        late=due is not None and due < now,
        risen=escalating.is_risen(nudge),
    )


@transaction.atomic
def _remind(nudge: Nudge, now: datetime) -> bool:
    """Only number, status and date: the same words whatever is hidden."""
    report, due = nudge.deadline.report, nudge.deadline.due
    if not escalating.claim(nudge, now=now) or report.status != Status.POSTPONED or due is None:
        return False
    notice = Notice(report.pk, report.get_status_display(), due=dates.local_day(report, due))
    letters = []
    for contact in recipients.of_reporter(report):
        with translation.override(contact.language):
            words = composing.for_reporter(reporter.INCOMPLETE, notice, channel=contact.channel)
        letters.append(
            Letter(
                Purpose.REMINDER,
                Person.REPORTER,
                contact.channel,
                contact.address,
                words,
                report.pk,
                language=contact.language,
            )
        )
    queue_each(letters, both=recipients.wishes_both(report), now=now)
    return True
