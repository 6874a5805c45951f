"""From a readable row to the rows of a report: all of them unsaved, so that a batch is stored in one go."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lapor.accounts.actors import Actor
from lapor.accounts.models import Identity
from lapor.registry.models import Agency
from lapor.reports import clocks, secrecy
from lapor.reports.importing.lookup import Lookup
from lapor.reports.importing.rows import Written
from lapor.reports.masking import mask
from lapor.reports.models import (
    Deadline,
    Disposition,
    Event,
    Message,
    Pause,
    Publication,
    Report,
    TextVersion,
)
from lapor.reports.rights import Who
from lapor.reports.states import AT_AGENCY, PUBLIC_MESSAGES, Act, MessageKind, Status

# A report in one of these has been through verification, whoever did it.
_VERIFIED = AT_AGENCY | {Status.VERIFIED, Status.CLOSED}


@dataclass
class Made:
    """One report with all that belongs to it."""

    report: Report
    event: Event
    identity: Identity | None = None
    versions: list[TextVersion] = field(default_factory=list)
    disposition: Disposition | None = None
    publication: Publication | None = None
    message: Message | None = None
    deadlines: list[Deadline] = field(default_factory=list)
    pause: Pause | None = None


def reason_kind(status: str) -> MessageKind:
    """What the column "Alasan Tunda/Arsip" says of a report in this status."""
    kinds = {Status.POSTPONED: MessageKind.POSTPONEMENT, Status.CLOSED: MessageKind.CLOSING}
    return kinds.get(Status(status), MessageKind.ARCHIVAL)


def make(row: Written, lookup: Lookup, *, by: Actor, now: datetime) -> Made:
    """The report as the file tells it. Look-ups may make unknown units; nothing else is stored here."""
    report, held = _report(row, lookup)
    made = Made(report, _event(row, report, held, by, now))
    made.identity = Identity(name=row.name) if row.name else None
    made.versions = _versions(row, report)
    if held and report.agency:
        made.disposition = Disposition(
            report=report, agency=report.agency, holder=held, since=report.received
        )
    if report.verified_at and not report.secret:
        made.publication = secrecy.public_form(report, made.versions[-1])
    made.message = _message(row, report, made.event)
    _start_clocks(made, now)
    return made


def _report(row: Written, lookup: Lookup) -> tuple[Report, Agency | None]:
    unmapped = dict(row.unmapped)
    holder = lookup.holder(row, unmapped)
    held = holder if _is_held(row) else None
    top = lookup.top(held) if held else None
    report = Report(
        id=row.id,
        report_class=row.report_class,
        supervision=row.supervision,
        status=row.status,
        closing=row.closing,
        channel=row.channel,
        source_ref=row.source,
        received=row.received,
        category=lookup.category(row, unmapped),
        region=lookup.region(row, unmapped),
        suggested_agency=None if held else holder,
        agency=top,
        unit=held if top and held and held.pk != top.pk else None,
        anonymous=row.anonymous,
        secret=row.secret,
        # Only the filing date is known. Being public hangs on verified_at, so a verified report bears its
        # earliest possible day; `dated` keeps that day out of every figure about time.
        verified_at=row.received if _is_verified(row, held) else None,
        dated=False,
        unmapped=unmapped,
    )
    return report, held


def _is_held(row: Written) -> bool:
    """Whether an agency has the report: closed ones keep their holder, others where the file names one."""
    if row.status in (Status.RECEIVED, Status.VERIFIED):
        return False
    return row.status in AT_AGENCY or row.status == Status.CLOSED or bool(row.agency[1])


def _is_verified(row: Written, held: Agency | None) -> bool:
    return row.status in _VERIFIED or (row.status == Status.POSTPONED and held is not None)


def _event(row: Written, report: Report, held: Agency | None, by: Actor, now: datetime) -> Event:
    facts: dict[str, str | bool] = {"label": row.label[:80]} if row.label else {}
    # What its clocks are counted by.
    facts["received"] = report.received.isoformat()
    if report.report_class:
        facts["report_class"] = report.report_class
    if report.supervision is not None:
        facts["supervision"] = report.supervision
    return Event(
        report=report,
        act=Act.IMPORT,
        to_status=row.status,
        at=now,
        by_id=by.user_id,
        agency=held,
        role=Who.OPERATOR,
        facts=facts,
    )


def _versions(row: Written, report: Report) -> list[TextVersion]:
    texts = [row.first, row.final] if row.final else [row.first]
    return [
        TextVersion(report=report, number=number, title=row.title, text=text, created_at=row.received)
        for number, text in enumerate(texts, 1)
    ]


def _message(row: Written, report: Report, event: Event) -> Message | None:
    if not row.reason:
        return None
    kind = reason_kind(row.status)
    public = mask(row.reason).text if kind in PUBLIC_MESSAGES else ""
    return Message(
        report=report, event=event, kind=kind, text=row.reason, public_text=public, created_at=event.at
    )


def _start_clocks(made: Made, now: datetime) -> None:
    """What an open report still owes, as `clocks.of_import` says."""
    report = made.report
    waiting = report.status == Status.POSTPONED
    if waiting:
        made.pause = Pause(report=report, started_at=report.received)
    pauses = [(report.received, None)] if waiting else []
    held = report.agency is not None
    planned = [
        clocks.plan(
            report,
            step,
            at=at,
            agency=report.agency if step in clocks.OF_AGENCY else None,
            pauses=[] if step in clocks.UNPAUSED else pauses,
            watched=now,
        )
        for step, at in clocks.of_import(report.status, at_agency=held, received=report.received, now=now)
    ]
    made.deadlines = [deadline for deadline in planned if deadline]
    dues = [one.due for one in made.deadlines if one.due and one.step in clocks.DUTIES]
    report.due = min(dues, default=None)
