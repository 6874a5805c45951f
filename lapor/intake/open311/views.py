"""Open311 GeoReport v2: the six resources of the standard, each in JSON and XML (docs/open311.md)."""

from __future__ import annotations

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from lapor.accounts.actors import PUBLIC, Actor
from lapor.intake.models import InboundRequest
from lapor.intake.open311 import callers, catalogue, inbox, listing, posting, showing
from lapor.intake.open311.formats import TYPES, Value
from lapor.intake.open311.refusing import Answer, Wrong, resource
from lapor.sla.rules import Step
from lapor.ui.dates import day_words

# When this door last changed for its callers.
CHANGESET = "2026-11-30T00:00:00+07:00"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def discovery(request: HttpRequest) -> Answer:
    endpoint: dict[str, Value] = {
        "specification": SPECIFICATION,
        "url": f"{settings.BASE_URL}/open311/v2",
        "changeset": CHANGESET,
        "type": "test" if settings.DEMO or settings.TESTING else "production",
        "formats": [kind.partition(";")[0] for kind in TYPES.values()],
    }
    return "discovery", {
        "changeset": CHANGESET,
        "contact": _("Pertanyaan tentang sambungan ini: %(url)s") % {"url": f"{settings.BASE_URL}/bantuan/"},
        "key_service": _("api_key adalah token API dari akun pengembang: %(url)s")
        % {"url": f"{settings.BASE_URL}/api/v1/docs"},
        "endpoints": [endpoint],
    }


def services(request: HttpRequest) -> Answer:
    return "services", catalogue.services()


def definition(request: HttpRequest, code: str) -> Answer:
    catalogue.category_of(code)
    return "service_definition", {"service_code": code, "attributes": catalogue.attributes()}


def requests(request: HttpRequest) -> Answer:
    """By number, which overrides everything else, or by time, service and status."""
    now = timezone.now()
    actor = callers.reader(request, now=now)
    numbers = listing.listed(request.GET, "service_request_id")
    found = listing.by_number(numbers, actor) if numbers else listing.asked(request.GET, now=now)
    return "service_requests", showing.rows(found, actor, extended=_extended(request), now=now)


def request_of(request: HttpRequest, report_id: int) -> Answer:
    """One request, in a list as the standard wants it."""
    now = timezone.now()
    actor = callers.reader(request, now=now)
    numbers = [str(report_id)] if report_id < 10**18 else []
    rows = showing.rows(listing.by_number(numbers, actor), actor, extended=_extended(request), now=now)
    if not rows:
        raise Wrong(404, _("service_request_id ini tidak ada. Periksa nomornya."))
    return "service_requests", rows


def file(request: HttpRequest) -> Answer:
    """A report; its number at once, or a token where something on our side failed."""
    now = timezone.now()
    actor = callers.sender(request, now=now)
    if not actor.sandbox:
        return _filed(request, actor, now)
    with transaction.atomic():  # a sandbox token: answered as ever, and undone
        answer = _filed(request, actor, now)
        transaction.set_rollback(True)
    return answer


def token(request: HttpRequest, token: str) -> Answer:
    """The number behind a token, null while it is not filed yet. A number is a token of itself."""
    known = None if "\0" in token else InboundRequest.objects.filter(token=token).first()
    if known is not None and (known.report_id or known.filed_at is None):
        number = str(known.report_id) if known.report_id else None
        return "service_requests", [{"service_request_id": number, "token": token}]
    if re.fullmatch(r"[0-9]{1,18}", token) and listing.by_number([token], PUBLIC).exists():
        return "service_requests", [{"service_request_id": token, "token": token}]
    raise Wrong(404, _("Token ini tidak ada. Periksa lagi."))


def _filed(request: HttpRequest, actor: Actor, now: datetime) -> Answer:
    key = request.headers.get("Idempotency-Key")
    row = inbox.accept(posting.read(request), by=actor, key=key, now=now)
    # Without a key the same words may be another person's: the first one's report is not for them to follow.
    sole = bool(key) or row.received_at == now
    return "service_requests", [_receipt(row, extended=_extended(request), sole=sole)]


def _receipt(row: InboundRequest, *, extended: bool, sole: bool) -> dict[str, Value]:
    """With `extensions=true` also the access code, which the reporter follows the report with.

    It is null where another person may be asking (`sole` is False).
    """
    if row.report is None:
        notice = _("Laporan sudah kami simpan. Tanyakan nomornya nanti dengan token ini.")
        return {"token": row.token, "service_notice": notice, "account_id": None}
    more: dict[str, Value] = {
        "access_code": (sole and row.answer) or None,
        "url": f"{settings.BASE_URL}/laporan/{row.report_id}/",
    }
    receipt: dict[str, Value] = {
        "service_request_id": str(row.report_id),
        "service_notice": _notice(row),
        "account_id": None,
    }
    return {**receipt, "extended_attributes": more} if extended else receipt


def _notice(row: InboundRequest) -> str:
    clock = row.report.deadlines.filter(step=Step.VERIFICATION).order_by("pk").first() if row.report else None
    if clock is None or clock.due is None:
        return _("Laporan diterima.")
    words = _("Laporan diterima. Kami periksa dan teruskan ke instansi yang tepat paling lambat %(day)s.")
    return words % {"day": day_words(clock.due)}


def _extended(request: HttpRequest) -> bool:
    given = request.GET.get("extensions") or request.POST.get("extensions", "")
    return given.strip().lower() == "true"


DISCOVERY = resource(get=discovery)
SERVICES = resource(get=services)
DEFINITION = resource(get=definition)
REQUESTS = resource(get=requests, post=file)
REQUEST = resource(get=request_of)
TOKEN = resource(get=token)
