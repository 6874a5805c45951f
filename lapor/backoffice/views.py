"""The desk: a queue at the left, a report at the right, an act below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lapor.accounts import stepup
from lapor.accounts.gate import actor_of, office_of
from lapor.accounts.roles import DESK, Role
from lapor.backoffice import words
from lapor.backoffice.acts import ACTS, ActForm, Doing
from lapor.backoffice.bulk.acts import offered_to
from lapor.backoffice.bulk.selection import selection_of
from lapor.backoffice.conflict import since, theirs, typed, version_sent
from lapor.backoffice.gate import fetch, officer, refusal_page
from lapor.backoffice.keys import known_keys
from lapor.backoffice.listing import asked_words, context_of, listing, next_of, number_in
from lapor.backoffice.opened import open_report
from lapor.backoffice.presence import look_in
from lapor.notifications import fates, in_app
from lapor.reports.access import visible_to
from lapor.reports.lifecycle import TABLE, hold
from lapor.reports.refusals import BadInput, Refusal, Stale
from lapor.ui.errors import error_page
from lapor.ui.pages import BadCursor

CONFLICT = 409
# Where the page of notes begins; the list beside it has a place of its own.
NOTES = "catatan"


@require_GET
@officer(*DESK)
def desk(request: HttpRequest) -> HttpResponseBase:
    """A queue, or a search: a number opens its report at once. Who has only another part is led there."""
    if not actor_of(request).is_officer:
        return redirect("/kelola/skm/" if actor_of(request).has(Role.SKM_MANAGER) else "/kelola/inovasi/")
    q = asked_words(request)
    number = number_in(q)
    if number is not None:
        if visible_to(actor_of(request)).filter(pk=number).exists():
            return redirect("kelola-laporan", number)
        messages.warning(request, _("Tidak ada laporan #%(id)s dalam lingkup Anda.") % {"id": number})
    return page(request, {}, template="backoffice/queue.html")


@require_GET
@officer()
def report(request: HttpRequest, number: int) -> HttpResponseBase:
    doing = Doing(fetch(request, number), actor_of(request), timezone.now())
    if doing.by.user_id:
        in_app.see_report(doing.by.user_id, number, now=doing.now)
    return report_page(request, doing)


@require_http_methods(["GET", "POST"])
@officer()
def act(request: HttpRequest, number: int, noun: str) -> HttpResponseBase:
    """GET opens the form of an act in the report's page, POST does it."""
    kind, expected = ACTS[noun], version_sent(request)
    doing = Doing(fetch(request, number), actor_of(request), timezone.now())
    try:
        kind.check(doing, TABLE)
    except Refusal as refusal:
        return refuse(request, doing, kind, refusal, expected)
    if kind.steps_up and (away := stepup.detour(request)):
        return away
    if request.method != "POST":
        return report_page(request, doing, kind(doing=doing, initial=stepup.kept(request)))
    form = kind(request.POST, doing=doing)
    if not form.is_valid():
        return report_page(request, doing, form, status=422)
    if form.asks_again():
        return report_page(request, doing, form)
    after = next_of(request, doing.report, now=doing.now) if kind.moves_on else None
    try:
        carry_out(form, Doing(doing.report, doing.by, doing.now, expected))
    except BadInput as refusal:
        form.take(refusal)
        return report_page(request, fresh(request, doing), form, status=422)
    except Refusal as refusal:
        return refuse(request, doing, kind, refusal, expected)
    return done(request, doing, form, after.pk if after else None)


def carry_out(form: ActForm, doing: Doing) -> None:
    """The act in one transaction, unless the report has changed since the officer read it (Stale)."""
    with transaction.atomic():
        if form.holds:
            hold(doing.report)
            if doing.expected not in (None, doing.report.version):
                raise Stale
        form.carry_out(doing)


