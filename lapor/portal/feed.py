"""`/laporan/umpan/`: any search of the public list as an Atom feed (RFC 4287), newest first.

Only what the list shows: masked words of verified reports that are not secret. An entry keeps its id for
ever, the address of its report, and is renewed when its report takes a step.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import quote_etag, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lapor.accounts.actors import PUBLIC
from lapor.portal.filters import Filters
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Report
from lapor.reports.searching import NEWEST, codes_of, search
from lapor.ui.texts import upright

ENTRIES = 30
# Characters of a report's text; whoever wants all of it follows the link.
SUMMARY = 500
# Feed readers come often: in between they and the proxies keep what they have.
SECONDS = 60
# When a feed without entries was last renewed.
NEVER = datetime(2012, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """As Django's, but renewed when its entries were: an unchanged feed stays the same, byte by byte."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """422 where a filter cannot be: a feed that silently shows something else would be believed."""
    form = Filters(request.GET)
    if not form.is_valid():
        return HttpResponse(_said(form), status=422, content_type="text/plain; charset=utf-8")
    rows = search(form.cleaned_data, now=timezone.now()).order_by(*NEWEST)[:ENTRIES]
    made = _made(look_at_list(rows, PUBLIC, now=timezone.now()), form.cleaned_data)
    return _answer(request, made)


def _made(seen: list[Seen], chosen: dict[str, Any]) -> Feed:
    query = urlencode(codes_of(chosen))
    where = f"?{query}" if query else ""
    with translation.override(settings.LANGUAGE_CODE):
        made = Feed(
            title=_title(chosen),
            link=f"{settings.BASE_URL}{reverse('portal:reports')}{where}",
            feed_url=f"{settings.BASE_URL}{reverse('portal:feed')}{where}",
            description=None,
            subtitle=_("Laporan layanan publik yang sudah diperiksa dan boleh dibaca semua orang."),
            author_name="LAPOR!",
            language=settings.LANGUAGE_CODE,
        )
        for each in seen:
            _add(made, each)
    return made


def _add(made: Feed, seen: Seen) -> None:
    link = f"{settings.BASE_URL}{reverse('portal:report', args=[seen.id])}"
    report = seen.report
    text = upright(seen.text)
    made.add_item(
        title=upright(seen.title) or _("Laporan #%(id)s") % {"id": seen.id},
        link=link,
        unique_id=link,
        # Readers take a summary for HTML.
        description=escape(" · ".join(filter(None, [str(report.get_status_display()), _cut(text)]))),
        pubdate=report.received,
        updateddate=_renewed(report),
        categories=[seen.category.name] if seen.category else [],
    )


def _renewed(report: Report) -> datetime:
    """Its last step, as far as its row knows."""
    steps = (report.received, report.verified_at, report.disposed_at, report.answered_at, report.closed_at)
    return max(step for step in steps if step)


def _title(chosen: dict[str, Any]) -> str:
    """ "LAPOR!: “jalan rusak” · Kota Surabaya"; the names of what was chosen."""
    words = f"“{upright(chosen['q'])}”" if chosen.get("q") else ""
    names = [str(chosen[name].name) for name in ("instansi", "wilayah", "kategori") if chosen.get(name)]
    return "LAPOR!: " + (" · ".join(filter(None, [words, *names])) or _("laporan publik"))


def _cut(text: str) -> str:
    return text if len(text) <= SUMMARY else f"{text[:SUMMARY].rstrip()} …"


def _answer(request: HttpRequest, made: Feed) -> HttpResponseBase:
    """304 to a reader that has it already; by the ETag alone, for a text masked anew is no step."""
    body = made.writeString("utf-8")
    etag = quote_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=SECONDS)
    return get_conditional_response(request, etag=etag, response=response) or response


def _said(form: Filters) -> str:
    lines = [f"{name}: {' '.join(map(str, errors))}" for name, errors in form.errors.items()]
    return "\n".join(lines) + "\n"
