"""Which requests a call asks for: by number, or by time, service and status; bounded in every way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.intake.open311.catalogue import category_of
from lapor.intake.open311.refusing import Wrong
from lapor.reports.access import published
from lapor.reports.latest import HEARD
from lapor.reports.models import Event, Report
from lapor.reports.states import OPEN, Status
from lapor.sla.zones import NATIONAL

SPAN = timedelta(days=90)
ROWS = 1000
# How deep pages reach: beyond, `end_date` leads on, which costs the same at any depth.
DEEPEST = 10_000
STATUSES = ("open", "closed")


def by_number(numbers: list[str], actor: Actor) -> QuerySet[Report]:
    """Reports of these numbers: what has a page for everybody, and the caller's own filings. Wrong(400)."""
    if len(numbers) > ROWS:
        raise Wrong(400, _("Paling banyak %(n)s nomor dalam satu permintaan.") % {"n": ROWS})
    strange = [text for text in numbers if not re.fullmatch(r"#?[0-9]{1,18}", text)]
    if strange:
        raise Wrong(400, _("service_request_id harus angka: %(text)s.") % {"text": strange[0][:40]})
    ids = {int(text.removeprefix("#")) for text in numbers}
    theirs = Q(secret=False)
    if actor.partner and actor.user_id:
        theirs |= Q(partner=actor.user_id)
    return Report.objects.filter(theirs, pk__in=ids).order_by("-received", "-id")


def asked(query: QueryDict, *, now: datetime) -> QuerySet[Report]:
    """What `/laporan/` would show, newest first: at most 1,000 of at most 90 days. Wrong(400), Wrong(404)."""
    reports = published().exclude(status=Status.MERGED).filter(_when(query, now), _services(query))
    wanted = _status(query)
    if wanted:
        reports = reports.filter(wanted)
    changed = _changed(query, now)
    if changed is not None:
        reports = reports.filter(changed)
    start, end = _page(query)
    return reports.order_by("-received", "-id")[start:end]


def listed(query: QueryDict, name: str) -> list[str]:
    """The values of a parameter, whether given several times or with commas between."""
    parts = (part.strip() for value in query.getlist(name) for part in value.split(","))
    return list(dict.fromkeys(part for part in parts if part))


def _services(query: QueryDict) -> Q:
    codes = listed(query, "service_code")
    if len(codes) > 100:
        raise Wrong(400, _("Paling banyak %(n)s service_code dalam satu permintaan.") % {"n": 100})
    if not codes:
        return Q()
    found = [category_of(code) for code in codes]
    some = Q(category__in=[category for category in found if category])
    return some | Q(category=None) if None in found else some


def _status(query: QueryDict) -> Q | None:
    wanted = listed(query, "status")
    if any(status not in STATUSES for status in wanted):
        raise Wrong(400, _("status harus open atau closed."))
    if len(wanted) != 1:
        return None
    return Q(status__in=OPEN) if wanted[0] == "open" else ~Q(status__in=OPEN)


def _when(query: QueryDict, now: datetime) -> Q:
    """The span of receipt; with a span of changes alone, that one bounds the call."""
    given = _bounds(query, "start_date", "end_date", now)
    if given is None:
        if _value(query, "updated_after") or _value(query, "updated_before"):
            return Q()
        given = (now - SPAN, now)
    return Q(received__range=given)


def _changed(query: QueryDict, now: datetime) -> Q | None:
    """The last change lies in the span: one does, and none after it."""
    span = _bounds(query, "updated_after", "updated_before", now)
    if span is None:
        return None
    heard = Event.objects.filter(HEARD, report=OuterRef("pk"))
    changed = Q(Exists(heard.filter(at__range=span)))
    if span[1] >= now:
        return changed
    # What came in later has changed later: without saying so, the list would walk through all of it.
    return changed & Q(received__lte=span[1]) & ~Q(Exists(heard.filter(at__gt=span[1])))


def _bounds(query: QueryDict, first: str, last: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Both ends of a span, the missing one 90 days off; None when neither is given."""
    start, end = _moment(query, first), _moment(query, last)
    if start is None and end is None:
        return None
    try:
        low = start or (end or now) - SPAN
        high = end or low + SPAN
        over = _value(query, last)
        whole = high + timedelta(days=1, microseconds=-1) if re.fullmatch(DAY, over) else high
        span = (low.astimezone(UTC), whole.astimezone(UTC))
    except OverflowError as error:
        raise _unreadable(first) from error
    if high < low:
        raise Wrong(400, _("%(last)s lebih dahulu dari %(first)s.") % {"first": first, "last": last})
    if high - low > SPAN:
        names = {"first": first, "last": last}
        raise Wrong(400, _("%(first)s dan %(last)s paling jauh berjarak 90 hari.") % names)
    return span


DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def _moment(query: QueryDict, name: str) -> datetime | None:
    text = _value(query, name)
    return moment(text, lambda: _unreadable(name)) if text else None


def moment(text: str, wrong: Callable[[], Wrong]) -> datetime:
    """A moment as W3C writes it, with its offset, or a day, which begins at midnight in WIB.

    A plus that came as a blank, for want of %2B, is a plus.
    """
    try:
        if re.fullmatch(DAY, text):
            day = parse_date(text)
            found = datetime.combine(day, time.min, tzinfo=NATIONAL) if day else None
        else:
            found = parse_datetime(text.replace(" ", "+"))
    except ValueError as error:
        raise wrong() from error
    if found is None or timezone.is_naive(found):
        raise wrong()
    return found


def _unreadable(name: str) -> Wrong:
    return Wrong(400, _("%(name)s tidak terbaca. Tulis seperti 2026-11-30T08:00:00+07:00.") % {"name": name})


def _page(query: QueryDict) -> tuple[int, int]:
    size, page = _number(query, "page_size", ROWS), _number(query, "page", 1)
    if size > ROWS:
        raise Wrong(400, _("page_size paling banyak %(n)s.") % {"n": ROWS})
    if size * page > max(DEEPEST, size):
        raise Wrong(400, _("Halaman ini terlalu dalam. Geser end_date ke laporan terakhir yang Anda baca."))
    return size * (page - 1), size * page


def _number(query: QueryDict, name: str, fallback: int) -> int:
    text = _value(query, name)
    if not text:
        return fallback
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < 1:
        raise Wrong(400, _("%(name)s harus angka, mulai dari 1.") % {"name": name})
    return int(text)


def _value(query: QueryDict, name: str) -> str:
    """Empty is the same as not given."""
    return query.get(name, "").strip()
