"""Reading reports: the list, one report, its events, its deadlines. Public, as far as the public may see."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query

from lapor.api import finding
from lapor.api.answers import ReportList, ReportOut, report_out
from lapor.api.bodies import Text
from lapor.api.callers import READING, caller_of
from lapor.api.clocks import DeadlineList, deadline_out, shown
from lapor.api.declared import READ, answers
from lapor.api.events import EventList, event_out
from lapor.api.filing import router
from lapor.api.performing import show
from lapor.api.searching import Filters, found
from lapor.reports.access import sight
from lapor.reports.history import timeline
from lapor.reports.looking import look_at_list
from lapor.reports.refusals import BadInput
from lapor.ui.pages import BadCursor, keyset

__all__ = ["router"]

READ_LIST = answers({200: ReportList}, *READ)
READ_ONE = answers({200: ReportOut}, *READ)
READ_EVENTS = answers({200: EventList}, *READ)
READ_DEADLINES = answers({200: DeadlineList}, *READ)


@router.get("", response=READ_LIST, auth=READING, summary="Mencari laporan")
def reports(request: HttpRequest, filters: Query[Filters]) -> ReportList:
    """Newest first. Without a token the public ones; with one also those in the account's scope."""
    actor = caller_of(request).actor
    try:
        page = keyset(found(filters, actor), cursor=filters.cursor, limit=filters.limit)
    except BadCursor as error:
        raise BadInput(cursor=str(error)) from error
    seen = look_at_list(page.items, actor, now=timezone.now())
    return ReportList(items=[report_out(one) for one in seen], next=page.next)


@router.get(
    "/{int:report_id}",
    response=READ_ONE,
    auth=READING,
    summary="Membaca satu laporan",
)
def report(request: HttpRequest, response: HttpResponse, report_id: int) -> ReportOut:
    """A secret or unverified report shows class, status and dates only. `ETag` is its version."""
    now = timezone.now()
    finding.any_report(report_id)
    return show(response, report_id, caller_of(request).on(report_id, now=now), now)


@router.get("/{int:report_id}/events", response=READ_EVENTS, auth=READING, summary="Riwayat")
def events(
    request: HttpRequest,
    report_id: int,
    cursor: Query[Text | None] = None,
    limit: int = Query(100, ge=1, le=100),  # type: ignore[type-arg]
) -> EventList:
    """What happened, oldest first, as far as this caller may know."""
    now = timezone.now()
    one = finding.any_report(report_id)
    seen = sight(one, caller_of(request).on(report_id, now=now), now=now)
    after = _number(cursor)
    rows = [moment for moment in timeline(one, seen) if moment.id > after]
    more = len(rows) > limit
    return EventList(
        items=[event_out(moment) for moment in rows[:limit]], next=str(rows[limit - 1].id) if more else None
    )


@router.get(
    "/{int:report_id}/deadlines",
    response=READ_DEADLINES,
    by_alias=True,
    auth=READING,
    summary="Tenggat waktu",
)
def deadlines(request: HttpRequest, report_id: int) -> DeadlineList:
    """Every clock that ran, with the rule behind it."""
    now = timezone.now()
    one = finding.any_report(report_id)
    seen = sight(one, caller_of(request).on(report_id, now=now), now=now)
    rows = shown(one, seen)
    prefetch_related_objects([one], "pauses")
    return DeadlineList(items=[deadline_out(row, one, seen) for row in rows], next=None)


def _number(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not cursor.isascii() or not cursor.isdecimal() or len(cursor) > 18:
        raise BadInput(cursor=_("Halaman daftar ini tidak dikenal. Buka lagi daftarnya dari awal."))
    return int(cursor)
