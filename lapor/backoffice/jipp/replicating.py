"""A replication at the desk: asked for, and its page where both sides act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of
from lapor.backoffice.jipp import deeds
from lapor.backoffice.jipp.doors import networker, page, replication_of, take
from lapor.backoffice.jipp.lists import pill
from lapor.jipp import files, replicating, rights
from lapor.jipp.codes import JippAct, ReplicationStatus
from lapor.jipp.models import Attachment, Replication, ReplicationStep
from lapor.jipp.table import may
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.sla.zones import NATIONAL

HISTORY = 100
Verb = Callable[[Replication, dict[str, Any], Actor, Any], object]


@dataclass(frozen=True)
class Deed:
    """One act: its form, its verb, and whose it is, as for the verb. `act`: of the table, where it moves."""

    form: type[deeds.DeedForm]
    verb: Verb
    whose: Callable[[Replication, Actor], bool]
    label: str | Promise
    act: JippAct | None = None
    after: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlannedStep:
    """A step on the page; its forms only for who may fill them in."""

    row: ReplicationStep
    done: deeds.Done | None = None
    plan: deeds.Plan | None = None


R = ReplicationStatus
DEEDS: Mapping[str, Deed] = {
    "penerimaan": Deed(
        deeds.Accept, deeds.accept, replicating.owns, gettext_lazy("Terima permintaan"), JippAct.ACCEPT
    ),
    "penolakan": Deed(deeds.Reason, deeds.refuse, replicating.owns, gettext_lazy("Tolak"), JippAct.REFUSE),
    "kesepakatan": Deed(
        deeds.Agree, deeds.agree, replicating.party, gettext_lazy("Sepakati rencana"), JippAct.AGREE
    ),
    "catatan": Deed(
        deeds.Note,
        deeds.note,
        replicating.takes_part,
        gettext_lazy("Catat"),
        None,
        frozenset({R.ACCEPTED, R.RUNNING}),
    ),
    "pendamping": Deed(
        deeds.Mentor,
        deeds.mentor,
        replicating.owns,
        gettext_lazy("Tunjuk pendamping"),
        None,
        frozenset({R.ACCEPTED, R.RUNNING}),
    ),
    "berkas": Deed(
        deeds.Upload,
        deeds.upload,
        replicating.takes_part,
        gettext_lazy("Tambah berkas"),
        None,
        frozenset({R.ACCEPTED, R.RUNNING}),
    ),
    "hasil": Deed(
        deeds.Finish, deeds.finish, replicating.copies, gettext_lazy("Selesaikan replikasi"), JippAct.FINISH
    ),
    "penghentian": Deed(
        deeds.Stop, deeds.stop, replicating.party, gettext_lazy("Hentikan replikasi"), JippAct.STOP
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@networker
def ask(request: HttpRequest) -> HttpResponseBase:
    """`inovasi`: the slug of what is wanted; unknown or not shown is said at the form."""
    by = actor_of(request)
    if not by.has(*rights.WRITING):
        raise NotAllowed
    slug = request.GET.get("inovasi", "") or request.POST.get("inovasi", "")
    wanted = rights.published().select_related("agency").filter(slug=slug.replace("\0", "")[:120]).first()
    posted = request.POST if request.method == "POST" else None
    form = deeds.Ask(posted, paths=rights.paths(by, rights.WRITING), wanted=wanted)
    if form.is_valid() and wanted is not None:
        given = form.cleaned_data
        try:
            row = replicating.ask(
                wanted,
                given["agency"],
                request=given["request"],
                learned_from=given["learned_from"],
                by=by,
                now=timezone.now(),
            )
        except BadInput as refusal:
            take(form, refusal)
        else:
            messages.success(request, _("Permintaan terkirim kepada %(name)s.") % {"name": wanted.agency})
            return redirect("kelola-replikasi-satu", row.pk)
    return page(request, "ask.html", {"form": form, "wanted": wanted}, status=422 if form.is_bound else 200)


@require_GET
@networker
def replication(request: HttpRequest, replication: int) -> HttpResponseBase:
    row = replication_of(request, replication)
    return _page(request, row)


@require_POST
@networker
def deed(request: HttpRequest, replication: int, noun: str) -> HttpResponseBase:
    """One act by its noun; its form comes back with what is wrong (422)."""
    row, one, by = replication_of(request, replication), DEEDS[noun], actor_of(request)
    if not one.whose(row, by):
        raise NotAllowed
    form = one.form(request.POST, request.FILES, row=row, by=by)
    if form.is_valid():
        try:
            one.verb(row, form.cleaned_data, by, timezone.now())
        except BadInput as refusal:
            take(form, refusal)
        else:
            messages.success(request, _("Tersimpan."))
            return redirect("kelola-replikasi-satu", row.pk)
    return _page(request, row, {noun: form}, status=422)


@require_POST
@networker
def step(request: HttpRequest, replication: int, step: int) -> HttpResponseBase:
    """One step is done, today where no day is said."""
    row, found = _step(request, replication, step)
    form, now = deeds.Done(request.POST, step=found), timezone.now()

    def act(given: dict[str, Any]) -> object:
        day = given["done_on"] or now.astimezone(NATIONAL).date()
        return replicating.do_step(found, done_on=day, note=given["note"], by=actor_of(request), now=now)

    return _stepped(request, row, found, form, act, _("Langkah %(n)s selesai.") % {"n": found.number})


@require_POST
@networker
def plan(request: HttpRequest, replication: int, step: int) -> HttpResponseBase:
    """Another wording or day for one step."""
    row, found = _step(request, replication, step)
    form = deeds.Plan(request.POST, step=found)

    def act(given: dict[str, Any]) -> object:
        return replicating.plan_step(found, **given, by=actor_of(request))

    return _stepped(request, row, found, form, act, _("Langkah %(n)s diubah.") % {"n": found.number})


@require_POST
@networker
def removal(request: HttpRequest, replication: int, file: int) -> HttpResponseBase:
    """One file is deleted."""
    row = replication_of(request, replication)
    found = get_object_or_404(_files(row), number=file)
    files.remove(found, by=actor_of(request))
    messages.success(request, _("Berkas dihapus."))
    return redirect("kelola-replikasi-satu", row.pk)


def _step(request: HttpRequest, replication: int, number: int) -> tuple[Replication, ReplicationStep]:
    """To fetch is to check: the steps are those of whoever copies."""
    row = replication_of(request, replication)
    if not replicating.copies(row, actor_of(request)):
        raise NotAllowed
    steps = ReplicationStep.objects.select_related("replication__agency")
    return row, get_object_or_404(steps, replication=row, number=number)


def _stepped(
    request: HttpRequest,
    row: Replication,
    found: ReplicationStep,
    form: deeds.StepForm,
    act: Callable[[dict[str, Any]], object],
    said: str,
) -> HttpResponseBase:
    """Do it, or show its form with what is wrong (422)."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except BadInput as refusal:
            take(form, refusal)
        else:
            messages.success(request, said)
            return redirect("kelola-replikasi-satu", row.pk)
    return _page(request, row, {f"langkah-{found.number}": form}, status=422)


