"""Who is asking: the one value that every verb takes as `by=` and every reading as its viewer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from allauth.account.models import EmailAddress

from lapor.accounts.models import Seat, User, living_at
from lapor.accounts.roles import AGENCY, DESK, OFFICERS, Role
from lapor.accounts.sealing import mark


class Machine(StrEnum):
    """Acts that no person does."""

    TIMER = "timer"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Post:
    """One seat of an officer: a role, and for agency roles the subtree (path prefix) it works in.

    The seat of another role may say in which office one sits; it opens none of that agency's reports.
    `deputy`: this person stands in for the seat's holder for a time; the history says so.
    """

    role: Role
    agency_id: int | None = None
    path: str = ""
    deputy: bool = False

    def covers(self, path: str) -> bool:
        return bool(self.path) and path.startswith(self.path)


@dataclass(frozen=True)
class Actor:
    """The one who acts or looks.

    `opened`: ids of reports whose access code this session has shown; `contacts`: marks of the e-mail
    addresses and phone numbers this person has proven; `partner`: acts through an API token; `sandbox`: what
    it does is undone afterwards, so that it must take nothing that does not come back (numbers, files).
    """

    user_id: int | None = None
    posts: tuple[Post, ...] = ()
    opened: frozenset[int] = frozenset()
    contacts: frozenset[str] = frozenset()
    machine: Machine | None = None
    partner: bool = False
    sandbox: bool = False

    def has(self, *roles: Role) -> bool:
        return any(post.role in roles for post in self.posts)

    def paths(self, *roles: Role) -> tuple[str, ...]:
        """The subtrees this actor works in, in any of `roles` (all agency roles when none is named)."""
        return tuple(post.path for post in self.posts if post.path and (not roles or post.role in roles))

    def tops(self) -> frozenset[int]:
        """Ids of the top agencies in which this actor works."""
        return frozenset(int(path.strip("/").split("/")[0]) for path in self.paths())

    @property
    def is_officer(self) -> bool:
        return self.has(*OFFICERS)

    @property
    def at_desk(self) -> bool:
        """Whether any page of the desk is for this actor: an officer's, or a part of its own (surveys)."""
        return self.has(*DESK)


PUBLIC = Actor()
TIMER = Actor(machine=Machine.TIMER)
OPERATOR = Actor(machine=Machine.OPERATOR)


def actor_of(
    user: User, *, now: datetime, opened: Iterable[int] = (), partner: bool = False, proven: bool = True
) -> Actor:
    """The actor behind an account: one query for its seats, one for its proven addresses.

    `proven=False` leaves its contacts out (a token stands for an account, not for a person at a mailbox).
    """
    seats = Seat.objects.filter(living_at(now), user=user).select_related("agency").order_by("pk")
    posts = tuple(
        Post(
            Role(seat.role),
            seat.agency_id,
            seat.agency.path if seat.agency and seat.role in AGENCY else "",
            deputy=seat.deputy_for_id is not None,
        )
        for seat in seats
    )
    addresses = EmailAddress.objects.filter(user=user, verified=True) if proven else ()
    contacts = frozenset(mark("email", address.email.lower()) for address in addresses)
    return Actor(user.pk, posts, frozenset(opened), contacts, partner=partner)
