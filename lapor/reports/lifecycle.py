"""The lifecycle of a report: which act leads from where to where, who may, and which clocks it moves.

`TABLE` is the rule; `advance` is the only code that changes a report's status. Numbers of days are data
(`lapor/sla/data/rules.csv`). Regulations: PermenPANRB 62/2018 and the SP4N-LAPOR! guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from lapor.accounts.actors import Actor
from lapor.registry.models import Agency
from lapor.reports import clocks, rights
from lapor.reports.models import Event, Handling, Report
from lapor.reports.refusals import NotAllowed, Stale, WrongState
from lapor.reports.rights import Who
from lapor.reports.states import AT_AGENCY, OPEN, Act, Status
from lapor.reports.table import Row, To
from lapor.sla.rules import Step

Fact = str | int | bool | None


ANY = frozenset(Status)
S = Status
W = Who
AFTER_VERIFIED = AT_AGENCY | {S.POSTPONED}
WORKED = frozenset({S.DISPOSED, S.IN_PROGRESS, S.REPLIED})


def _row(act: Act, come_from: Iterable[Status], to: Status | To, *who: Who, **more: object) -> Row:
    return Row(act, frozenset(come_from), to, frozenset(who), **more)  # type: ignore[arg-type]


# fmt: off
TABLE: tuple[Row, ...] = (
    _row(Act.FILE, (), S.RECEIVED, W.ANYONE,
         starts=(Step.VERIFICATION, Step.RESOLUTION, Step.LEGAL_MAXIMUM)),
    _row(Act.CONFIRM_CONTACT, ANY, To.SAME, W.REPORTER),
    _row(Act.VERIFY, {S.RECEIVED}, S.VERIFIED, W.VERIFIER),
    _row(Act.CLASSIFY, OPEN, To.SAME, W.VERIFIER),
    _row(Act.DISPOSE, {S.VERIFIED}, S.DISPOSED, W.VERIFIER, meets=(Step.VERIFICATION,),
         starts=(Step.FOLLOW_UP,)),
    _row(Act.DISPOSE_TO_UNIT, WORKED, To.SAME, W.COORDINATOR),
    _row(Act.ADD_AGENCY, WORKED, To.SAME, W.VERIFIER, W.LEAD_COORDINATOR, starts=(Step.FOLLOW_UP,)),
    _row(Act.POSTPONE, {S.RECEIVED, S.VERIFIED}, S.POSTPONED, W.VERIFIER, pauses=True,
         starts=(Step.COMPLETION,)),
    _row(Act.POSTPONE, {S.DISPOSED, S.IN_PROGRESS}, S.POSTPONED, W.LEAD_COORDINATOR, pauses=True,
         starts=(Step.COMPLETION,)),
    _row(Act.COMPLETE, {S.POSTPONED}, To.BEFORE, W.REPORTER, resumes=True, meets=(Step.COMPLETION,)),
    _row(Act.LAPSE, {S.POSTPONED}, S.WITHDRAWN, W.TIMER, ends=True),
    _row(Act.ARCHIVE, {S.RECEIVED, S.VERIFIED, S.POSTPONED}, S.ARCHIVED, W.VERIFIER, ends=True),
    _row(Act.REFER_BACK, {S.DISPOSED, S.IN_PROGRESS}, S.DISPOSED, W.UNIT_OFFICER, variant="unit"),
    _row(Act.REFER_BACK, {S.DISPOSED, S.IN_PROGRESS}, S.VERIFIED, W.COORDINATOR,
         variant="agency", stops=(Step.FOLLOW_UP,), starts=(Step.VERIFICATION,)),
    _row(Act.DRAFT, WORKED, To.SAME, W.UNIT_OFFICER),
    _row(Act.REJECT_DRAFT, WORKED, To.SAME, W.SUPERIOR, W.COORDINATOR),
    _row(Act.APPROVE_DRAFT, WORKED, S.IN_PROGRESS, W.SUPERIOR, W.COORDINATOR,
         variant="interim", meets=(Step.FOLLOW_UP,)),
    _row(Act.APPROVE_DRAFT, WORKED, S.ANSWERED, W.SUPERIOR, W.COORDINATOR,
         variant="final", meets=(Step.FOLLOW_UP,)),
    _row(Act.ANSWER, WORKED, S.IN_PROGRESS, W.SUPERIOR, W.COORDINATOR,
         variant="interim", meets=(Step.FOLLOW_UP,)),
    _row(Act.ANSWER, WORKED, S.ANSWERED, W.SUPERIOR, W.COORDINATOR, variant="final", meets=(Step.FOLLOW_UP,)),
    _row(Act.REPLY, {S.ANSWERED}, S.REPLIED, W.REPORTER,
         variant="answered", stops=(Step.QUIET,), starts=(Step.FOLLOW_UP,)),
    _row(Act.REPLY, OPEN - {S.ANSWERED}, To.SAME, W.REPORTER, variant="message"),
    _row(Act.CLOSE, AFTER_VERIFIED, S.CLOSED, W.REPORTER, variant="confirmed", ends=True),
    _row(Act.CLOSE, {S.ANSWERED, S.REPLIED}, S.CLOSED, W.LEVEL_ABOVE, W.VERIFIER,
         variant="by_officer", ends=True),
    _row(Act.CLOSE_QUIET, {S.ANSWERED}, S.CLOSED, W.TIMER, ends=True),
    _row(Act.REOPEN, {S.CLOSED}, S.REPLIED, W.REPORTER, W.SUPERVISOR,
         variant="closed", stops=(Step.OBJECTION,), starts=(Step.FOLLOW_UP,),
         continues=clocks.FROM_FILING),
    _row(Act.REOPEN, {S.WITHDRAWN}, S.RECEIVED, W.REPORTER, W.SUPERVISOR,
         variant="withdrawn", stops=(Step.OBJECTION,), starts=(Step.VERIFICATION,),
         continues=clocks.FROM_FILING),
    _row(Act.OBJECT, {S.CLOSED, S.ARCHIVED}, To.SAME, W.REPORTER, starts=(Step.OBJECTION,)),
    _row(Act.DECIDE_OBJECTION, {S.CLOSED}, S.IN_PROGRESS, W.DECIDER,
         variant="upheld", meets=(Step.OBJECTION,), starts=(Step.FOLLOW_UP,), continues=clocks.FROM_FILING),
    _row(Act.DECIDE_OBJECTION, {S.ARCHIVED}, S.RECEIVED, W.DECIDER,
         variant="upheld", meets=(Step.OBJECTION,), starts=(Step.VERIFICATION,),
         continues=clocks.FROM_FILING),
    _row(Act.DECIDE_OBJECTION, {S.CLOSED, S.ARCHIVED}, To.SAME, W.DECIDER,
         variant="rejected", meets=(Step.OBJECTION,)),
    _row(Act.ESCALATE, ANY, To.SAME, W.TIMER),
    _row(Act.ASK, OPEN, To.SAME, W.OVERSEER, starts=(Step.RESPONSE,)),
    _row(Act.RECOMMEND, ANY, To.SAME, W.OMBUDSMAN, starts=(Step.RECOMMENDATION_RESPONSE,)),
    _row(Act.RESPOND, ANY, To.SAME, W.LEAD_COORDINATOR, meets=(Step.RESPONSE, Step.RECOMMENDATION_RESPONSE)),
    _row(Act.WITHDRAW, OPEN, S.WITHDRAWN, W.REPORTER, ends=True),
    _row(Act.MERGE, OPEN, S.MERGED, W.VERIFIER, W.COORDINATOR, pauses=True),
    _row(Act.UNMERGE, {S.MERGED}, To.BEFORE, W.VERIFIER, W.COORDINATOR, variant="undone", resumes=True),
    _row(Act.UNMERGE, {S.MERGED}, To.BEFORE, W.REPORTER, variant="taken_up", resumes=True),
    _row(Act.SPLIT, OPEN, To.SAME, W.VERIFIER),
    _row(Act.FOLLOW, ANY, To.SAME, W.ANYONE),
    _row(Act.SUPPORT, ANY, To.SAME, W.ANYONE),
    _row(Act.CHANGE_PRIVACY, ANY, To.SAME, W.REPORTER),
    _row(Act.REDACT, ANY, To.SAME, W.VERIFIER),
    _row(Act.IMPORT, (), To.ANY, W.OPERATOR),
)
# fmt: on

_ROWS: dict[Act, tuple[Row, ...]] = {act: tuple(row for row in TABLE if row.act == act) for act in Act}
# Acts beside the matter change nothing that an officer has on the screen: no form turns stale by them.
BESIDE = frozenset({Act.FOLLOW, Act.SUPPORT, Act.ESCALATE})
# Facts are codes, ids, counts and hashes: no blanks, so no name and no sentence can slip in.
_FACT = re.compile(r"[\w.:+/-]{0,80}")


@transaction.atomic
def advance(
    report: Report,
    act: Act,
    *,
    by: Actor,
    now: datetime,
    variant: str = "",
    expected: int | None = None,
    agency: Agency | None = None,
    stay: bool = False,
    closing: str = "",
    **facts: Fact,
) -> Event:
    """Do one act on a report: check the table, change the row, move the clocks, write the event, enqueue.

    `report` is locked and refreshed first: of two officers acting at once one is refused clearly. `expected`:
    the version the actor saw. `agency`: whom the act concerns, else the actor's seat. `stay`: an added agency
    acts, the status follows the lead. `closing`: how, where the variant does not say. Raises WrongState,
    NotAllowed or Stale, having changed nothing. Texts and fields are written after it, in the transaction.
    """
    hold(report)
    row, capacity = _allowed(report, act, by, variant)
    if expected is not None and expected != report.version:
        raise Stale
    origin = report.status if row.come_from else ""
    _move(report, act, report.status if stay else _target(report, row), closing or row.variant)
    event = Event.objects.create(
        report=report,
        act=act,
        from_status=origin,
        to_status=report.status,
        at=now,
        by_id=_on_record(by, capacity),
        role=capacity.who,
        agency_id=agency.pk if agency else capacity.agency_id,
        facts=_checked(facts | _deputy(capacity), variant=row.variant, closing=closing),
    )
    clocks.apply(report, row, event, stay=stay)
    _conclude(event)
    return event


def record(
    acts: Iterable[tuple[Report, Agency | None, dict[str, Fact]]], act: Act, *, by: Actor, now: datetime
) -> None:
    """Write one event each for an act beside the matter, which moves no clock. The caller holds the locks.

    For work in thousands: one query, and no reaction is enqueued. Raises as `advance` does.
    """
    if act not in BESIDE:
        raise ValueError(f"{act} is to be done by advance, report by report")
    made = []
    for report, agency, facts in acts:
        row, capacity = _allowed(report, act, by, "")
        event = Event(report=report, act=act, from_status=report.status, to_status=report.status, at=now)
        event.by_id, event.role = _on_record(by, capacity), capacity.who
        event.agency, event.facts = agency, _checked(facts | _deputy(capacity), variant=row.variant)
        made.append(event)
    Event.objects.bulk_create(made)


def hold(report: Report) -> None:
    """Lock the report's row for the rest of the transaction and read it anew into `report`."""
    report.refresh_from_db(from_queryset=Report.objects.select_for_update(no_key=True))


