"""GET /events: what happened to the caller's reports, in one order, each exactly once."""

from __future__ import annotations

import base64
import binascii

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja import Schema as NinjaSchema
from pydantic import Field

from lapor.api.bodies import Text
from lapor.api.callers import BEARER, caller_of
from lapor.api.declared import READ, answers
from lapor.api.events import EventOut, event_out
from lapor.api.partners import programs
from lapor.reports import feed
from lapor.reports.refusals import BadInput

router = Router(tags=["Laporan"])

# Instead of a cursor: nothing of what was, only what comes.
LATEST = "now"
_MARK = "e:"


class FeedItem(EventOut):
    """`yours`: your own system sent this report in, under this `source_ref`; it is not a new one."""

    tracking_id: str
    yours: bool
    source_ref: str | None


class Feed(NinjaSchema):
    items: list[FeedItem]
    next: str = Field(description="untuk `after` berikutnya; simpan, juga bila items kosong")
    more: bool = Field(description="masih ada: baca lagi sekarang")


@router.get("/events", response=answers({200: Feed}, *READ), auth=BEARER, summary="Aliran peristiwa")
def events(
    request: HttpRequest,
    after: Query[Text | None] = None,
    limit: int = Query(100, ge=1, le=100),  # type: ignore[type-arg]
) -> Feed:
    """Every event of the reports in the caller's scope, in the order in which they were committed.

    `after` is the `next` of the last reading; none begins with the oldest, `now` with what comes.
    """
    actor, now = caller_of(request).actor, timezone.now()
    if after == LATEST:
        return Feed(items=[], next=_cursor(feed.newest()), more=False)
    try:
        read = feed.read(actor, after=_place(after), limit=limit, now=now)
    except feed.UnknownPlace as error:
        raise BadInput(after=_("Tempat ini tidak dikenal. Pakai `next` dari bacaan sebelumnya.")) from error
    own = programs(actor, now=now)
    return Feed(items=[_item(one, own) for one in read.items], next=_cursor(read.last), more=read.more)


def _item(told: feed.Told, own: frozenset[int]) -> FeedItem:
    yours = told.report.partner_id in own
    return FeedItem(
        **event_out(told.moment).model_dump(),
        tracking_id=str(told.report.pk),
        yours=yours,
        source_ref=told.report.source_ref if yours else None,
    )


def _cursor(event: int | None) -> str:
    return base64.urlsafe_b64encode(f"{_MARK}{event or 0}".encode()).decode().rstrip("=")


def _place(cursor: str | None) -> int | None:
    """The event that a cursor names; feed.UnknownPlace for one made up."""
    if not cursor:
        return None
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (ValueError, binascii.Error) as error:
        raise feed.UnknownPlace from error
    number = text.removeprefix(_MARK)
    if not text.startswith(_MARK) or not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise feed.UnknownPlace
    return int(number) or None
