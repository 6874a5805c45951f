"""Telling the innovation network: curators what waits, writers what was decided, both sides of a replication.

The history is the list of what is to be told; a row is told once, in the transaction that marks it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lapor.accounts.roles import Role
from lapor.jipp.codes import JippAct
from lapor.jipp.models import HistoryRow, Replication
from lapor.notifications.overseers import tell
from lapor.notifications.recipients import Contact, by_mail, nearest
from lapor.notifications.wording.network import SAYS, network_words
from lapor.registry.models import Agency

BATCH = 200
_TO_WRITER = frozenset({JippAct.RETURN, JippAct.PUBLISH})
_TO_ASKER = frozenset({JippAct.ACCEPT, JippAct.REFUSE})


@transaction.atomic
def tell_network(now: datetime) -> int:
    """What nobody was told of yet, the oldest first; says how many acts. Of two runs each takes its own."""
    rows = HistoryRow.objects.select_for_update(skip_locked=True, of=("self",)).filter(told_at=None)
    found = list(
        rows.select_related(
            "innovation__agency",
            "innovation__hub__host",
            "version__submitted_by",
            "replication__asked_by",
            "replication__mentor",
            "replication__agency",
        ).order_by("id")[:BATCH]
    )
    for row in found:
        if JippAct(row.act) in SAYS:
            people = [one for one in _people(row, now) if one.user_id != row.by_id]
            tell(people, lambda row=row: network_words(row), now)  # type: ignore[misc]
    HistoryRow.objects.filter(pk__in=[row.pk for row in found]).update(told_at=now)
    return len(found)


def _people(row: HistoryRow, now: datetime) -> list[Contact]:
    act, copy = JippAct(row.act), row.replication
    if act == JippAct.SUBMIT:
        line = row.innovation.hub.host.lineage()
        return nearest(line, Role.CURATOR, now=now) or nearest(line, Role.HUB_MANAGER, now=now)
    if act in _TO_WRITER:
        writer = row.version.submitted_by if row.version else None
        return by_mail([writer] if writer else [])
    if copy is None:
        return []
    if act == JippAct.ASK:
        return owners(row.innovation.agency, now)
    if act in _TO_ASKER:
        return _asker(copy, now)
    if act == JippAct.MENTOR:
        return by_mail([copy.mentor] if copy.mentor else [])
    return _both(copy, row.innovation.agency, now)


def _both(copy: Replication, owner: Agency, now: datetime) -> list[Contact]:
    """Everybody who takes part, each once."""
    mentor = by_mail([copy.mentor] if copy.mentor else [])
    people = [*_asker(copy, now), *owners(owner, now), *mentor]
    return list({one.user_id: one for one in people}.values())


def owners(agency: Agency, now: datetime) -> list[Contact]:
    """The network's member there, else the coordinator."""
    line = agency.lineage()
    return nearest(line, Role.MEMBER, now=now) or nearest(line, Role.COORDINATOR, now=now)


def _asker(copy: Replication, now: datetime) -> list[Contact]:
    """Who asked; where that was nobody's account, who answers for the agency."""
    return by_mail([copy.asked_by]) if copy.asked_by else owners(copy.agency, now)