def _page(
    request: HttpRequest, row: Replication, bound: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponseBase:
    by = actor_of(request)
    offered = [
        (noun, one, (bound or {}).get(noun) or one.form(row=row, by=by))
        for noun, one in DEEDS.items()
        if one.whose(row, by) and _now(row, one)
    ]
    context = {
        "row": row,
        "pill": pill(row.status, row.get_status_display()),
        "steps": _steps(row, by, (bound or {})),
        "today": timezone.now().astimezone(NATIONAL).date(),
        "removes": files.may_remove(row, by),
        "notes": list(row.notes.select_related("by").order_by("at", "pk")[:HISTORY]),
        "files": list(_files(row)),
        "deeds": offered,
        "opened": set(bound or {}),
        "history": list(row.history.select_related("by").order_by("at", "pk")[:HISTORY]),
    }
    return page(request, "replication.html", context, status=status)


def _steps(row: Replication, by: Actor, bound: Mapping[str, Any]) -> list[PlannedStep]:
    """Each step; with its forms for whoever copies, until it is done. The form that was sent comes back."""
    acts = row.status == R.RUNNING and replicating.copies(row, by)
    found = []
    for one in row.steps.order_by("number"):
        if not acts or one.done_on:
            found.append(PlannedStep(one))
            continue
        sent = bound.get(f"langkah-{one.number}")
        done = sent if isinstance(sent, deeds.Done) else deeds.Done(step=one)
        begun = {"title": one.title, "due": one.due}
        plan = sent if isinstance(sent, deeds.Plan) else deeds.Plan(step=one, initial=begun)
        found.append(PlannedStep(one, done, plan))
    return found


def _files(row: Replication) -> QuerySet[Attachment]:
    return Attachment.objects.filter(replication=row).exclude(key="").order_by("number")


def _now(row: Replication, one: Deed) -> bool:
    return may(row, one.act) if one.act else row.status in one.after
