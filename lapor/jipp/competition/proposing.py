"""A published profile is put forward: what stands in it now is what will be read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.audit.recording import record
from lapor.jipp.codes import SECTIONS, InnovationStatus
from lapor.jipp.competition.calls import held_call, today
from lapor.jipp.competition.codes import CallStatus
from lapor.jipp.competition.criteria import of_row
from lapor.jipp.competition.eligibility import Profile, reasons_against
from lapor.jipp.competition.rights import proposable
from lapor.jipp.models import Call, Innovation, InnovationVersion, Proposal
from lapor.reports.refusals import NotAllowed, Refusal, WrongState

# So many are put forward by one person's agency; the form is a list of them.
OFFERED = 200


class NotEligible(Refusal):
    """The profile does not meet the call's rules: 422. `reasons`: all of them, as sentences."""

    status = 422

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def offered(call: Call, actor: Actor) -> QuerySet[Innovation]:
    """Published innovations that this actor may put forward here and that are not in it yet."""
    rows = proposable(actor).filter(status=InnovationStatus.PUBLISHED)
    if call.hub_id:
        rows = rows.filter(hub=call.hub_id)
    return rows.exclude(proposals__call=call).select_related("published").order_by("title", "pk")


def reasons(call: Call, version: InnovationVersion, labels: Mapping[str, str]) -> list[str]:
    """Why this version may not compete in this call; none where it may."""
    profile = Profile(version.started_on, version.sdg, {code: getattr(version, code) for code in SECTIONS})
    return reasons_against(
        profile, of_row(call.criteria), day=call.opens_on, months=call.months, labels=labels
    )


@transaction.atomic
def propose(
    call: Call, innovation: Innovation, *, labels: Mapping[str, str], by: Actor, now: datetime
) -> Proposal:
    """Put the shown version forward. NotAllowed for what is not one's own, NotEligible with every reason,
    WrongState outside the call's days or where it is in already. `labels`: the sections' names."""
    if not proposable(by).filter(pk=innovation.pk).exists():
        raise NotAllowed
    held = held_call(call, CallStatus.OPEN)
    if not held.opens_on <= today(now) <= held.closes_on:
        raise WrongState(_("Hari ini di luar masa pengusulan kompetisi ini."))
    shown = _shown(innovation, held)
    if found := reasons(held, shown, labels):
        raise NotEligible(found)
    number = Proposal.objects.filter(call=held).aggregate(last=Max("number"))["last"] or 0
    proposal = Proposal(
        call=held,
        number=number + 1,
        innovation_id=innovation.pk,
        version=shown,
        title=shown.title,
        agency_name=innovation.agency.name,
        by_id=by.user_id,
        at=now,
    )
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as error:
        raise WrongState(_("Inovasi ini sudah diusulkan.")) from error
    record("propose", actor_id=by.user_id, subject="jipp_call", subject_id=held.pk, now=now)
    return proposal


def proposals(call: Call) -> QuerySet[Proposal]:
    """In the order they came. Page by ("number", "id")."""
    return Proposal.objects.filter(call=call).select_related("innovation").order_by("number", "pk")


def ranked(call: Call) -> QuerySet[Proposal]:
    """The ranking. Page by ("rank", "number")."""
    rows = Proposal.objects.filter(call=call, rank__isnull=False).select_related("innovation")
    return rows.order_by(F("rank").asc(), "number")


def _shown(innovation: Innovation, call: Call) -> InnovationVersion:
    """The version everybody sees now, of an innovation of the call's hub."""
    row = Innovation.objects.select_related("published").get(pk=innovation.pk)
    if row.status != InnovationStatus.PUBLISHED or row.published is None:
        raise WrongState(_("Hanya inovasi yang sudah terbit yang bisa diusulkan."))
    if call.hub_id and row.hub_id != call.hub_id:
        raise NotEligible([_("Kompetisi ini untuk inovasi dari hub penyelenggaranya.")])
    return row.published
