"""What reporters and overseers do, each act a noun under its report."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router

from lapor.accounts.actors import Actor
from lapor.api import finding
from lapor.api.answers import ReportOut
from lapor.api.bodies import (
    ClosureBody,
    DecisionBody,
    NoteTextBody,
    PrivacyBody,
    ReasonBody,
    TextBody,
)
from lapor.api.callers import ACTING, BEARER
from lapor.api.declared import ACT
from lapor.api.performing import perform
from lapor.reports import closing, filing, following, followup, verification
from lapor.reports.access import published
from lapor.reports.models import Report

router = Router(tags=["Tindakan pelapor dan pengawas"], auth=ACTING)


@router.post("/{int:report_id}/completion", response=ACT, summary="Melengkapi")
def complete(request: HttpRequest, response: HttpResponse, report_id: int, body: TextBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: verification.complete(report, by=by, now=now, text=body.text),
    )


@router.post("/{int:report_id}/reply", response=ACT, summary="Menanggapi")
def reply(request: HttpRequest, response: HttpResponse, report_id: int, body: TextBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: followup.reply(report, by=by, now=now, text=body.text),
    )


@router.post("/{int:report_id}/closure", response=ACT, summary="Menyelesaikan")
def close(
    request: HttpRequest, response: HttpResponse, report_id: int, body: ClosureBody | None = None
) -> ReportOut:
    """By the reporter (perhaps with a rating), or by the level above the answerer with a reason."""
    said = body or ClosureBody()
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: closing.close(report, by=by, now=now, rating=said.rating, reason=said.reason),
    )


@router.post("/{int:report_id}/reopening", response=ACT, summary="Membuka lagi")
def reopen(request: HttpRequest, response: HttpResponse, report_id: int, body: ReasonBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: closing.reopen(report, by=by, now=now, reason=body.reason),
    )


@router.post("/{int:report_id}/objection", response=ACT, summary="Mengajukan keberatan")
def object_to(request: HttpRequest, response: HttpResponse, report_id: int, body: ReasonBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: closing.object_to(report, by=by, now=now, reason=body.reason),
    )


@router.post("/{int:report_id}/objection-decision", response=ACT, summary="Memutus keberatan")
def decide_objection(
    request: HttpRequest, response: HttpResponse, report_id: int, body: DecisionBody
) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: closing.decide_objection(
            report, by=by, now=now, upheld=body.upheld, text=body.text
        ),
    )


@router.post("/{int:report_id}/question", response=ACT, summary="Bertanya kepada instansi (pengawas)")
def ask(request: HttpRequest, response: HttpResponse, report_id: int, body: NoteTextBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: followup.ask(report, by=by, now=now, text=body.text),
    )


@router.post("/{int:report_id}/recommendation", response=ACT, summary="Merekomendasikan (Ombudsman)")
def recommend(request: HttpRequest, response: HttpResponse, report_id: int, body: NoteTextBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: followup.recommend(report, by=by, now=now, text=body.text),
    )


@router.post("/{int:report_id}/response", response=ACT, summary="Menanggapi pengawas (instansi)")
def respond(request: HttpRequest, response: HttpResponse, report_id: int, body: NoteTextBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: followup.respond(report, by=by, now=now, text=body.text),
    )


@router.post("/{int:report_id}/withdrawal", response=ACT, summary="Menarik laporan")
def withdraw(request: HttpRequest, response: HttpResponse, report_id: int) -> ReportOut:
    return perform(
        request, response, report_id, lambda report, by, now: filing.withdraw(report, by=by, now=now)
    )


@router.post("/{int:report_id}/privacy", response=ACT, summary="Mengubah kerahasiaan")
def change_privacy(
    request: HttpRequest, response: HttpResponse, report_id: int, body: PrivacyBody
) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: filing.change_privacy(
            report, by=by, now=now, anonymous=body.anonymous, secret=body.secret
        ),
    )


@router.post("/{int:report_id}/support", response=ACT, auth=BEARER, summary="Mendukung")
def support(request: HttpRequest, response: HttpResponse, report_id: int) -> ReportOut:
    """Once for each account; counted as unconfirmed, for a token stands for no contact."""

    def deed(report: Report, by: Actor, now: datetime) -> None:
        following.support(report, by=by, supporter=f"account:{by.user_id}", confirmed=False, now=now)

    return perform(request, response, report_id, deed, find=_open_report)


def _open_report(report_id: int, actor: Actor) -> Report:
    """A public report, or one in scope."""
    report = published().filter(pk=report_id).first() if report_id <= finding.LARGEST_ID else None
    return report or finding.own_report(report_id, actor)
