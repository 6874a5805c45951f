"""Reporters of closed reports are asked how their report was handled: once a report, by a token, unlinked.

The unit that is asked about is the one that had the report, where it can be told for sure; nobody's index is
made of what another did.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import PUBLIC
from lapor.accounts.sealing import mark
from lapor.reports.models import Report
from lapor.reports.refusals import WrongState
from lapor.skm.answering import Given, answer
from lapor.skm.codes import PeriodStatus, Way
from lapor.skm.models import Invitation, Period, Response, ServiceUnit
from lapor.sla.zones import NATIONAL

# 96 bits in sixteen letters, so that the link fits into an SMS.
TOKEN_BYTES = 12


@transaction.atomic
def invite(report: Report, *, now: datetime) -> tuple[Invitation, str] | None:
    """The invitation with its token, which is shown here and nowhere again.

    None where this report had its one already, or its unit has no survey that takes answers today.
    """
    period = survey_about(report, now=now)
    if period is None:
        return None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    found, fresh = Invitation.objects.get_or_create(
        report=report,
        defaults={"period": period, "token_mark": mark("survey", token), "created_at": now},
    )
    return (found, token) if fresh else None


def survey_about(report: Report, *, now: datetime) -> Period | None:
    """The open survey of the service unit nearest to where the report lay: at its unit, else above it.

    None where several stand at the same place: it could be any of them. Two queries.
    """
    place = report.unit or report.agency
    if place is None:
        return None
    units = list(ServiceUnit.objects.filter(agency__in=place.lineage(), active=True))
    nearest = max((place.lineage().index(unit.agency_id) for unit in units), default=None)
    there = [unit for unit in units if place.lineage().index(unit.agency_id) == nearest]
    if len(there) != 1:
        return None
    today = now.astimezone(NATIONAL).date()
    open_now = Period.objects.filter(unit=there[0], status=PeriodStatus.OPEN)
    return open_now.filter(starts__lte=today, ends__gte=today).first()


def by_token(token: str) -> Invitation | None:
    """Whoever holds the token was sent it."""
    found = Invitation.objects.filter(token_mark=mark("survey", token))
    return found.select_related("period__unit__agency", "report").first()


@transaction.atomic
def answer_invited(invitation: Invitation, given: Given, *, now: datetime) -> Response:
    """The one answer to it; sent again (same `client_id`) nothing changes. WrongState for another one.

    Decided by the update of one row; refusals as of `answer`.
    """
    unused = Invitation.objects.filter(pk=invitation.pk, answered=False)
    if not unused.update(answered=True) and not Response.objects.filter(client_id=given.client_id).exists():
        raise WrongState(_("Undangan ini sudah dipakai. Terima kasih atas jawaban Anda."))
    return answer(invitation.period, given, way=Way.INVITATION, by=PUBLIC, now=now)
