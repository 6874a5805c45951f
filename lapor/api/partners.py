"""Which reports a caller's own systems have sent in: it knows them, so none comes back as a new one."""

from __future__ import annotations

from datetime import datetime

from lapor.accounts.actors import Actor
from lapor.accounts.models import Seat
from lapor.accounts.roles import AGENCY, Role


def programs(actor: Actor, *, now: datetime) -> frozenset[int]:
    """Accounts of the caller's own programs: itself, and the developers seated at its agencies. One query."""
    own = {actor.user_id} if actor.partner and actor.user_id else set()
    places = [post.agency_id for post in actor.posts if post.role in AGENCY and post.agency_id]
    if not places:
        return frozenset(own)
    seats = Seat.objects.living(now).filter(role=Role.DEVELOPER, agency__in=places)
    return frozenset(own | set(seats.values_list("user_id", flat=True)))