def allowed(report: Report, by: Actor) -> list[Row]:
    """The rows of the table that `by` may do on this report as it stands: what a desk or a page offers."""
    return [row for row in TABLE if report.status in row.come_from and rights.capacity(row.who, by, report)]


def demand(report: Report, act: Act, *, by: Actor) -> None:
    """NotAllowed for whoever may do this act in no state: said before what the report lacks for it."""
    if not any(rights.capacity(row.who, by, report) for row in _ROWS[act]):
        raise NotAllowed


def react(event_id: int) -> None:
    """Enqueue what follows from an event, in the transaction of the act (see lapor/reactions.py)."""
    app.configure_task("lapor.reactions.follow", allow_unknown=True).defer(event_id=event_id)


def _allowed(report: Report, act: Act, by: Actor, variant: str) -> tuple[Row, rights.Capacity]:
    rows = [row for row in _ROWS[act] if not variant or row.variant == variant]
    able = [(row, found) for row in rows if (found := rights.capacity(row.who, by, report))]
    if not able:
        raise NotAllowed
    for row, found in able:
        if report.status in row.come_from or not row.come_from:
            return row, found
    raise WrongState(
        _("Tidak bisa: laporan #%(id)s sekarang berstatus “%(status)s”. Muat ulang halaman ini.")
        % {"id": report.pk, "status": report.get_status_display()}
    )


