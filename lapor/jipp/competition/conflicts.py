"""Conflicts of interest: found from seats, mentors and authors, or declared. One forbids scores for good.

The database holds it twice: a sheet with a conflict cannot carry marks (a check), and marks cannot be written
where seats or mentors make a conflict (a trigger), whoever writes them and whatever happens at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lapor.accounts.models import Seat, living_at
from lapor.jipp.competition.codes import Conflict, EvaluatorStatus
from lapor.jipp.models import Call, Evaluator, InnovationVersion, Proposal, Replication, ScoreSheet


@dataclass(frozen=True)
class Interests:
    """Of evaluators, by account: top agencies they sit in, innovations they mentor, those they wrote."""

    tops: Mapping[int, set[int]]
    mentored: Mapping[int, set[int]]
    written: Mapping[int, set[int]]

    def between(self, user: int, proposal: Proposal) -> str:
        """The conflict of this account with this proposal; empty where there is none."""
        if proposal.innovation.agency.top_id() in self.tops.get(user, ()):
            return Conflict.AGENCY
        if proposal.innovation_id in self.mentored.get(user, ()):
            return Conflict.MENTOR
        wrote = user == proposal.by_id or proposal.innovation_id in self.written.get(user, ())
        return Conflict.AUTHOR if wrote else ""


def interests(users: Iterable[int], *, now: datetime) -> Interests:
    """Three queries, however many. Every seat counts, also one that opens no reports; every version too."""
    ids = list(users)
    tops: dict[int, set[int]] = defaultdict(set)
    seats = Seat.objects.filter(living_at(now), user__in=ids, agency__isnull=False)
    for seat in seats.select_related("agency"):
        if seat.agency:
            tops[seat.user_id].add(seat.agency.top_id())
    mentored: dict[int, set[int]] = defaultdict(set)
    for user, innovation in Replication.objects.filter(mentor__in=ids).values_list("mentor", "innovation"):
        if user is not None:
            mentored[user].add(innovation)
    written: dict[int, set[int]] = defaultdict(set)
    versions = InnovationVersion.objects.filter(Q(written_by__in=ids) | Q(submitted_by__in=ids))
    for writer, submitter, innovation in versions.values_list("written_by", "submitted_by", "innovation"):
        for user in {writer, submitter} - {None}:
            written[user].add(innovation)
    return Interests(tops, mentored, written)


def deal(call: Call, *, now: datetime) -> None:
    """A sheet for each evaluator who said yes and each proposal, where there is none; conflicts marked.

    The call's row is locked by the caller. Six queries, however many; a conflict found takes marks away.
    """
    evaluators = list(Evaluator.objects.filter(call=call, status=EvaluatorStatus.ACCEPTED))
    rows = Proposal.objects.filter(call=call).select_related("innovation__agency", "version")
    known = interests((one.user_id for one in evaluators), now=now)
    fresh = [
        ScoreSheet(evaluator=one, proposal=row, conflict=known.between(one.user_id, row), changed_at=now)
        for row in rows
        for one in evaluators
    ]
    ScoreSheet.objects.bulk_create(fresh, ignore_conflicts=True)
    _mark([one for one in fresh if one.conflict], call)


def _mark(found: list[ScoreSheet], call: Call) -> None:
    """Also on sheets that were dealt before somebody became a mentor or took a seat."""
    kinds = {(one.evaluator_id, one.proposal_id): one.conflict for one in found}
    late: dict[str, list[int]] = defaultdict(list)
    clean = ScoreSheet.objects.filter(proposal__call=call, conflict="")
    for pk, evaluator, proposal in clean.values_list("pk", "evaluator_id", "proposal_id"):
        if kind := kinds.get((evaluator, proposal)):
            late[kind].append(pk)
    for kind, ids in late.items():
        ScoreSheet.objects.filter(pk__in=ids).update(conflict=kind, marks=None)
