"""What an officer has ticked: kept in rows, so that it survives pages of the list and opened reports."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from lapor.accounts.actors import Actor
from lapor.accounts.models import User
from lapor.backoffice.gate import officer_id
from lapor.backoffice.models import Selected
from lapor.reports.access import visible_to
from lapor.reports.models import Report

MOST = 200
KEPT = timedelta(days=1)
_ID = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Selection:
    """The ticked reports that are still in scope; at most `MOST`."""

    ids: frozenset[int]

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def full(self) -> bool:
        return self.count >= MOST


def selection_of(actor: Actor) -> Selection:
    """One query, and a second one where something is ticked."""
    ids = list(Selected.objects.filter(user=actor.user_id).values_list("report_id", flat=True)[:MOST])
    return Selection(
        frozenset(visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True) if ids else ())
    )


def keep(actor: Actor, *, shown: Iterable[int], ticked: Iterable[int], now: datetime) -> None:
    """Of the lines `shown`, the `ticked` ones are selected from now on; other pages' stay as they are.

    What is not in scope, and what would make more than `MOST`, is left out.
    """
    ticked = set(ticked)
    with transaction.atomic():
        _hold(actor)
        mine = Selected.objects.filter(user=actor.user_id)
        mine.filter(report__in=set(shown) - ticked).delete()
        has = set(mine.values_list("report_id", flat=True))
        new = Report.objects.filter(pk__in=visible_to(actor).filter(pk__in=ticked - has).values("pk"))
        ids = new.order_by("pk").values_list("pk", flat=True)[: max(0, MOST - len(has))]
        Selected.objects.bulk_create(Selected(user_id=officer_id(actor), report_id=pk, at=now) for pk in ids)


def clear(actor: Actor, ids: Iterable[int] | None = None) -> None:
    """Nothing is selected any more; with `ids` only these not."""
    mine = Selected.objects.filter(user=actor.user_id)
    (mine if ids is None else mine.filter(report__in=list(ids))).delete()


def ids_in(values: Iterable[str]) -> list[int]:
    """Numbers of reports among what a form sent; anything else is passed over."""
    return [int(value) for value in values if _ID.fullmatch(value)]


def forget_selections(now: datetime) -> int:
    """Ticks of yesterday: nobody comes back to them."""
    return Selected.objects.filter(at__lt=now - KEPT).delete()[0]


def _hold(actor: Actor) -> None:
    """One tick of an officer after the other, so that two at once do not pass the limit together."""
    User.objects.select_for_update(no_key=True).filter(pk=officer_id(actor)).values("pk").first()
