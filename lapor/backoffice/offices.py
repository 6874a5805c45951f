"""The office somebody shares a desk with: the officers of one top agency, or those of national roles."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from lapor.accounts.actors import Actor
from lapor.accounts.roles import NATIONAL


@dataclass(frozen=True)
class Offices:
    """Ids of the top agencies in which an officer sits; `national`: a national office besides."""

    agencies: tuple[int, ...]
    national: bool

    @property
    def own(self) -> int | None:
        """Where rows of this officer belong: the national office (None) before an agency's."""
        return None if self.national or not self.agencies else self.agencies[0]

    def of(self, field: str) -> Q:
        """Rows of these offices by their `field`, in which none stands for the national one."""
        here = Q(**{f"{field}__in": self.agencies})
        return here | Q(**{f"{field}__isnull": True}) if self.national else here


def office_ids(actor: Actor) -> Offices:
    """The offices of an actor's seats: no query."""
    tops = dict.fromkeys(int(path.strip("/").split("/")[0]) for path in actor.paths())
    return Offices(tuple(tops), actor.has(*NATIONAL))