def done(request: HttpRequest, doing: Doing, form: ActForm, after: int | None) -> HttpResponseRedirect:
    """Says so, and goes on to the next report of the queue; without one back to the queue."""
    messages.success(request, str(form.done) % {"id": doing.report.pk})
    context = context_of(request)
    if after is not None:
        return HttpResponseRedirect(f"/kelola/laporan/{after}/{context}")
    in_scope = visible_to(doing.by).filter(pk=doing.report.pk).exists()
    if in_scope and (not form.moves_on or "antrean" not in request.GET):
        return HttpResponseRedirect(f"/kelola/laporan/{doing.report.pk}/{context}")
    return HttpResponseRedirect(f"/kelola/{context}")


def refuse(
    request: HttpRequest,
    doing: Doing,
    kind: type[ActForm],
    refusal: Refusal,
    expected: int | None = None,
) -> HttpResponseBase:
    """The report as it stands now, why nothing was done, and what was typed: to send again, or to copy."""
    if request.method != "POST" and refusal.status != CONFLICT:
        return refusal_page(request, refusal.status, detail=str(refusal))
    now = fresh(request, doing)
    more: dict[str, Any] = {"refusal": str(refusal)}
    if expected is not None:
        more["conflict"] = kind, now.report.version - expected
    data: QueryDict | None = None
    if request.method == "POST":
        data = request.POST.copy()
        data["version"] = str(now.report.version)
    form = None
    try:
        kind.check(now, TABLE)
        form = kind(data, doing=now) if data is not None else None
    except Refusal:
        more["typed"] = typed(request, kind, now)
    return report_page(request, now, form, status=_status_of(refusal), **more)


def fresh(request: HttpRequest, doing: Doing) -> Doing:
    """The same officer before the report as it stands in the database now."""
    return Doing(fetch(request, doing.report.pk), doing.by, doing.now)


def report_page(
    request: HttpRequest, doing: Doing, form: ActForm | None = None, *, status: int = 200, **more: Any
) -> HttpResponseBase:
    try:
        opened = open_report(doing, notes_from=request.GET.get(NOTES))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=f"/kelola/laporan/{doing.report.pk}/")
    asked = form is not None
    if form is None and opened.main and not more.get("typed"):
        form = opened.main(doing=doing)
    if conflict := more.pop("conflict", None):
        kind, versions = conflict
        changed = since(opened.moments, versions)
        more["changed"] = words.steps_of(changed, doing.report)
        more["theirs"] = theirs(request, kind, doing, changed)
    after = next_of(request, doing.report, now=doing.now)
    context = {
        **more,
        "opened": opened,
        "seen": opened.seen,
        "report": doing.report,
        "form": form,
        "asked": asked,
        "others": look_in(doing.report, doing.by, now=doing.now),
        "form_first": asked or (form is not None and form.leads),
        "beside": _beside(opened.acts, form)[: 1 if after or (form and form.second) else 2],
        "after": after,
        "told": fates.of_report(doing.report, own=False, bare=not opened.seen.sight.person),
        "may_release": doing.by.has(Role.NATIONAL_VERIFIER),
    }
    return page(request, context, opened=doing.report.pk, status=status)


def page(
    request: HttpRequest,
    context: dict[str, Any],
    *,
    template: str = "backoffice/report.html",
    opened: int | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """A page of the desk with its list; 404 for the cursor of a list that never was."""
    try:
        context["listing"] = listing(request, now=timezone.now(), opened=opened)
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back="/kelola/")
    office = office_of(actor_of(request))
    if offered_to(actor_of(request)):
        context["selection"] = selection_of(actor_of(request))
    return render(request, template, known_keys() | context | office, status=status)


def _beside(acts: Sequence[type[ActForm]], form: ActForm | None) -> list[type[ActForm]]:
    """The acts that may have a button of their own beside the open form's; the others stand in the menu."""
    return [act for act in acts if act.key and not (form and act.noun == form.noun)]


def _status_of(refusal: Refusal) -> int:
    return CONFLICT if isinstance(refusal, Stale) else refusal.status
