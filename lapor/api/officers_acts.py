"""What national verifiers and agencies do, each act a noun under its report."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from lapor.accounts.actors import Actor
from lapor.api import finding
from lapor.api.answers import ReportOut
from lapor.api.bodies import (
    AnswerBody,
    ApprovalBody,
    ArchivalBody,
    ClassificationBody,
    DispositionBody,
    MergeBody,
    ReasonBody,
    RejectionBody,
    SplitBody,
    VerificationBody,
)
from lapor.api.callers import ACTING
from lapor.api.declared import ACT
from lapor.api.performing import perform
from lapor.registry.models import Agency, Category, Region
from lapor.reports import disposition, followup, merging, verification
from lapor.reports.models import Report
from lapor.reports.refusals import BadInput
from lapor.reports.states import ReportClass

router = Router(tags=["Tindakan petugas"], auth=ACTING)


@router.post("/{int:report_id}/verification", response=ACT, summary="Memverifikasi")
def verify(request: HttpRequest, response: HttpResponse, report_id: int, body: VerificationBody) -> ReportOut:
    def deed(report: Report, by: Actor, now: datetime) -> None:
        kind = body.report_class or report.report_class
        verification.verify(report, by=by, now=now, **_changes(body))
        if kind == ReportClass.COMPLAINT and body.supervision is None:
            raise BadInput(supervision=_("Tentukan apakah pengaduan ini berkadar pengawasan."))

    return perform(request, response, report_id, deed)


@router.post("/{int:report_id}/classification", response=ACT, summary="Memperbaiki klasifikasi")
def classify(
    request: HttpRequest, response: HttpResponse, report_id: int, body: ClassificationBody
) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: verification.classify(report, by=by, now=now, **_changes(body)),
    )


@router.post("/{int:report_id}/disposition", response=ACT, summary="Mendisposisikan")
def dispose(request: HttpRequest, response: HttpResponse, report_id: int, body: DispositionBody) -> ReportOut:
    """To an agency that has none yet; inside one to a `unit`; or `also` to more agencies."""
    return perform(request, response, report_id, lambda report, by, now: _dispose(report, by, now, body))


@router.post("/{int:report_id}/postponement", response=ACT, summary="Menunda: minta kelengkapan")
def postpone(request: HttpRequest, response: HttpResponse, report_id: int, body: ReasonBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: verification.postpone(report, by=by, now=now, reason=body.reason),
    )


@router.post("/{int:report_id}/referral", response=ACT, summary="Mengembalikan: bukan wewenang")
def refer_back(request: HttpRequest, response: HttpResponse, report_id: int, body: ReasonBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: disposition.refer_back(report, by=by, now=now, reason=body.reason),
    )


@router.post("/{int:report_id}/archival", response=ACT, summary="Mengarsipkan")
def archive(request: HttpRequest, response: HttpResponse, report_id: int, body: ArchivalBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: verification.archive(
            report, by=by, now=now, reason_code=body.reason_code, note=body.note
        ),
    )


@router.post("/{int:report_id}/draft-answer", response=ACT, summary="Membuat draf jawaban")
def draft(request: HttpRequest, response: HttpResponse, report_id: int, body: AnswerBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: followup.draft(report, by=by, now=now, text=body.text, final=body.final),
    )


@router.post("/{int:report_id}/approval", response=ACT, summary="Menyetujui dan mengirim draf")
def approve(
    request: HttpRequest, response: HttpResponse, report_id: int, body: ApprovalBody | None = None
) -> ReportOut:
    text = body.text if body else ""
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: followup.approve_draft(report, by=by, now=now, text=text),
    )


@router.post("/{int:report_id}/rejection", response=ACT, summary="Mengembalikan draf")
def reject(request: HttpRequest, response: HttpResponse, report_id: int, body: RejectionBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: followup.reject_draft(report, by=by, now=now, note=body.note),
    )


@router.post("/{int:report_id}/answer", response=ACT, summary="Menjawab pelapor")
def answer(request: HttpRequest, response: HttpResponse, report_id: int, body: AnswerBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: followup.answer(report, by=by, now=now, text=body.text, final=body.final),
    )


@router.post("/{int:report_id}/merge", response=ACT, summary="Menggabungkan ke laporan lain")
def merge(request: HttpRequest, response: HttpResponse, report_id: int, body: MergeBody) -> ReportOut:
    return perform(
        request,
        response,
        report_id,
        lambda report, by, now: merging.merge(report, by=by, now=now, into=finding.target(body.into, by)),
        beside=int(body.into.lstrip("#")),
    )


@router.post("/{int:report_id}/unmerge", response=ACT, summary="Membatalkan penggabungan")
def unmerge(request: HttpRequest, response: HttpResponse, report_id: int) -> ReportOut:
    return perform(
        request, response, report_id, lambda report, by, now: merging.unmerge(report, by=by, now=now)
    )


@router.post("/{int:report_id}/split", response=ACT, summary="Memecah menjadi dua laporan")
def split(request: HttpRequest, response: HttpResponse, report_id: int, body: SplitBody) -> ReportOut:
    """The answer is the first report; `Location` leads to the new one."""

    def deed(report: Report, by: Actor, now: datetime) -> None:
        new = merging.split(report, by=by, now=now, title=body.title, text=body.text)
        response["Location"] = f"/api/v1/reports/{new.pk}"

    return perform(request, response, report_id, deed)


@router.post("/{int:report_id}/redaction", response=ACT, summary="Menutup semua teks")
def redact(request: HttpRequest, response: HttpResponse, report_id: int) -> ReportOut:
    return perform(
        request, response, report_id, lambda report, by, now: verification.redact(report, by=by, now=now)
    )


class Changes(TypedDict):
    """What a verifier gives; None leaves it."""

    category: Category | None
    supervision: bool | None
    report_class: str | None
    title: str | None
    text: str | None
    region: Region | None


def _changes(body: ClassificationBody) -> Changes:
    return {
        "category": finding.category(body.category),
        "supervision": body.supervision,
        "report_class": body.report_class,
        "title": body.title,
        "text": body.text,
        "region": finding.region(body.region),
    }


def _dispose(report: Report, by: Actor, now: datetime, body: DispositionBody) -> None:
    agency, unit, also = _receivers(body)
    held = set(report.dispositions.filter(until=None).values_list("agency_id", flat=True))
    if not held or (unit is None and (agency.top_id() not in held or not also)):
        disposition.dispose(report, by=by, now=now, agency=unit or agency, also=also, note=body.note)
        return
    if unit:
        disposition.dispose_to_unit(report, by=by, now=now, unit=unit, note=body.note)
    for other in also:
        disposition.add_agency(report, by=by, now=now, agency=other, note=body.note)


def _receivers(body: DispositionBody) -> tuple[Agency, Agency | None, tuple[Agency, ...]]:
    agency = finding.agency(body.agency)
    if agency is None:
        raise BadInput(agency=_("Pilih instansi yang menangani."))
    unit = finding.agency(body.unit, "unit")
    if unit and not agency.contains(unit):
        raise BadInput(unit=_("Unit ini bukan bagian dari instansi itu."))
    also = [found for code in body.also if (found := finding.agency(code, "also"))]
    return agency, unit, tuple(also)
