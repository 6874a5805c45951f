"""POST /reports/{id}/attachments: the reporter's files, made harmless before they are kept."""

from __future__ import annotations

import hashlib
from typing import IO, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from lapor.api import finding
from lapor.api.answers import ReportOut
from lapor.api.callers import ACTING, caller_of
from lapor.api.declared import ACT
from lapor.api.performing import perform
from lapor.reports.attaching import attach, prepare
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.reports.rights import is_reporter

router = Router(tags=["Tindakan pelapor dan pengawas"], auth=ACTING)

_FILES = {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}}
MULTIPART: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"attachments": _FILES},
                    "required": ["attachments"],
                }
            }
        },
    }
}


def _sha256(file: IO[bytes]) -> str:
    found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return found


@router.post(
    "/{int:report_id}/attachments", response=ACT, openapi_extra=MULTIPART, summary="Melampirkan berkas"
)
def attachments(request: HttpRequest, response: HttpResponse, report_id: int) -> ReportOut:
    """JPEG, PNG, WebP, HEIC, PDF or MP4 under any field name; all of them or none."""
    actor = caller_of(request).on(report_id, now=timezone.now())
    report = finding.own_report(report_id, actor)
    if not is_reporter(actor, report):
        raise NotAllowed
    files = [file for _name, several in request.FILES.lists() for file in several]
    if not files:
        raise BadInput(attachments=_("Sertakan paling sedikit satu berkas, sebagai multipart/form-data."))
    made = prepare(files, report=report)  # seconds perhaps, hence before the transaction
    if actor.sandbox:  # looked at and let go: a file would stay when the act is undone
        return perform(request, response, report_id, lambda report, by, now: None)
    said = " ".join(_sha256(one.file) for one in made)
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: attach(report, made, by=by, now=now),
        said=said,
    )
