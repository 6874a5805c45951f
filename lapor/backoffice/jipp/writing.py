"""An innovation at the desk: begun, written, submitted, renewed, withdrawn, its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lapor.accounts.gate import actor_of
from lapor.backoffice.jipp.doors import innovation_of, networker, page, take
from lapor.backoffice.jipp.forms import BeginForm, FileForm, VersionForm
from lapor.backoffice.jipp.lists import pill
from lapor.jipp import curating, files, rights, writing
from lapor.jipp.codes import EDITABLE, FileKind, VersionStatus
from lapor.jipp.models import Innovation, InnovationVersion
from lapor.reports.refusals import BadInput, NotAllowed, Stale, WrongState


@require_http_methods(["GET", "HEAD", "POST"])
@networker
def begin(request: HttpRequest) -> HttpResponseBase:
    """A new one; for members and coordinators."""
    by = actor_of(request)
    if not by.has(*rights.WRITING):
        raise NotAllowed
    form = BeginForm(
        request.POST if request.method == "POST" else None, paths=rights.paths(by, rights.WRITING)
    )
    if form.is_valid():
        try:
            made = writing.begin(
                form.cleaned_data["agency"],
                hub=form.cleaned_data["hub"],
                title=form.cleaned_data["title"],
                by=by,
                now=timezone.now(),
            )
        except BadInput as refusal:
            take(form, refusal)
        else:
            return redirect("kelola-inovasi-satu", made.innovation_id)
    return page(request, "begin.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@networker
def innovation(request: HttpRequest, innovation: int) -> HttpResponseBase:
    """Its open version as a form for those who write it; else as it reads."""
    row = innovation_of(request, innovation)
    version = writing.shown_or_open(row)
    writes = rights.writes_for(actor_of(request), row.agency)
    if request.method == "POST" and not writes:
        raise NotAllowed
    if request.method == "POST" and version.status not in EDITABLE:
        raise WrongState(writing.submitted_words())
    if not (writes and version.status in EDITABLE):
        return page(request, "read.html", _context(request, row, version))
    initial = VersionForm.initial_of(version)
    form = VersionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and _kept(request, form, version):
        messages.success(request, _("Tulisan disimpan."))
        return redirect("kelola-inovasi-satu", row.pk)
    context = _context(request, row, version) | {"form": form}
    return page(request, "write.html", context, status=422 if form.is_bound else 200)


@require_POST
@networker
def submission(request: HttpRequest, innovation: int) -> HttpResponseBase:
    """What stands in the form is kept, then goes to the curators; what is missing is named (422)."""
    row = innovation_of(request, innovation)
    version = _open(request, row)
    data = request.POST.copy() if "edits" in request.POST else None
    initial = VersionForm.initial_of(version)
    form = VersionForm(VersionForm.data_of(version) if data is None else data, initial=initial)
    whole = form.is_valid() and (data is None or _kept(request, form, version))
    try:
        if whole:
            writing.submit(version, by=actor_of(request), now=timezone.now())
    except BadInput as refusal:
        take(form, refusal)
        whole = False
        if data is not None:  # it was kept: the next press must not meet an older state
            data["edits"] = str(version.edits)
    if not whole:
        return page(request, "write.html", _context(request, row, version) | {"form": form}, status=422)
    messages.success(request, _("Terkirim kepada kurator %(hub)s.") % {"hub": row.hub})
    return redirect("kelola-inovasi-satu", row.pk)


@require_POST
@networker
def submission_end(request: HttpRequest, innovation: int) -> HttpResponseBase:
    row = innovation_of(request, innovation)
    writing.take_back(_open(request, row), by=actor_of(request), now=timezone.now())
    messages.success(request, _("Pengajuan ditarik. Anda dapat menulis lagi."))
    return redirect("kelola-inovasi-satu", row.pk)


@require_POST
@networker
def renewal(request: HttpRequest, innovation: int) -> HttpResponseBase:
    """A new version of what is shown."""
    row = innovation_of(request, innovation)
    writing.renew(row, by=actor_of(request), now=timezone.now())
    return redirect("kelola-inovasi-satu", row.pk)


@require_POST
@networker
def withdrawal(request: HttpRequest, innovation: int) -> HttpResponseBase:
    row = innovation_of(request, innovation)
    curating.withdraw(row, by=actor_of(request), now=timezone.now())
    messages.success(request, _("Inovasi ini tidak tampil lagi untuk umum."))
    return redirect("kelola-inovasi-satu", row.pk)


@require_POST
@networker
def showing(request: HttpRequest, innovation: int) -> HttpResponseBase:
    row = innovation_of(request, innovation)
    curating.restore(row, by=actor_of(request), now=timezone.now())
    messages.success(request, _("Inovasi ini tampil lagi untuk umum."))
    return redirect("kelola-inovasi-satu", row.pk)


@require_POST
@networker
def upload(request: HttpRequest, innovation: int) -> HttpResponseBase:
    """One picture or document, with words for what it shows."""
    row = innovation_of(request, innovation)
    by = actor_of(request)
    rights.demand_writer(by, row.agency)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        kind = FileKind(form.cleaned_data["kind"])
        try:
            made = files.prepare(form.cleaned_data["file"], kind)
            files.attach(
                row, made, kind=kind, caption=form.cleaned_data["caption"], by=by, now=timezone.now()
            )
        except BadInput as refusal:
            take(form, refusal)
        else:
            messages.success(request, _("Berkas tersimpan. Umum melihatnya sesudah kurator menerbitkan."))
            return redirect("kelola-inovasi-satu", row.pk)
    version = writing.shown_or_open(row)
    return page(request, "file.html", _context(request, row, version) | {"form": form}, status=422)


@require_POST
@networker
def removal(request: HttpRequest, innovation: int, file: int) -> HttpResponseBase:
    row = innovation_of(request, innovation)
    found = get_object_or_404(files.of_innovation(row), number=file)
    files.remove(found, by=actor_of(request))
    messages.success(request, _("Berkas dihapus."))
    return redirect("kelola-inovasi-satu", row.pk)


def _kept(request: HttpRequest, form: VersionForm, version: InnovationVersion) -> bool:
    by, edits = actor_of(request), form.cleaned_data["edits"]
    try:
        writing.write(version, form.fields_given(), edits=edits, by=by, now=timezone.now())
    except BadInput as refusal:
        take(form, refusal)
    except Stale:
        form.add_error(
            None, _("Orang lain baru saja menyimpan tulisan ini. Salin tulisan Anda, lalu muat ulang.")
        )
    else:
        return True
    return False


def _context(request: HttpRequest, row: Innovation, version: InnovationVersion) -> dict[str, Any]:
    by = actor_of(request)
    curates = rights.curated_hubs(by).filter(pk=row.hub_id).exists()
    writes = rights.writes_for(by, row.agency)
    return {
        "row": row,
        "version": version,
        "pill": pill(row.status, row.get_status_display()),
        "open": version.status != VersionStatus.PUBLISHED,
        "writes": writes,
        "curates": curates,
        "last_review": version.reviews.order_by("-pk").first(),
        "files": list(files.of_innovation(row)),
        "changes_files": writes and version.status != VersionStatus.IN_REVIEW,
        "file_form": FileForm(),
        "versions": row.versions.order_by("-number").only("number", "status", "published_at", "innovation"),
    }


def _open(request: HttpRequest, row: Innovation) -> InnovationVersion:
    """What is written or reviewed; NotAllowed for who does not write here, WrongState where nothing is."""
    rights.demand_writer(actor_of(request), row.agency)
    found = writing.open_version(row)
    if found is None:
        raise WrongState(_("Belum ada versi baru. Mulai versi baru dulu."))
    return found
