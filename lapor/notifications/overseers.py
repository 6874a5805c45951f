"""What those who watch are told: a surge, once; the bulletin of a week. By mail as each chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import translation

from lapor.accounts.models import Seat
from lapor.accounts.roles import Role
from lapor.indicators.models import Surge
from lapor.notifications.delivery import post
from lapor.notifications.offices import by_wish, wishes_of
from lapor.notifications.recipients import Contact, by_mail
from lapor.notifications.wording.overseeing import Rise, bulletin_words, surge_words
from lapor.notifications.wording.words import Words
from lapor.registry.models import Agency

# How many surges one notice names; it says how many more there are.
NAMED = 10
WATCHERS = (Role.KSP_OBSERVER, Role.NATIONAL_SUPERVISOR)
NATION = (*WATCHERS, Role.OMBUDSMAN)
HEADS = (Role.COORDINATOR, Role.LEADERSHIP)


@transaction.atomic
def tell_of_surges(now: datetime) -> int:
    """One notice of all surges that nobody was told of yet, to KSP and supervisors; says how many surges.

    The rows are locked: of two runs at once the second finds none left.
    """
    fresh = Surge.objects.select_for_update(skip_locked=True, of=("self",)).filter(told_at=None)
    rows = list(fresh.select_related("category", "region").order_by("-number", "id"))
    if not rows:
        return 0
    rises = [Rise(str(row.category), str(row.region), row.number, row.usual) for row in rows[:NAMED]]
    people = _seated(Seat.objects.living(now).filter(role__in=WATCHERS, agency=None).select_related("user"))
    tell(people, lambda: surge_words(rises, more=len(rows) - len(rises)), now)
    Surge.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    return len(rows)


def tell_of_bulletin(agency: Agency | None, week: date, *, now: datetime) -> None:
    """In the transaction that makes it: whoever heads the agency, or watches the nation."""
    seats = Seat.objects.living(now).filter(agency=agency, role__in=HEADS if agency else NATION)
    people = _seated(seats.select_related("user"))
    tell(people, lambda: bulletin_words(agency.name if agency else "", week), now)


def _seated(seats: Iterable[Seat]) -> list[Contact]:
    return by_mail(seat.user for seat in seats)


def tell(people: list[Contact], say: Callable[[], Words], now: datetime) -> None:
    """The same words to each, in the own language and by the way that each chose."""
    wishes = wishes_of(people)
    words: dict[str, Words] = {}
    for language in {one.language for one in people}:
        with translation.override(language):
            words[language] = say()
    post(
        [
            row
            for one in people
            for row in by_wish(one, words[one.language], wishes.get(one.user_id or 0, ""), None, None)
        ],
        now=now,
    )
