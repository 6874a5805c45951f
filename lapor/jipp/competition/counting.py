"""The count and its publication: the ranking, and the file from which anybody can count it again."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import ngettext

from lapor.accounts.actors import Actor
from lapor.audit.recording import record
from lapor.jipp.competition.calls import held_call
from lapor.jipp.competition.codes import CallStatus, EvaluatorStatus
from lapor.jipp.competition.conflicts import deal
from lapor.jipp.competition.criteria import judged, of_row
from lapor.jipp.competition.rights import demand
from lapor.jipp.competition.scoring import Sheet, ranking
from lapor.jipp.models import Call, Evaluator, Proposal, ScoreSheet
from lapor.reports.refusals import WrongState


@transaction.atomic
def count_call(call: Call, *, by: Actor, now: datetime) -> Call:
    """No more scores; conflicts are looked for once more, then ranks and pseudonyms are written.

    WrongState while a proposal has fewer scores than the call asks for.
    """
    demand(by, call)
    held = held_call(call, CallStatus.SCORING)
    deal(held, now=now)
    _demand_enough(held)
    _rank(held)
    _draw_pseudonyms(held)
    held.status, held.counted_at = CallStatus.COUNTED, now
    held.save(update_fields=["status", "counted_at"])
    record("count_call", actor_id=by.user_id, subject="jipp_call", subject_id=held.pk, now=now)
    return held


@transaction.atomic
def publish_call(call: Call, *, by: Actor, now: datetime) -> Call:
    """Ranks and every score are public and final; the file is written once and kept word for word."""
    demand(by, call)
    held = held_call(call, CallStatus.COUNTED)
    held.status, held.published_at = CallStatus.PUBLISHED, now
    held.results = json.dumps(document(held), ensure_ascii=False, indent=1) + "\n"
    held.save(update_fields=["status", "published_at", "results"])
    record("publish_call", actor_id=by.user_id, subject="jipp_call", subject_id=held.pk, now=now)
    return held


def short(call: Call) -> int:
    """How many proposals still have fewer scores than the call asks for. One query."""
    scored = Count("sheets", filter=Q(sheets__marks__isnull=False))
    return Proposal.objects.filter(call=call).annotate(n=scored).filter(n__lt=call.least).count()


def document(call: Call) -> dict[str, Any]:
    """The published file: rules, ranking, and each score under the evaluator's pseudonym. Four queries."""
    rows = list(Proposal.objects.filter(call=call).select_related("innovation").order_by("number"))
    names = dict(Evaluator.objects.filter(call=call).values_list("pk", "pseudonym"))
    numbers = {one.pk: one.number for one in rows}
    scores = [
        {"proposal": numbers[one.proposal_id], "evaluator": f"P{names[one.evaluator_id]}", "marks": one.marks}
        for one in _scored(call)
    ]
    return {
        "competition": {"slug": call.slug, "title": call.title, "opens_on": call.opens_on.isoformat()},
        "method": {"code": call.method, "enough": call.enough, "shortlist": call.shortlist},
        "criteria": [{"code": one.code, "weight": one.weight} for one in judged(of_row(call.criteria))],
        "proposals": [_row(one) for one in rows],
        "scores": sorted(scores, key=lambda one: (one["proposal"], one["evaluator"])),
    }


def _row(one: Proposal) -> dict[str, Any]:
    return {
        "number": one.number,
        "title": one.title,
        "agency": one.agency_name,
        "innovation": one.innovation.slug,
        "score": None if one.score is None else str(one.score),
        "rank": one.rank,
        "shortlisted": one.shortlisted,
    }


def _scored(call: Call) -> Sequence[ScoreSheet]:
    rows = ScoreSheet.objects.filter(proposal__call=call, conflict="", marks__isnull=False)
    return list(rows.order_by("proposal__number", "pk"))


def _demand_enough(call: Call) -> None:
    if lacking := short(call):
        facts = {"n": lacking, "least": call.least}
        raise WrongState(
            ngettext(
                "%(n)s usulan belum punya %(least)s nilai. Tunggu, atau undang penilai lain.",
                "%(n)s usulan belum punya %(least)s nilai. Tunggu, atau undang penilai lain.",
                lacking,
            )
            % facts
        )


def _rank(call: Call) -> None:
    weights: Mapping[str, int] = {one.code: one.weight for one in judged(of_row(call.criteria))}
    sheets = [Sheet(one.proposal_id, one.evaluator_id, one.marks or {}) for one in _scored(call)]
    placed = ranking(sheets, weights, method=call.method, enough=call.enough, shortlist=call.shortlist)
    rows = {one.pk: one for one in Proposal.objects.filter(call=call)}
    for one in placed:
        row = rows[one.proposal]
        row.score, row.rank, row.shortlisted = one.score, one.rank, one.shortlisted
    Proposal.objects.bulk_update(rows.values(), ["score", "rank", "shortlisted"])


def _draw_pseudonyms(call: Call) -> None:
    """By lot, so that neither name nor order of invitation tells who is who."""
    rows = list(Evaluator.objects.filter(call=call, status=EvaluatorStatus.ACCEPTED))
    secrets.SystemRandom().shuffle(rows)
    for number, one in enumerate(rows, start=1):
        one.pseudonym = number
    Evaluator.objects.bulk_update(rows, ["pseudonym"])