def _move(report: Report, act: Act, target: str, closing: str) -> None:
    """Write the new status; conditional on the version read under the lock."""
    fields: dict[str, str | int] = {"status": target, "version": report.version + (act not in BESIDE)}
    if target != report.status:
        fields["closing"] = closing if target == Status.CLOSED else ""
    changed = Report.objects.filter(pk=report.pk, version=report.version).update(**fields)
    if not changed:
        raise Stale
    for name, value in fields.items():
        setattr(report, name, value)


def _conclude(event: Event) -> None:
    """Nobody in person works on what has ended; what follows from the act is enqueued."""
    if event.from_status in OPEN and event.to_status not in OPEN:
        Handling.objects.filter(report=event.report_id).delete()
    react(event.pk)


def _target(report: Report, row: Row) -> str:
    if row.to in (To.SAME, To.ANY):
        return report.status
    if row.to is To.BEFORE:
        return status_before(report, Act.MERGE if row.act is Act.UNMERGE else Act.POSTPONE)
    return str(row.to)


def status_before(report: Report, act: Act) -> str:
    """The status from which the last such act took the report away.

    An import knows no such act: the report goes on with the agency that holds it, else with the verifier.
    """
    last = report.events.filter(act=act).order_by("-id").values_list("from_status", flat=True).first()
    return last or (Status.DISPOSED if report.agency_id else Status.RECEIVED)


def _on_record(by: Actor, capacity: rights.Capacity) -> int | None:
    """The officer or partner behind an act. A reporter's account is never tied to the report by a key."""
    private = capacity.who in (Who.REPORTER, Who.ANYONE) and not by.partner
    return None if private else by.user_id


def _deputy(capacity: rights.Capacity) -> dict[str, Fact]:
    """On record: whoever acted stood in for the seat's holder (pelaksana tugas)."""
    return {"deputy": True} if capacity.deputy else {}


def _checked(facts: dict[str, Fact], **more: str) -> dict[str, Fact]:
    facts = {name: value for name, value in facts.items() if value is not None}
    facts |= {name: value for name, value in more.items() if value}
    for name, value in facts.items():
        if isinstance(value, str) and not _FACT.fullmatch(value):
            raise ValueError(f"fact {name} must be a code, not a text: {value!r}")
    return facts
