"""Ticking reports in the list, the same act for all of them, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of, office_of
from lapor.backoffice.acts import Doing
from lapor.backoffice.bulk import runs, selection
from lapor.backoffice.bulk.acts import BY_NOUN, ROLES, BulkAct, offered_to, why_not
from lapor.backoffice.bulk.forms import BulkForm, shown
from lapor.backoffice.gate import officer, refusal_page
from lapor.backoffice.keys import known_keys
from lapor.backoffice.listing import context_of
from lapor.backoffice.models import BulkItem, BulkRun
from lapor.reports.access import visible_to
from lapor.reports.looking import look_at_list
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput

State = BulkItem.State


@dataclass(frozen=True)
class Told:
    """A report in a list of the bulk pages; `title` is empty out of scope, `reason` where all is well."""

    id: int
    title: str
    reason: str = ""


@require_POST
@officer(*ROLES)
def select(request: HttpRequest) -> HttpResponseBase:
    """The ticks of one page of the list: `pilih` among `tampak`. A fragment to htmx, else the list."""
    actor, sent = actor_of(request), request.POST
    lines = selection.ids_in(sent.getlist("tampak"))[: selection.MOST]
    ticked = lines if "semua" in sent else selection.ids_in(sent.getlist("pilih"))
    if "kosongkan" in sent:
        selection.clear(actor)
    else:
        selection.keep(actor, shown=lines, ticked=ticked, now=timezone.now())
    if request.headers.get("HX-Request"):
        context = {"selection": selection.selection_of(actor)}
        return render(request, "backoffice/picked.html", context)
    if "massal" in sent:
        return HttpResponseRedirect(f"/kelola/massal/{context_of(request)}")
    opened = selection.ids_in([sent.get("laporan", "")])
    return HttpResponseRedirect(f"/kelola/{f'laporan/{opened[0]}/' if opened else ''}{context_of(request)}")


@require_GET
@officer(*ROLES)
def menu(request: HttpRequest) -> HttpResponseBase:
    """What is selected, and which acts may be done on it."""
    return _page(request, None, None)


@require_http_methods(["GET", "POST"])
@officer(*ROLES)
def act(request: HttpRequest, noun: str) -> HttpResponseBase:
    """GET asks once for all and says which reports are left out and why; POST does it, one by one."""
    one, actor, now = BY_NOUN[noun], actor_of(request), timezone.now()
    if not actor.has(*one.roles):
        return refusal_page(request, 403)
    if request.method != "POST":
        return _page(request, one, None)
    form = BulkForm(one, _sample(request, actor, now), request.POST)
    if not form.is_valid():
        return _page(request, one, form, status=422)
    given = form.cleaned_data
    run = runs.begin(one, form.versions, by=actor, key=given["kunci"], now=now)
    try:
        runs.work(run, one, given, by=actor, now=now)
    except BadInput as refusal:
        form.take(refusal)
        return _page(request, one, form, status=422)
    selection.clear(actor, run.items.filter(state=State.DONE).values_list("report_id", flat=True))
    return redirect(f"/kelola/massal/hasil/{run.key}/{context_of(request)}")


@require_GET
@officer(*ROLES)
def result(request: HttpRequest, key: str) -> HttpResponseBase:
    """What became of each report; the officer's own runs only."""
    if "\0" in key:
        raise Http404
    actor = actor_of(request)
    run = get_object_or_404(BulkRun, user=actor.user_id, key=key)
    items = list(run.items.order_by("pk"))
    titles = _titles(actor, [item.report_id for item in items])
    told: dict[State, list[Told]] = {state: [] for state in State}
    for item in items:
        told[State(item.state)].append(Told(item.report_id, titles.get(item.report_id, ""), item.reason))
    context = {
        "act": BY_NOUN[run.noun].kind,
        "done": told[State.DONE],
        "refused": told[State.REFUSED],
        "waiting": told[State.WAITING],
    }
    return _render(request, "backoffice/bulk_result.html", context)


def _page(
    request: HttpRequest, one: BulkAct | None, form: BulkForm | None, *, status: int = 200
) -> HttpResponseBase:
    """The selection, split by what the act allows; when a form comes back, the reports it was sent for."""
    actor, now = actor_of(request), timezone.now()
    ids = form.versions if form else selection.selection_of(actor).ids
    reports = _reports(actor, ids)
    doings = [Doing(report, actor, now) for report in reports]
    reasons = {each.report.pk: why_not(one, each) for each in doings} if one else {}
    able = [each for each in doings if not reasons.get(each.report.pk)]
    if one and form is None and able:
        form = BulkForm(one, able[0])
    titles = _titles(actor, ids, reports)
    context = {
        "acts": offered_to(actor),
        "act": one.kind if one else None,
        "form": form,
        "count": len(reports),
        "shown": form.sent if form and form.sent else shown(x.report for x in able),
        "able": [Told(each.report.pk, titles[each.report.pk]) for each in able],
        "left": [Told(pk, titles[pk], reason) for pk, reason in reasons.items() if reason],
    }
    return _render(request, "backoffice/bulk.html", context, status=status)


def _render(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    more = known_keys() | office_of(actor_of(request)) | {"context": context_of(request)}
    return render(request, template, more | context, status=status)


def _sample(request: HttpRequest, actor: Actor, now: datetime) -> Doing | None:
    """A report of those sent, from which the form takes its choices (the units of a coordinator)."""
    first = selection.ids_in(value.split(":")[0] for value in request.POST.getlist("laporan"))[:1]
    return next((Doing(report, actor, now) for report in _reports(actor, first)), None)


def _reports(actor: Actor, ids: Any) -> list[Report]:
    """At most as many as may be selected, so no page of them."""
    rows = visible_to(actor).filter(pk__in=list(ids)[: selection.MOST]).select_related("agency", "unit")
    return list(rows.order_by("pk"))


def _titles(actor: Actor, ids: Any, reports: list[Report] | None = None) -> dict[int, str]:
    rows = _reports(actor, ids) if reports is None else reports
    return {seen.id: seen.title or f"#{seen.id}" for seen in look_at_list(rows, actor, now=timezone.now())}
