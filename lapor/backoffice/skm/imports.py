"""Past surveys from a file: template, upload, what became of each row, mending what was refused."""

from __future__ import annotations

import os
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lapor.accounts.gate import actor_of
from lapor.backoffice.exports import TYPES
from lapor.backoffice.skm.doors import SurveyForm, page, period_of, surveyor
from lapor.reports.importing.sheets import ImportFileError
from lapor.reports.refusals import WrongState
from lapor.skm.codes import PeriodStatus
from lapor.skm.importing import Imported, import_responses, standing_files, write_template
from lapor.skm.models import ImportFile, Period
from lapor.ui.dates import moment_words
from lapor.ui.forms import Radios
from lapor.ui.numbers import size

FILE_MAX = 10_000_000
# So many files and refused rows a page names; beyond them it says how many more.
FILES_MOST, ROWS_SHOWN = 20, 500
ANOTHER = "another"


class ImportForm(SurveyForm):
    file = forms.FileField(
        label=gettext_lazy("Berkas xlsx atau csv"),
        help_text=gettext_lazy("Satu baris satu responden, dengan kolom U1 sampai U9."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    corrects = forms.ChoiceField(label=gettext_lazy("Berkas ini"), widget=Radios)

    def __init__(self, *args: Any, earlier: list[ImportFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["empty"] = _("Berkas ini kosong. Pilih berkas lain.")
        if not earlier:
            del self.fields["corrects"]
            return
        corrects: Any = self.fields["corrects"]
        corrects.choices = [
            *((str(one.pk), _("memperbaiki %(name)s") % {"name": _named(one)}) for one in earlier),
            (ANOTHER, _("berkas lain: semua barisnya ditambahkan")),
        ]

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > FILE_MAX:
            raise forms.ValidationError(
                _("Paling besar %(size)s. Bagi berkas ini.") % {"size": size(FILE_MAX)}
            )
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@surveyor
def imports(request: HttpRequest, pk: int) -> HttpResponseBase:
    """GET offers template and form; POST takes what can be taken, and names every row that cannot."""
    posted = request.method == "POST"
    period = period_of(request, pk, manages=True)
    if period.status == PeriodStatus.PUBLISHED:
        raise WrongState(_("Hasil survei ini sudah diumumkan dan tidak diubah lagi."))
    earlier = _earlier(period)
    form = ImportForm(
        *((request.POST, request.FILES) if posted else ()),
        earlier=earlier,
        initial={"corrects": request.GET.get("perbaiki", "")},
    )
    done = _taken(request, period, form, earlier) if posted and form.is_valid() else None
    if done:
        # What may be mended next is this very file.
        earlier = _earlier(period)
        form = ImportForm(earlier=earlier, initial={"corrects": str(done.file.pk) if done.file else ""})
    context = {
        "period": period,
        "unit": period.unit,
        "form": form,
        "files": earlier,
        "done": done,
        "refused": done.refused[:ROWS_SHOWN] if done else [],
        "beyond": max(0, len(done.refused) - ROWS_SHOWN) if done else 0,
    }
    return page(request, "imports.html", context, status=422 if posted and not done else 200)


@require_GET
@surveyor
def template(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An empty workbook with this survey's columns."""
    period = period_of(request, pk, manages=True)
    file = BytesIO()
    write_template(period, file)
    file.seek(0)
    name = f"skm-{period.unit.slug}-isian.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES["xlsx"])


def _earlier(period: Period) -> list[ImportFile]:
    """With how many answers of each count, as `many`."""
    return list(standing_files(period).annotate(many=Count("responses"))[:FILES_MOST])


def _taken(
    request: HttpRequest, period: Period, form: ImportForm, earlier: list[ImportFile]
) -> Imported | None:
    """None, with the reason in the form, where the file is no such table or the choice cannot be."""
    said, upload = form.cleaned_data.get("corrects", ""), form.cleaned_data["file"]
    by_id = {str(one.pk): one for one in earlier}
    path = _kept(upload)
    try:
        return form.tried(
            lambda: import_responses(
                period,
                path,
                name=upload.name or "",
                corrects=by_id.get(said),
                another=said == ANOTHER,
                by=actor_of(request),
                now=timezone.now(),
            )
        )
    except ImportFileError:
        form.add_error(
            "file",
            _("Berkas ini tidak terbaca sebagai tabel dengan kolom U1 sampai U9. Pakai berkas isian kami."),
        )
        return None
    finally:
        path.unlink()


def _kept(upload: UploadedFile[Any]) -> Path:
    """On disk, for the reader of workbooks reads there; whoever calls deletes it."""
    handle, name = tempfile.mkstemp(prefix="lapor-skm-")
    with os.fdopen(handle, "wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return Path(name)


def _named(one: ImportFile) -> str:
    return f"{one.name}, {moment_words(one.imported_at)}"
