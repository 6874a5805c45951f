"""POST /reports: a partner's program or an officer files a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, Router, Status

from lapor.accounts.actors import Actor
from lapor.accounts.contacts import email_address, phone_number
from lapor.api import finding, idempotency
from lapor.api.answers import Receipt, receipt
from lapor.api.bodies import FilingBody
from lapor.api.callers import BEARER, caller_of
from lapor.api.declared import answers
from lapor.registry.queries import standing_successor
from lapor.reports.filing import Filed, Filing, file_report
from lapor.reports.looking import look
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput, WrongState
from lapor.reports.texts import tidy
from lapor.ui.dates import language

# GET and POST of one address must hang on one router: `reading` uses this one too.
router = Router(tags=["Laporan"])
# How the number of a report that came from here begins, as a partner's own reference.
OURS = "lapor:"


@router.post(
    "", response=answers({201: Receipt}, 403, 409, 413, 422), auth=BEARER, summary="Mengirim laporan"
)
def file(
    request: HttpRequest,
    response: HttpResponse,
    body: FilingBody,
    idempotency_key: str | None = Header(None, alias="Idempotency-Key", min_length=1, max_length=255),  # type: ignore[type-arg]
) -> Status[dict[str, object]]:
    """The access code is answered once and kept only as a hash."""
    now = timezone.now()
    actor = caller_of(request).actor
    given = idempotency.once(
        idempotency_key,
        caller=caller_of(request).mark,
        body=body.model_dump_json(),
        now=now,
        act=lambda: filed(body, actor, now),
    )
    if given.again:
        idempotency.replayed(response, {})
    response["Location"] = f"/api/v1/reports/{given.answer['tracking_id']}"
    return Status(201, given.answer)


class AlreadyThere(WrongState):
    """This partner has sent the same `source_ref` before."""

    def __init__(self, report: Report) -> None:
        super().__init__(_("Laporan dengan source_ref ini sudah ada: #%(id)s.") % {"id": report.pk})
        self.report = report


def filed(body: FilingBody, actor: Actor, now: datetime) -> dict[str, object]:
    """File one and give its receipt. AlreadyThere, BadInput."""
    made = _stored(_filing(body), actor, now)
    reporter = replace(actor, opened=frozenset({made.report.pk}))
    out = receipt(look(made.report, reporter, now=now), made.access_code)
    return out.model_dump(mode="json")


def _stored(filing: Filing, actor: Actor, now: datetime) -> Filed:
    _no_loop(filing.source_ref)
    try:
        with transaction.atomic():
            return file_report(filing, by=actor, now=now)
    except IntegrityError as error:
        first = Report.objects.filter(partner_id=actor.user_id, source_ref=filing.source_ref or None).first()
        if first is None or not actor.partner:
            raise
        raise AlreadyThere(first) from error


def _no_loop(source_ref: str) -> None:
    """What a partner has from here it keeps under `lapor:<number>`: never filed again as a new one."""
    number = source_ref.removeprefix(OURS).removeprefix("#")
    if not source_ref.startswith(OURS) or not number.isdecimal() or len(number) > 18:
        return
    report = Report.objects.filter(pk=int(number)).first()
    if report:
        raise AlreadyThere(report)


def _filing(body: FilingBody) -> Filing:
    agency = finding.agency(body.agency)
    return Filing(
        report_class=body.report_class,
        title=body.title,
        text=body.text,
        event_date=body.event_date,
        location=body.location,
        region=finding.region(body.region),
        category=finding.category(body.category),
        agency=standing_successor(agency) if agency else None,
        anonymous=body.anonymous,
        secret=body.secret,
        channel=body.channel,
        source_ref=body.source_ref.strip(),
        name=tidy(body.reporter.name),
        phone=_phone(body.reporter.phone),
        email=_email(body.reporter.email),
        language=language(),
    )


def _phone(text: str) -> str:
    try:
        return phone_number(text) if text.strip() else ""
    except ValidationError as error:
        raise BadInput(**{"reporter.phone": error.messages[0]}) from error


def _email(text: str) -> str:
    try:
        return email_address(text) if text.strip() else ""
    except ValidationError as error:
        raise BadInput(**{"reporter.email": error.messages[0]}) from error
