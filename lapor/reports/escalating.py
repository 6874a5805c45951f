"""Pengingat dan eskalasi: each stage of a deadline's ladder is reached once, whoever runs it how often.

Here it is noted who is to be told (`Nudge`); messages are made of that elsewhere, in one digest per officer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet

from lapor.accounts.actors import TIMER
from lapor.registry.models import Agency
from lapor.reports import clocks, stages
from lapor.reports.lifecycle import Fact, record
from lapor.reports.models import Deadline, Nudge, Report
from lapor.reports.states import Act
from lapor.sla.escalation import AT_AGENCY, Audience, Kind, Stage

BATCH = 500
# What one run takes on; the rest waits for the next.
LIMIT = 20_000
# How many reports a digest names; of the others it says how many.
NAMED = 20

Reached = tuple[Stage, datetime]


@dataclass(frozen=True)
class Waiting:
    """What one audience is to be told: `number` nudges up to id `last`, of which `first` are named."""

    audience: Audience
    agency_id: int | None
    number: int
    last: int
    first: tuple[Nudge, ...]


def advance_due(now: datetime, limit: int = LIMIT) -> int:
    """Note the stages reached by `now`, at most `limit` deadlines; says how many. Memory of one batch.

    After an outage only the last of several is to be told, so that nobody gets a storm. Safe beside a second
    run and after a crash: a batch is one transaction, and rows another run holds are left to it.
    """
    done = 0
    while done < limit:
        taken = _batch(now, min(BATCH, limit - done))
        if not taken:
            break
        done += taken
    return done


def due_left(now: datetime) -> bool:
    """Whether stages reached by `now` are still to be noted: digests wait until none is."""
    return _ripe(now).exists()


def untold(limit: int = 1_000) -> list[Waiting]:
    """Who is to be told, by audience and agency, at most `limit` of them: two queries and one for each.

    A nudge whose clock has ended meanwhile is nobody's business any more and left out.
    """
    groups = _open().values("audience", "agency").annotate(number=Count("id"), last=Max("id"))
    return [
        Waiting(
            audience=Audience(group["audience"]),
            agency_id=group["agency"],
            number=group["number"],
            last=group["last"],
            first=tuple(_of(group["audience"], group["agency"], group["last"])[:NAMED]),
        )
        for group in groups.order_by("audience", "agency")[:limit]
    ]


def mark_told(waiting: Waiting, *, now: datetime) -> int:
    """Its audience is told (call it in the transaction that queues the message); says of how many."""
    rows = _of(waiting.audience, waiting.agency_id, waiting.last).order_by()
    return Nudge.objects.filter(pk__in=rows.values("pk"), told_at=None).update(told_at=now)


def forget_ended(now: datetime, limit: int = LIMIT) -> int:
    """Pass over what nobody was told of before its clock ended; says how many."""
    ended = Nudge.objects.filter(told_at=None, passed=False).exclude(
        deadline__met_at=None, deadline__stopped_at=None
    )
    return Nudge.objects.filter(pk__in=ended.order_by("pk").values("pk")[:limit]).update(passed=True)


@transaction.atomic
def _batch(now: datetime, size: int) -> int:
    """One batch in a fixed number of queries. Locks deadline and report, waits for neither."""
    rows = _ripe(now).select_related("report__agency__region", "agency__region")
    rows = rows.prefetch_related("report__pauses").order_by("next_stage_at", "id")
    deadlines = list(rows.select_for_update(of=("self", "report"), skip_locked=True, no_key=True)[:size])
    known = set(Nudge.objects.filter(deadline__in=deadlines).values_list("deadline_id", "stage"))
    nudges: list[Nudge] = []
    acts: list[tuple[Report, Agency | None, dict[str, Fact]]] = []
    for deadline in deadlines:
        reached = [
            (stage, at) for stage, at in _move_on(deadline, now) if (deadline.pk, stage.code) not in known
        ]
        made = _nudges(deadline, reached)
        nudges += made
        acts += _acts(deadline, reached, made)
    Nudge.objects.bulk_create(nudges)
    record(acts, Act.ESCALATE, by=TIMER, now=now)
    Deadline.objects.bulk_update(deadlines, ["stage", "next_stage_at"])
    return len(deadlines)


def _ripe(now: datetime) -> QuerySet[Deadline]:
    return Deadline.objects.filter(met_at=None, stopped_at=None, next_stage_at__lte=now)


def _move_on(deadline: Deadline, now: datetime) -> list[Reached]:
    """The stages reached since the last one; the row notes the latest and when the next one comes."""
    report = deadline.report
    heeded = [] if deadline.step in clocks.UNPAUSED else report.pauses.all()
    pauses = [(pause.started_at, pause.ended_at) for pause in heeded]
    coming = stages.ahead(deadline, stages.stages_of(deadline, report, pauses))
    reached = [(stage, at) for stage, at in coming if at <= now]
    if reached:
        deadline.stage = reached[-1][0].code
    left = coming[coming.index(reached[-1]) + 1 :] if reached else coming
    deadline.next_stage_at = min((at for _stage, at in left), default=None)
    return reached


def _nudges(deadline: Deadline, reached: Sequence[Reached]) -> list[Nudge]:
    """One row each; of the main line all but the last are passed over."""
    line = [stage for stage, _at in reached if stage.kind is not Kind.ALSO]
    return [
        Nudge(
            deadline=deadline,
            stage=stage.code,
            audience=stage.audience,
            agency_id=_seat(deadline, stage.audience),
            at=at,
            passed=stage.kind is not Kind.ALSO and stage is not line[-1],
        )
        for stage, at in reached
    ]


def _seat(deadline: Deadline, audience: Audience) -> int | None:
    """Where the audience sits: at the unit that has the report, or at the agency that owes the step."""
    report = deadline.report
    agency = deadline.agency_id or report.agency_id
    if audience is Audience.HOLDER:
        return (report.unit_id or agency) if agency == report.agency_id else agency
    return agency if audience in AT_AGENCY else None


def _acts(
    deadline: Deadline, reached: Sequence[Reached], nudges: Sequence[Nudge]
) -> list[tuple[Report, Agency | None, dict[str, Fact]]]:
    """What moves the matter up is an act, once; a reminder is none."""
    agency = deadline.agency or deadline.report.agency
    return [
        (
            deadline.report,
            agency if stage.audience in AT_AGENCY else None,
            {"step": deadline.step, "stage": stage.code, "audience": stage.audience},
        )
        for (stage, _at), nudge in zip(reached, nudges, strict=True)
        if stage.kind is not Kind.REMIND and not nudge.passed
    ]


def _open() -> QuerySet[Nudge]:
    return Nudge.objects.filter(told_at=None, passed=False, deadline__met_at=None, deadline__stopped_at=None)


def _of(audience: str, agency: int | None, last: int) -> QuerySet[Nudge]:
    """The untold ones of one audience, those longest overdue first."""
    mine = Q(agency=agency) if agency else Q(agency=None)
    rows = _open().filter(mine, audience=audience, pk__lte=last).select_related("deadline__report")
    return rows.order_by(F("deadline__due").asc(nulls_last=True), "pk")
