"""One act through the API: find the report in scope, do the verb, answer with the report as it is then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lapor.accounts.actors import Actor
from lapor.api import finding, idempotency
from lapor.api.answers import ReportOut, etag, report_out
from lapor.api.callers import caller_of
from lapor.reports.lifecycle import hold
from lapor.reports.looking import look
from lapor.reports.models import Report
from lapor.reports.refusals import Stale

Deed = Callable[[Report, Actor, datetime], object]
Finder = Callable[[int, Actor], Report]


def perform(
    request: HttpRequest,
    response: HttpResponse,
    report_id: int,
    deed: Deed,
    *,
    find: Finder = finding.own_report,
    beside: int | None = None,
    said: str = "",
) -> ReportOut:
    """Do `deed` in one transaction and show the report. `beside`: another report that it locks.

    Refusals of the verb come before the check of `If-Match` (RFC 9110, 13.2.1), which then undoes it. The
    same `Idempotency-Key` and body again get the first answer; `said` stands for a body that is no JSON.
    """
    key = request.headers.get(idempotency.HEADER)
    if key is None:
        return _performed(request, response, report_id, deed, find, beside)

    def act() -> dict[str, object]:
        out = _performed(request, response, report_id, deed, find, beside)
        return {
            "report": out.model_dump(mode="json"),
            "headers": {name: response[name] for name in _kept(response)},
        }

    body = f"{request.path}\n{said or request.body.decode(errors='replace')}"
    given = idempotency.once(key, caller=caller_of(request).mark, body=body, now=timezone.now(), act=act)
    if given.again:
        idempotency.replayed(response, given.answer["headers"])
    return ReportOut.model_validate(given.answer["report"])


def _kept(response: HttpResponse) -> list[str]:
    return [name for name in ("ETag", "Location") if name in response]


def _performed(
    request: HttpRequest,
    response: HttpResponse,
    report_id: int,
    deed: Deed,
    find: Finder,
    beside: int | None,
) -> ReportOut:
    now = timezone.now()
    actor = caller_of(request).on(report_id, now=now)
    report = find(report_id, actor)
    with transaction.atomic():
        _lock(report_id, beside)
        hold(report)
        before = report.version
        deed(report, actor, now)
        if not matches(request, before):
            raise Stale
    return show(response, report_id, actor, now)


def show(response: HttpResponse, report_id: int, actor: Actor, now: datetime) -> ReportOut:
    """The report as it stands now, and its version as ETag."""
    report = finding.any_report(report_id)
    response["ETag"] = etag(report)
    return report_out(look(report, actor, now=now))


def matches(request: HttpRequest, version: int) -> bool:
    """Whether `If-Match` lets the act through; no header always does.

    By the version alone: words closed in the public text stand in no act's way.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        return True
    named = [one.strip().removeprefix("W/").strip('"').partition("-")[0] for one in header.split(",")]
    return str(version) in named


def _lock(report_id: int, beside: int | None) -> None:
    """Two reports are locked in the order of their numbers, so that two callers never wait for each other."""
    if beside is None:
        return
    rows = Report.objects.filter(pk__in=(report_id, beside)).select_for_update(no_key=True)
    list(rows.order_by("pk").values_list("pk", flat=True))
