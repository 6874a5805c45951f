"""What follows from each act, in order: the only list.

A reaction runs in the worker, once per event and reaction, and may fail and be tried again without touching
the act. Each must be idempotent up to its commit: a worker may die half-way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lapor.api.webhooks import queueing
from lapor.indicators.facts import mark_stale
from lapor.indicators.referrals import mark_moved
from lapor.notifications.announcing import announce
from lapor.notifications.hushing import hush
from lapor.notifications.surveying import invite_reporter
from lapor.reports import programmes
from lapor.reports.export.taking_back import take_back
from lapor.reports.models import Event, Reaction
from lapor.reports.states import Act

log = logging.getLogger(__name__)

Consequence = Callable[[Event], None]

REACTIONS: dict[Act, tuple[Consequence, ...]] = {
    Act.FILE: (announce, mark_stale),
    Act.CONFIRM_CONTACT: (announce,),
    Act.VERIFY: (announce, mark_stale, programmes.mark),
    Act.CLASSIFY: (mark_stale, programmes.mark),
    Act.DISPOSE: (announce, mark_stale, programmes.mark, mark_moved),
    Act.DISPOSE_TO_UNIT: (announce, mark_stale, mark_moved),
    Act.ADD_AGENCY: (announce, mark_stale, mark_moved),
    Act.POSTPONE: (announce, mark_stale),
    Act.COMPLETE: (announce, mark_stale),
    Act.LAPSE: (announce, mark_stale),
    Act.ARCHIVE: (announce, mark_stale),
    Act.REFER_BACK: (announce, mark_stale, mark_moved),
    Act.DRAFT: (announce,),
    Act.REJECT_DRAFT: (announce,),
    Act.APPROVE_DRAFT: (announce, mark_stale),
    Act.ANSWER: (announce, mark_stale),
    Act.REPLY: (announce, mark_stale),
    Act.CLOSE: (announce, mark_stale, invite_reporter),
    Act.CLOSE_QUIET: (announce, mark_stale, invite_reporter),
    Act.REOPEN: (announce, mark_stale),
    Act.OBJECT: (announce, mark_stale),
    Act.DECIDE_OBJECTION: (announce, mark_stale),
    Act.ASK: (announce,),
    Act.RECOMMEND: (announce, mark_stale),
    Act.RESPOND: (announce,),
    Act.WITHDRAW: (announce, mark_stale),
    Act.MERGE: (announce, mark_stale),
    Act.UNMERGE: (announce, mark_stale),
    Act.CHANGE_PRIVACY: (hush, take_back, mark_stale),
    Act.REDACT: (hush, take_back),
    Act.IMPORT: (mark_stale,),
}
# After each act that has followers: other systems that want to be told.
ALWAYS: tuple[Consequence, ...] = (queueing.queue,)


class ReactionsFailed(Exception):
    """Some consequences of an event failed; the job is tried again and repeats only those."""


# First try and six more, 10 s to about half an hour apart.
@app.task(
    name="lapor.reactions.follow",
    retry=RetryStrategy(max_attempts=6, wait=10, exponential_wait=4),
    pass_context=False,
)
def follow(event_id: int) -> None:
    """Carry out the consequences of one event that have not been carried out yet."""
    event = Event.objects.select_related("report").get(pk=event_id)
    failed = [name for name, consequence in _named(event) if not _once(event, name, consequence)]
    if failed:
        raise ReactionsFailed(f"event {event_id}: {', '.join(failed)}")


def _named(event: Event) -> list[tuple[str, Consequence]]:
    act = Act(event.act)
    following = (*REACTIONS.get(act, ()), *(ALWAYS if act not in queueing.SILENT else ()))
    return [(f"{one.__module__}.{one.__name__}", one) for one in following]


def _once(event: Event, name: str, consequence: Consequence) -> bool:
    """Run it unless it is on record; both in one transaction, so that a crash leaves neither."""
    try:
        with transaction.atomic():
            _, fresh = Reaction.objects.get_or_create(
                event=event, name=name, defaults={"done_at": timezone.now()}
            )
            if fresh:
                consequence(event)
    except Exception:
        log.exception("reaction %s failed for event %s", name, event.pk)
        return False
    return True
