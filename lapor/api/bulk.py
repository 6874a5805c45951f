"""POST /reports/bulk: many reports as lines of JSON; each line is a report of its own and has its own answer.

Each line is a transaction: a push that breaks off half-way is sent again as a whole, and what is there
already (by `source_ref`) is named and not made twice. Read line by line, so that memory stays bounded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.errors import HttpError
from pydantic import ValidationError

from lapor.accounts.actors import Actor
from lapor.api import filing
from lapor.api.bodies import FilingBody
from lapor.api.callers import BEARER, caller_of
from lapor.api.declared import answers
from lapor.api.refusing import field_errors
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput, NotAllowed, Refusal

router = Router(tags=["Laporan"])

# Bytes of a line and of all of them; lines of one call. A thousand take some fifteen seconds.
LINE_MAX, BODY_MAX = 128 * 1024, 32 * 1024 * 1024
MOST = 1_000
NDJSON = "application/x-ndjson"
Result = dict[str, Any]

_LINE: dict[str, Any] = {
    "type": "string",
    "description": "satu objek JSON per baris, UTF-8; isi tiap baris seperti POST /reports, source_ref wajib",
}
_ANSWER: dict[str, Any] = {
    "description": "satu hasil per baris: line, status (201 baru, 200 sudah ada, selain itu ditolak)",
    "content": {NDJSON: {"schema": {"type": "string"}}},
}
DOCUMENTED: dict[str, Any] = {
    "requestBody": {"required": True, "content": {NDJSON: {"schema": _LINE}}},
    "responses": {200: _ANSWER},
}


class Lines(Protocol):
    """What a body is read from."""

    def readline(self, size: int = -1) -> bytes: ...


@router.post(
    "/bulk",
    response=answers({}, 403, 413, 415, 422),
    auth=BEARER,
    openapi_extra=DOCUMENTED,
    summary="Mengirim banyak laporan",
)
def push(request: HttpRequest) -> HttpResponse:
    """Up to 1,000 lines. For partners' accounts, whose `source_ref` is unique."""
    actor, now = caller_of(request).actor, timezone.now()
    if not actor.partner:
        raise NotAllowed(_("Kiriman massal hanya untuk akun pengembang."))
    if request.content_type != NDJSON:
        raise HttpError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, NDJSON)
    results = "".join(
        json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n"
        for one in _results(request, actor, now)
    )
    return HttpResponse(results, content_type=NDJSON)


def _results(source: Lines, actor: Actor, now: datetime) -> Iterator[Result]:
    """One answer for each line that is not blank; a line too many ends it."""
    for number, line in enumerate(_lines(source), 1):
        if number > MOST:
            detail = _("Terlalu banyak baris: paling banyak %(n)s sekali kirim.") % {"n": MOST}
            yield {"line": number, "status": 413, "detail": detail}
            return
        if line.strip():
            yield {"line": number, **_one(line, actor, now)}


def _lines(source: Lines) -> Iterator[bytes]:
    """A line beyond LINE_MAX comes cut off, one byte too long; the rest of it is read and let go."""
    while line := source.readline(LINE_MAX + 2):
        yield line
        while len(line) == LINE_MAX + 2 and not line.endswith(b"\n"):
            line = source.readline(LINE_MAX + 2)


def _one(line: bytes, actor: Actor, now: datetime) -> Result:
    if len(line) > LINE_MAX + 1:
        return {"status": 413, "detail": _("Baris ini terlalu panjang.")}
    try:
        body = FilingBody.model_validate(json.loads(line.decode()))
    except ValidationError as error:
        return {"status": 422, "errors": field_errors(error.errors())}
    except (ValueError, RecursionError):
        return {"status": 400, "detail": _("Baris ini bukan JSON dalam UTF-8.")}
    try:
        return _filed(body, actor, now)
    except BadInput as refusal:
        return {"status": refusal.status, "source_ref": body.source_ref, "errors": refusal.errors}
    except Refusal as refusal:
        return {"status": refusal.status, "source_ref": body.source_ref, "detail": str(refusal)}


def _filed(body: FilingBody, actor: Actor, now: datetime) -> Result:
    ref = body.source_ref.strip()
    if not ref:
        raise BadInput(source_ref=_("Bagian ini wajib diisi."))
    found = _known(ref, actor)
    if found is None:
        try:
            receipt = filing.filed(body, actor, now)
            return {"status": 201, "source_ref": ref, **_told(receipt)}
        except filing.AlreadyThere as there:  # by another call at this very moment
            found = there.report
    return {"status": 200, "source_ref": ref, "tracking_id": str(found.pk)}


def _known(ref: str, actor: Actor) -> Report | None:
    return Report.objects.filter(partner_id=actor.user_id, source_ref=ref).first()


def _told(receipt: dict[str, object]) -> Result:
    return {name: receipt[name] for name in ("tracking_id", "access_code", "url")}
