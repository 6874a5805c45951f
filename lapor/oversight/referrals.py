"""`/kelola/pengawasan/rujukan/`: which agencies send reports back, how often, and what that costs in days."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of, office_of, officer
from lapor.accounts.roles import NATIONAL, WHOLE
from lapor.indicators.facts import day_of
from lapor.indicators.models import Return
from lapor.indicators.referral_figures import Pingpong, agencies_with, figures, returns
from lapor.oversight.months import Months, MonthsForm, asked_months
from lapor.oversight.opendata import csvs
from lapor.oversight.opendata.columns import Column, Row
from lapor.registry.models import Agency
from lapor.reports.access import visible_to
from lapor.reports.looking import look_at_list
from lapor.reports.models import Report
from lapor.ui.errors import error_page
from lapor.ui.pages import PARAM, BadCursor, keyset

# Of an agency those who answer for it as a whole; liaisons and superiors have their queue.
VIEWERS = (*NATIONAL, *WHOLE)
PER_PAGE = 25
KEYS = ("-returned", "id")
# A file holds no more rows than a spreadsheet opens at ease; agencies and units are fewer.
MOST = 100_000
COLUMNS = (
    Column("kode", _("kode instansi atau unit")),
    Column("instansi", _("nama instansi atau unit")),
    Column("diterima", _("berapa kali laporan diterima")),
    Column("dikembalikan", _("berapa kali dikembalikan sebagai bukan wewenang")),
    Column("bagian", _("dikembalikan dibagi diterima")),
    Column("dua_kali", _("pengembalian kedua laporan itu")),
    Column("hari_hilang", _("jumlah hari kerja hilang")),
    Column("median_hari", _("median hari kerja hilang setiap pengembalian")),
)


@require_GET
@officer(*VIEWERS)
def referrals(request: HttpRequest) -> HttpResponseBase:
    """Agencies in scope, those that sent back most on top. A fixed number of queries, over roll-ups only."""
    actor, (form, where) = actor_of(request), _period(request)
    above = _above(request, actor)
    try:
        page = keyset(_rows(actor, above, where), keys=KEYS, cursor=request.GET.get(PARAM), limit=PER_PAGE)
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/pengawasan/rujukan/")
    context: dict[str, Any] = {
        "form": form,
        "where": where,
        "page": page,
        "rows": figures(page.items, first=where.first, last=where.last),
        "above": above,
        "by_unit": above is None and actor.has(*NATIONAL),
        "query": _query(where, above),
    }
    return render(request, "oversight/referrals.html", context | office_of(actor))


@require_GET
@officer(*VIEWERS)
def referrals_file(request: HttpRequest) -> HttpResponseBase:
    """The same as csv, all pages of it, written while it is read."""
    actor, (_form, where) = actor_of(request), _period(request)
    rows = _lines(_rows(actor, _above(request, actor), where), where)
    response = StreamingHttpResponse(csvs.as_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    name = f"rujukan-{where.first:%Y-%m}-{where.last:%Y-%m}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@officer(*VIEWERS)
def returned(request: HttpRequest, number: int) -> HttpResponseBase:
    """The reports that one agency or unit in scope sent back, newest first, as far as they are in scope."""
    actor, (form, where) = actor_of(request), _period(request)
    agency = get_object_or_404(_in_scope(actor), pk=number)
    rows = returns(agency, first=where.first, last=where.last)
    if not actor.has(*NATIONAL):
        rows = rows.filter(report__in=visible_to(actor))
    try:
        page = keyset(rows.select_related("report"), keys=("-event_id",), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/pengawasan/rujukan/")
    context: dict[str, Any] = {
        "form": form,
        "where": where,
        "agency": agency,
        "page": page,
        "lines": _seen(page.items, actor),
        "query": _query(where, None),
        "limited": not actor.has(*NATIONAL),
    }
    return render(request, "oversight/returned.html", context | office_of(actor))


def _period(request: HttpRequest) -> tuple[MonthsForm, Months]:
    form = MonthsForm(request.GET)
    form.is_valid()
    return form, asked_months(form, day_of(timezone.now()))


def _in_scope(actor: Actor) -> QuerySet[Agency]:
    """Every agency and unit for national roles, else the own subtrees."""
    if actor.has(*NATIONAL):
        return Agency.objects.all()
    return Agency.objects.filter(reduce(or_, (Q(path__startswith=path) for path in actor.paths(*WHOLE))))


def _above(request: HttpRequest, actor: Actor) -> Agency | None:
    """The agency whose units are asked for (`instansi`, its number); Http404 outside the scope."""
    asked = request.GET.get("instansi", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 18):
        raise Http404
    return get_object_or_404(_in_scope(actor), pk=int(asked))


def _rows(actor: Actor, above: Agency | None, where: Months) -> QuerySet[Agency]:
    agencies = _in_scope(actor)
    if above is not None:
        agencies = agencies.subtree(above)  # type: ignore[attr-defined]
    elif actor.has(*NATIONAL):
        agencies = agencies.filter(parent=None)
    return agencies_with(agencies, first=where.first, last=where.last)


def _lines(rows: QuerySet[Agency], where: Months) -> Iterator[Row]:
    cursor: str | None = None
    for _page in range(MOST // 100):
        page = keyset(rows, keys=KEYS, cursor=cursor, limit=100)
        yield from (_line(one) for one in figures(page.items, first=where.first, last=where.last))
        cursor = page.next
        if cursor is None:
            return


def _line(one: Pingpong) -> Row:
    return (
        one.agency.code,
        one.agency.name,
        one.received,
        one.returned,
        "" if one.share is None else f"{one.share:.4f}",
        one.twice,
        one.lost,
        "" if one.median is None else f"{one.median:g}",
    )


def _seen(rows: list[Return], actor: Actor) -> list[tuple[Return, str]]:
    """Each return with the title of its report, as far as the officer may read it."""
    reports: list[Report] = [row.report for row in rows]
    titles = {seen.id: seen.title for seen in look_at_list(reports, actor, now=timezone.now())}
    return [(row, titles[row.report_id]) for row in rows]


def _query(where: Months, above: Agency | None) -> str:
    """The period (and agency) of this page for links that keep it."""
    asked: dict[str, str | int] = {"dari": f"{where.first:%Y-%m}", "sampai": f"{where.last:%Y-%m}"}
    return urlencode(asked | ({"instansi": above.pk} if above else {}))
