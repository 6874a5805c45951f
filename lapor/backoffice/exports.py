"""Ekspor: an officer asks for a file of the own reports, watches it being written, fetches it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapor.accounts import stepup
from lapor.accounts.gate import actor_of, office_of
from lapor.accounts.roles import OVERSEERS, Role
from lapor.audit.recording import record
from lapor.backoffice.finder import AGENCIES, CATEGORIES, FinderField, FinderWidget
from lapor.backoffice.gate import officer
from lapor.reports.export import asking, keeping
from lapor.reports.export.choosing import ENDED, STILL_OPEN
from lapor.reports.models import Export
from lapor.reports.refusals import BadInput, Refusal
from lapor.reports.retention import kinds
from lapor.reports.states import ReportClass, Status
from lapor.ui.errors import error_page
from lapor.ui.forms import DateInput, Radios
from lapor.ui.pages import PARAM, BadCursor, keyset

STATUSES = [
    ("", gettext_lazy("Semua status")),
    (STILL_OPEN, gettext_lazy("Masih berjalan")),
    (ENDED, gettext_lazy("Sudah berakhir")),
    *Status.choices,
]
CLASSES = [("", gettext_lazy("Semua klasifikasi")), *ReportClass.choices]
HINTS = {
    "xlsx": gettext_lazy("Langsung terbuka di Excel. Paling banyak 1.048.575 laporan."),
    "csv": gettext_lazy("Untuk program lain, atau kalau laporannya sangat banyak."),
}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WRONG_DAY = gettext_lazy("Tulis tanggal seperti 31/12/2024.")


def _day(label: Any, hint: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=DateInput,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": WRONG_DAY},
    )


class ExportForm(forms.Form):
    say_optional = False
    begin = _day(gettext_lazy("Diterima sejak"), gettext_lazy("Kosong: dari awal."))
    end = _day(gettext_lazy("Diterima sampai"), gettext_lazy("Hari ini ikut. Kosong: sampai sekarang."))
    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=STATUSES, required=False)
    report_class = forms.ChoiceField(label=gettext_lazy("Klasifikasi"), choices=CLASSES, required=False)
    agency = FinderField(
        AGENCIES,
        label=gettext_lazy("Instansi atau unit"),
        required=False,
        help_text=gettext_lazy("Kosong: semua dalam lingkup Anda."),
    )
    category = FinderField(CATEGORIES, label=gettext_lazy("Kategori"), required=False)
    contacts = forms.BooleanField(
        label=gettext_lazy("Sertakan surel dan telepon pelapor"),
        help_text=gettext_lazy("Hanya kalau perlu. Pelapor anonim tidak pernah ikut."),
        required=False,
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Bentuk berkas"),
        choices=Export.Format.choices,
        initial=Export.Format.XLSX,
        widget=Radios(hints=HINTS),
    )


@require_GET
@officer()
def exports(request: HttpRequest) -> HttpResponseBase:
    """One's own exports, newest first; the page asks again by itself while one is being written."""
    return _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
@officer()
def new_export(request: HttpRequest) -> HttpResponseBase:
    """The form, filled from its address; by POST the wish. Both only after proving oneself once more."""
    posted = request.method == "POST"
    form = _form(request.POST if posted else None, request)
    if posted and not stepup.fresh(request):  # its page leads to the proof, and back with what was typed
        return redirect(f"{reverse('kelola-ekspor-baru')}{_query(request)}")
    stepup.detour(request)
    if not posted:
        return _form_page(request, form)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        asking.ask(asking.Wish(**form.cleaned_data), by=actor_of(request), now=timezone.now())
    except BadInput as refusal:
        for field, words in refusal.errors.items():
            form.add_error(field if field in form.fields else None, str(words))
        return _form_page(request, form, status=422)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, form, status=refusal.status)
    messages.success(request, _("Ekspor Anda sedang dikerjakan. Halaman ini boleh ditutup."))
    return redirect("kelola-ekspor")


@require_POST
@officer()
def cancellation(request: HttpRequest, number: int) -> HttpResponseBase:
    try:
        asking.cancel(_mine(request, number), by=actor_of(request), now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return _list(request, status=refusal.status)
    messages.success(request, _("Ekspor dibatalkan."))
    return redirect("kelola-ekspor")


@require_GET
@officer()
def file(request: HttpRequest, number: int) -> HttpResponseBase:
    """The file, for the officer who asked; on record. 404 for others, and once it is gone."""
    export = _mine(request, number)
    stepup.detour(request)
    try:
        content = keeping.open_file(export, by=actor_of(request))
    except FileNotFoundError as gone:
        raise Http404 from gone
    now, user_id = timezone.now(), actor_of(request).user_id
    record("download_export", actor_id=user_id, subject="export", subject_id=export.pk, now=now)
    name = f"laporan-{export.pk}.{export.format}"
    return FileResponse(content, as_attachment=True, filename=name, content_type=TYPES[export.format])


def _mine(request: HttpRequest, number: int) -> Export:
    found = asking.exports_of(actor_of(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _list(request: HttpRequest, *, status: int = 200) -> HttpResponseBase:
    actor = actor_of(request)
    try:
        page = keyset(asking.exports_of(actor), keys=("-id",), cursor=request.GET.get(PARAM))
    except BadCursor as refusal:
        return error_page(request, 404, detail=str(refusal), back=reverse("kelola-ekspor"))
    context: dict[str, Any] = {
        "page": page,
        "working": any(export.living for export in page.items),
        "days": kinds()["export_file"].days,
        "reads_record": actor.has(Role.NATIONAL_SUPERVISOR),
    }
    return render(request, "backoffice/exports.html", context | office_of(actor), status=status)


def _form_page(request: HttpRequest, form: ExportForm, *, status: int = 200) -> HttpResponseBase:
    actor = actor_of(request)
    context = {"form": form, "names": not actor.has(*OVERSEERS)}
    return render(request, "backoffice/export_new.html", context | office_of(actor), status=status)


def _form(data: Any, request: HttpRequest) -> ExportForm:
    """Bound to what was posted; else filled in from the address, where a filter or the step-up put it."""
    initial: dict[str, Any] = {}
    if data is None:
        for name, field in ExportForm.base_fields.items():
            if name in request.GET:
                initial[name] = field.widget.value_from_datadict(request.GET, {}, name)
    form = ExportForm(data, initial=initial)
    if actor_of(request).has(*OVERSEERS):
        del form.fields["contacts"]
    return form


def _query(request: HttpRequest) -> str:
    """What is typed in the form, as a query that fills it in again."""
    given = request.POST if request.method == "POST" else request.GET
    names = list(ExportForm.base_fields)
    finders = [name for name in names if isinstance(ExportForm.base_fields[name].widget, FinderWidget)]
    kept = {
        name: given[name][:300] for name in [*names, *(f"{one}_pick" for one in finders)] if given.get(name)
    }
    return f"?{urlencode(kept)}" if kept else ""
