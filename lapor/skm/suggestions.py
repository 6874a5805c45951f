"""What respondents suggest, by the element it speaks of; for the public with personal data closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from lapor.accounts.actors import Actor
from lapor.audit.recording import record
from lapor.reports.masking import mask
from lapor.skm.models import Period, Response
from lapor.skm.rights import demand


def suggestions(period: Period, *, topic: str | None = None) -> QuerySet[Response]:
    """Responses that count and suggest something; sort by `id`. `topic`: an element, "" for none of them."""
    found = Response.objects.filter(period=period, excluded=False).exclude(suggestion="")
    return found if topic is None else found.filter(topic=topic)


def public_suggestions(period: Period, *, topic: str) -> QuerySet[Response]:
    """The same without those that are hidden from the public."""
    return suggestions(period, topic=topic).filter(hidden=False)


def newest_of_each(period: Period, topics: Iterable[str], *, most: int) -> dict[str, list[Response]]:
    """The newest public ones of each of these topics: one query, whatever the number of suggestions."""
    each = [public_suggestions(period, topic=topic).order_by("-id")[:most] for topic in topics]
    found: dict[str, list[Response]] = {}
    if each:
        for one in each[0].union(*each[1:], all=True):
            found.setdefault(one.topic, []).append(one)
    return found


def public_text(response: Response) -> str:
    """The suggestion as everybody may read it: phone, NIK, mail, bank and plate numbers closed."""
    return mask(response.suggestion).text


@transaction.atomic
def hide_suggestion(response: Response, *, hidden: bool, by: Actor, now: datetime) -> bool:
    """Take a suggestion from the public's eyes, or give it back; its answers count as before.

    False where it was so already. Who did it when is on record.
    """
    demand(by, response.period.unit)
    if not Response.objects.filter(pk=response.pk, hidden=not hidden).update(hidden=hidden):
        return False
    act = "hide_suggestion" if hidden else "show_suggestion"
    record(act, actor_id=by.user_id, subject="skm_response", subject_id=response.pk, now=now)
    return True
