"""For search engines: an index of what there is, by month, and each month's public reports.

Months and their sizes come from the roll-ups, so the index reads a row a day and no report. A month with many
reports is cut by its days: each part starts where the last one ended, and no offset is used.
"""

from __future__ import annotations

import calendar
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.html import escape
from django.views.decorators.http import condition, conditional_page, require_safe

from lapor.indicators.models import DayFacts, Scope
from lapor.jipp.competition.rights import public_calls
from lapor.jipp.exchange.rights import public_gatherings, public_policies
from lapor.jipp.models import Hub
from lapor.jipp.rights import published as shown_innovations
from lapor.registry.models import Agency, Category, Region, RegionLevel
from lapor.reports.access import published
from lapor.reports.models import Report
from lapor.reports.states import Status
from lapor.skm.codes import PeriodStatus
from lapor.skm.models import ServiceUnit
from lapor.sla.zones import NATIONAL
from lapor.ui.dates import local

# The protocol allows 50,000 addresses in a file. Days are not alike, hence half of it is aimed at.
MOST = 50_000
AIM = 25_000
SECONDS = 3600
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
READ = ("home", "reports", "innovations:list", "innovations:hubs", "about", "help", "privacy")
NETWORK = ("competition:calls", "exchange:gatherings", "exchange:policies")
FIGURES = ("statistics", "agencies", "regions", "categories", "data")
# When anything of a report was last told to everybody.
CHANGED = Greatest("received", "verified_at", "disposed_at", "first_answer_at", "answered_at", "closed_at")


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """Pages, then months from the newest; at most one entry a day of the month."""
    names = [reverse("portal:sitemap-pages")]
    for month, parts in sorted(_months().items(), reverse=True):
        names += [reverse("portal:sitemap", args=[month.year, month.month, n]) for n in range(1, parts + 1)]
    return _answer("sitemapindex", (_entry("sitemap", name) for name in names))


@require_safe
@conditional_page
def pages(request: HttpRequest) -> HttpResponse:
    """What does not change by the hour: pages to read, and of agencies, provinces and main categories."""
    agencies = Agency.objects.tops().standing().order_by("pk").values_list("slug", flat=True)
    regions = Region.objects.standing().filter(level=RegionLevel.PROVINCE).order_by("code")
    topics = Category.objects.filter(active=True, parent=None).order_by("pk")
    surveyed = ServiceUnit.objects.filter(periods__status=PeriodStatus.PUBLISHED).distinct().order_by("pk")
    names = [*(reverse(f"portal:{name}") for name in READ), reverse("lapor")]
    names += [*map(reverse, NETWORK), *(reverse(f"oversight:{name}") for name in FIGURES)]
    names += [reverse("oversight:agency", args=[slug]) for slug in agencies]
    names.append(reverse("skm"))
    names += [reverse("skm_result", args=[slug]) for slug in surveyed.values_list("slug", flat=True)]
    names += [reverse("oversight:region", args=[code]) for code in regions.values_list("code", flat=True)]
    names += [reverse("oversight:category", args=[code]) for code in topics.values_list("code", flat=True)]
    names += _network()
    return _answer("urlset", (_entry("url", name) for name in names[:MOST]))


def _network() -> Iterator[str]:
    """What the innovation network shows to everybody. Five queries."""
    for name, rows in (
        ("portal:innovations:hub", Hub.objects.filter(active=True)),
        ("portal:innovations:one", shown_innovations()),
        ("competition:call", public_calls()),
        ("exchange:gathering", public_gatherings()),
        ("exchange:policy", public_policies()),
    ):
        slugs = rows.order_by("-pk").values_list("slug", flat=True)
        yield from (reverse(name, args=[slug]) for slug in slugs)


def _etag(request: HttpRequest, year: int, month: int, part: int) -> str:
    """One row of the database tells whether anything has changed."""
    rows = _reports(year, month, part).order_by()
    told = rows.aggregate(number=Count("pk"), which=Sum("pk"), last=Max(CHANGED))
    text = f"{settings.BASE_URL} {told['number']} {told['which']} {told['last']}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag)
def reports(request: HttpRequest, year: int, month: int, part: int) -> HttpResponse:
    """The public reports of some days, newest first. One query."""
    rows = _reports(year, month, part).annotate(changed=CHANGED).order_by("-received", "-id")
    found = rows.values_list("pk", "changed")[:MOST]
    return _answer("urlset", (_entry("url", f"/laporan/{number}/", at) for number, at in found))


def _reports(year: int, month: int, part: int) -> QuerySet[Report]:
    """Http404 for a month or part that no index has named."""
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    parts = _months(date(year, month, 1)).get(date(year, month, 1), 0)
    if not 1 <= part <= parts:
        raise Http404
    start, end = _days(year, month, part, parts)
    rows = published().select_related(None).exclude(status=Status.MERGED)
    return rows.filter(received__gte=start, received__lt=end)


def _months(only: date | None = None) -> dict[date, int]:
    """The months with public reports, and in how many parts each is served. One query over roll-ups."""
    facts = DayFacts.objects.filter(scope=Scope.COUNTRY)
    if only:
        facts = facts.filter(day__gte=only, day__lte=only.replace(day=_length(only.year, only.month)))
    sums: Counter[date] = Counter()
    for day, counts in facts.values_list("day", "counts"):
        sums[day.replace(day=1)] += counts.get("public", 0)
    return {
        month: min(-(-number // AIM), _length(month.year, month.month))
        for month, number in sums.items()
        if number
    }


def _days(year: int, month: int, part: int, parts: int) -> tuple[datetime, datetime]:
    """From when to when, in WIB: the days of the month in as many shares as there are parts."""
    length = _length(year, month)
    first = datetime.combine(date(year, month, 1), time(), NATIONAL)
    return tuple(first + timedelta(days=length * n // parts) for n in (part - 1, part))  # type: ignore[return-value]


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _entry(kind: str, path: str, changed: datetime | None = None) -> str:
    last = f"<lastmod>{local(changed).isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<{kind}><loc>{escape(settings.BASE_URL + path)}</loc>{last}</{kind}>"


def _answer(root: str, entries: Iterable[str]) -> HttpResponse:
    lines = "\n".join(entries)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n{lines}\n</{root}>\n'
    response = HttpResponse(text, content_type="application/xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response
