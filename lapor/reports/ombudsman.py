"""Ombudsman: which reports have come to its lane and why, its case number, and the reporter's consent.

UU 37/2008. No acts of the lifecycle: the case is the Ombudsman's own, here is only what both need of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.accounts.actors import Actor
from lapor.accounts.roles import Role
from lapor.audit.recording import record
from lapor.reports import rights
from lapor.reports.models import Objection, OmbudsmanCase, Report
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.states import Act, Closing, Status
from lapor.reports.texts import required
from lapor.sla.escalation import Audience
from lapor.sla.rules import Step

NUMBER_MAX = 60
# Such as 0123/LM/IX/2018/JKT: no sentence and no name fits in.
_NUMBER = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9./ _-]*")


class Ground(TextChoices):
    """Why a case is in the lane."""

    LEGAL_MAXIMUM = "legal_maximum", gettext_lazy("Batas terakhir menurut peraturan sudah lewat")
    LATE_OBJECTION = "late_objection", gettext_lazy("Keberatan tidak diputus pada waktunya")
    LAST_OBJECTION = "last_objection", gettext_lazy("Pelapor keberatan atas putusan pengawas nasional")
    NO_RESPONSE = "no_response", gettext_lazy("Rekomendasi tidak ditanggapi pada waktunya")


_BY_STEP = {
    Step.LEGAL_MAXIMUM: Ground.LEGAL_MAXIMUM,
    Step.OBJECTION: Ground.LATE_OBJECTION,
    Step.RECOMMENDATION_RESPONSE: Ground.NO_RESPONSE,
}


def open_cases(reports: Iterable[int], *, now: datetime) -> None:
    """These reports are in the lane from now on, those that are there already since before. One query."""
    rows = [OmbudsmanCase(report_id=report, since=now) for report in sorted(set(reports))]
    OmbudsmanCase.objects.bulk_create(rows, ignore_conflicts=True)


def lane(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Those of `reports` in the lane; without what its reporter has ended since, unless it has a number."""
    ended = Q(status=Status.WITHDRAWN) | Q(closing=Closing.CONFIRMED)
    cases = reports.filter(ombudsman_case__isnull=False).exclude(ended, ombudsman_case__number="")
    return cases.select_related("ombudsman_case")


def case_of(report: Report) -> OmbudsmanCase | None:
    """One query."""
    return OmbudsmanCase.objects.filter(report=report).first()


def grounds(report: Report) -> list[Ground]:
    """Why it is there, the first reason first; none where the Ombudsman took it up by itself. Two queries."""
    events = report.events.filter(act=Act.ESCALATE, facts__audience=Audience.OMBUDSMAN).order_by("id")
    found = [_BY_STEP.get(Step(event.facts["step"]), Ground.LEGAL_MAXIMUM) for event in events]
    if report.objections.filter(level=Objection.Level.OMBUDSMAN).exists():
        found.append(Ground.LAST_OBJECTION)
    return list(dict.fromkeys(found))


def consented(reports: Iterable[int]) -> frozenset[int]:
    """Of these reports those whose reporter lets the own identity go along. One query."""
    agreed = OmbudsmanCase.objects.filter(report__in=list(reports), consented_at__isnull=False)
    return frozenset(agreed.values_list("report_id", flat=True))


@transaction.atomic
def number_case(report: Report, *, by: Actor, number: str, now: datetime) -> OmbudsmanCase:
    """Keep the Ombudsman's own number; a second one replaces it.

    A report that is not in the lane yet comes there: people go to the Ombudsman directly too.
    """
    if not by.has(Role.OMBUDSMAN):
        raise NotAllowed
    words = " ".join(required("number", number, longest=NUMBER_MAX).split())
    if not _NUMBER.fullmatch(words):
        raise BadInput(number=_("Tulis nomornya saja, misalnya 0123/LM/IX/2026/JKT."))
    open_cases([report.pk], now=now)
    case = OmbudsmanCase.objects.select_for_update().get(report=report)
    case.number, case.numbered_at = words, now
    case.save(update_fields=["number", "numbered_at"])
    record(
        "number_case",
        actor_id=by.user_id,
        subject="report",
        subject_id=report.pk,
        now=now,
        number=words.replace(" ", "_"),
    )
    return case


@transaction.atomic
def consent(report: Report, *, by: Actor, agreed: bool, now: datetime) -> OmbudsmanCase:
    """The reporter lets name and contact go along to the Ombudsman, or takes that back: from then on.

    Saying the same again changes nothing. On record without the person. UU 27/2022 articles 20 and 9.
    """
    if not rights.is_reporter(by, report):
        raise NotAllowed
    case = OmbudsmanCase.objects.select_for_update().filter(report=report).first()
    if case is None:
        raise WrongState(_("Laporan ini belum sampai ke Ombudsman, jadi belum ada yang perlu disetujui."))
    if agreed is (case.consented_at is not None):
        return case
    case.consented_at = now if agreed else None
    case.save(update_fields=["consented_at"])
    act = "consent_ombudsman" if agreed else "end_consent_ombudsman"
    record(act, actor_id=None, subject="report", subject_id=report.pk, now=now)
    return case
