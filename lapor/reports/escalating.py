"""Pengingat dan eskalasi: each stage of a deadline's ladder is reached once, whoever runs it how often.

Here it is noted who is to be told (`Nudge`); messages are made of that elsewhere, in one digest per officer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from lapor.accounts.actors import TIMER
from lapor.registry.models import Agency
from lapor.reports import clocks, ombudsman, stages
from lapor.reports.lifecycle import Fact, record
from lapor.reports.models import Deadline, Nudge, Objection, Report
from lapor.reports.states import Act
from lapor.sla.escalation import AT_AGENCY, Audience, Kind, Stage, shipped
from lapor.sla.rules import Step
from lapor.sla.zones import NATIONAL

BATCH = 500
# What one run takes on; the rest waits for the next.
LIMIT = 20_000
# How many reports a digest names; of the others it says how many.
NAMED = 20
# Who has to act where no liaison can: an overseer's question is the coordinator's, an objection its level's.
ASKED = (Step.RESPONSE, Step.RECOMMENDATION_RESPONSE)
DECIDERS = {
    Objection.Level.COORDINATOR: Audience.COORDINATOR,
    Objection.Level.NATIONAL_SUPERVISOR: Audience.NATIONAL_SUPERVISOR,
    Objection.Level.OMBUDSMAN: Audience.OMBUDSMAN,
}

Reached = tuple[Stage, datetime]


@dataclass(frozen=True)
class Waiting:
    """What one audience is to be told: `number` nudges up to id `last`.

    Of these `today` are of deadlines that end today (WIB), `overdue` of some that are over, and `risen` have
    gone up a level.
    """

    audience: Audience
    agency_id: int | None
    number: int
    last: int
    today: int
    overdue: int
    risen: int


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


def untold(now: datetime) -> list[Waiting]:
    """Which officers are to be told of how much, by audience and agency: one query, a row for each.

    A nudge whose clock has ended meanwhile is nobody's business any more and left out.
    """
    today = now.astimezone(NATIONAL).replace(hour=0, minute=0, second=0, microsecond=0)
    ends_today = Q(deadline__due__gte=now, deadline__due__lt=today + timedelta(days=1))
    groups = _open().exclude(audience=Audience.REPORTER).values("audience", "agency")
    groups = groups.annotate(
        number=Count("id"),
        last=Max("id"),
        today=Count("id", filter=ends_today),
        overdue=Count("id", filter=Q(deadline__due__lt=now)),
        risen=Count("id", filter=~Q(stage__in=_reminders())),
    )
    return [
        Waiting(
            Audience(group["audience"]),
            group["agency"],
            group["number"],
            group["last"],
            group["today"],
            group["overdue"],
            group["risen"],
        )
        for group in groups.order_by("audience", "agency")
    ]


def first_of(waiting: Waiting) -> list[Nudge]:
    """The ones that a digest names, those longest overdue first. One query."""
    related = _of(waiting).select_related("deadline__report__agency__region")
    return list(related.order_by(F("deadline__due").asc(nulls_last=True), "pk")[:NAMED])


def is_risen(nudge: Nudge) -> bool:
    """Whether it has gone up a level, and is no reminder."""
    return nudge.stage not in _reminders()


def for_reporters(limit: int = BATCH) -> QuerySet[Nudge]:
    """Reporters who are to be reminded of their own step, the oldest first."""
    mine = _open().filter(audience=Audience.REPORTER).select_related("deadline__report")
    return mine.order_by("pk")[:limit]


def mark_told(waiting: Waiting, *, now: datetime) -> int:
    """Its audience is told (call it in the transaction that queues the message); says of how many.

    Another number than the one counted: somebody else is telling, or a clock has ended. Then tell nothing.
    """
    return _of(waiting).update(told_at=now)


def pass_over(waiting: Waiting) -> int:
    """There is nobody to tell; says of how many."""
    return _of(waiting).update(passed=True)


def claim(nudge: Nudge, *, now: datetime) -> bool:
    """Whether this one is the caller's to tell, in the caller's transaction; True once."""
    return bool(Nudge.objects.filter(pk=nudge.pk, told_at=None, passed=False).update(told_at=now))


def forget_ended(now: datetime, limit: int = LIMIT) -> int:
    """Pass over what nobody was told of before its clock ended; says how many."""
    ended = Nudge.objects.filter(~_clock_runs(), told_at=None, passed=False)
    ids = list(ended.order_by("pk").values_list("pk", flat=True)[:limit])
    return Nudge.objects.filter(pk__in=ids, told_at=None).update(passed=True)


@transaction.atomic
def _batch(now: datetime, size: int) -> int:
    """One batch in a fixed number of queries. Locks deadline and report, waits for neither."""
    rows = _ripe(now).select_related("report__agency__region", "agency__region")
    rows = rows.prefetch_related("report__pauses", "report__objections").order_by("next_stage_at", "id")
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
    ombudsman.open_cases(
        [report.pk for report, _agency, facts in acts if facts["audience"] == Audience.OMBUDSMAN], now=now
    )
    _note(deadlines)
    return len(deadlines)


def _note(deadlines: Sequence[Deadline]) -> None:
    """One update for each stage and next morning: they are few, for all mornings are at eight."""
    alike: dict[tuple[str, datetime | None], list[int]] = defaultdict(list)
    for deadline in deadlines:
        alike[deadline.stage, deadline.next_stage_at].append(deadline.pk)
    for (stage, ahead), ids in alike.items():
        Deadline.objects.filter(pk__in=ids).update(stage=stage, next_stage_at=ahead)


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
    made = []
    for stage, at in reached:
        audience = _audience(deadline, stage)
        passed = stage.kind is not Kind.ALSO and stage is not line[-1]
        seat = _seat(deadline, audience)
        made.append(
            Nudge(
                deadline=deadline, stage=stage.code, audience=audience, agency_id=seat, at=at, passed=passed
            )
        )
    return made


def _audience(deadline: Deadline, stage: Stage) -> Audience:
    """Whoever can do what the step asks for: not always those where the report lies."""
    if stage.audience is not Audience.HOLDER:
        return stage.audience
    if deadline.step in ASKED:
        return Audience.COORDINATOR
    if deadline.step == Step.OBJECTION:
        levels = [one.level for one in deadline.report.objections.all() if one.decided_at is None]
        return DECIDERS[Objection.Level(levels[0])] if levels else stage.audience
    return stage.audience


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
    return Nudge.objects.filter(_clock_runs(), told_at=None, passed=False)


def _clock_runs() -> Exists:
    """No join: an UPDATE would look its rows up twice, at a cost that grows with their square."""
    return Exists(Deadline.objects.filter(pk=OuterRef("deadline"), met_at=None, stopped_at=None))


def _of(waiting: Waiting) -> QuerySet[Nudge]:
    """The untold ones of one audience, as far as they were counted."""
    return _open().filter(audience=waiting.audience, agency=waiting.agency_id, pk__lte=waiting.last)


def _reminders() -> set[str]:
    return {stage.code for stage in shipped() if stage.kind is Kind.REMIND}
