"""Announcing: who is told of which act. The only table of it; words stand in `wording`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum

from django.utils import timezone, translation

from lapor.accounts.roles import Role
from lapor.notifications import dates, recipients, telling
from lapor.notifications.delivery import Letter, queue
from lapor.notifications.models import Person, Purpose
from lapor.notifications.recipients import Contact
from lapor.notifications.wording import composing, officer, reporter
from lapor.notifications.wording.notice import Notice, Say
from lapor.notifications.wording.words import Words
from lapor.registry.models import Agency
from lapor.reports import closing
from lapor.reports.models import Event, Objection, Report
from lapor.reports.states import Act, ArchiveReason, MessageKind
from lapor.sla.rules import Step


class To(StrEnum):
    """Audiences. Officers are told at the level where the report lies, else at the nearest above."""

    REPORTER = "reporter"
    MERGED = "reporters of reports merged into this one"
    FOLLOWERS = "followers"
    COORDINATORS = "coordinators of the agency that acted, else of the lead"
    ADDED = "coordinators of the agency added"
    LIAISONS = "liaisons of the unit"
    SUPERIORS = "superiors of the unit"
    DECIDER = "whoever decides the objection"
    OVERSEER = "the overseer who asked"


# National verifiers and overseers work from their queues: a mail per report would drown them.
TABLE: dict[Act, tuple[To, ...]] = {
    Act.FILE: (To.REPORTER,),
    Act.CONFIRM_CONTACT: (To.REPORTER,),
    Act.VERIFY: (To.REPORTER,),
    Act.DISPOSE: (To.REPORTER, To.COORDINATORS, To.FOLLOWERS),
    Act.DISPOSE_TO_UNIT: (To.LIAISONS,),
    Act.ADD_AGENCY: (To.ADDED,),
    Act.POSTPONE: (To.REPORTER,),
    Act.COMPLETE: (To.COORDINATORS, To.LIAISONS),
    Act.LAPSE: (To.REPORTER,),
    Act.ARCHIVE: (To.REPORTER, To.FOLLOWERS),
    Act.REFER_BACK: (To.COORDINATORS,),
    Act.DRAFT: (To.SUPERIORS,),
    Act.REJECT_DRAFT: (To.LIAISONS,),
    Act.APPROVE_DRAFT: (To.REPORTER, To.FOLLOWERS),
    Act.ANSWER: (To.REPORTER, To.FOLLOWERS),
    Act.REPLY: (To.COORDINATORS, To.LIAISONS),
    Act.CLOSE: (To.REPORTER, To.FOLLOWERS, To.MERGED),
    Act.CLOSE_QUIET: (To.REPORTER, To.FOLLOWERS, To.MERGED),
    Act.REOPEN: (To.REPORTER, To.COORDINATORS, To.FOLLOWERS),
    Act.OBJECT: (To.REPORTER, To.DECIDER),
    Act.DECIDE_OBJECTION: (To.REPORTER, To.COORDINATORS),
    Act.ASK: (To.COORDINATORS,),
    Act.RECOMMEND: (To.COORDINATORS,),
    Act.RESPOND: (To.OVERSEER,),
    Act.WITHDRAW: (To.REPORTER, To.COORDINATORS, To.LIAISONS),
    Act.MERGE: (To.REPORTER,),
    Act.UNMERGE: (To.REPORTER,),
}

# What was written to the reporter; the reporter's own words are not sent back.
QUOTED = (
    MessageKind.ANSWER,
    MessageKind.INTERIM,
    MessageKind.POSTPONEMENT,
    MessageKind.ARCHIVAL,
    MessageKind.CLOSING,
    MessageKind.DECISION,
)
_ROLES = {To.COORDINATORS: Role.COORDINATOR, To.LIAISONS: Role.LIAISON, To.SUPERIORS: Role.SUPERIOR}


def announce(event: Event) -> None:
    """Queue what has to be told of one event. Idempotent: nobody is told twice of one event."""
    now = timezone.now()
    for audience in TABLE.get(Act(event.act), ()):
        if audience is To.REPORTER:
            _tell_reporter(event, now)
        elif audience is To.FOLLOWERS:
            _tell_followers(event, now)
        elif audience is To.MERGED:
            _tell_merged(event, now)
        else:
            _tell_officers(event, audience, now)


def remind_quiet(report: Report, *, now: datetime) -> None:
    """Queue the reminder that an answered report will be closed (after `closing.remind_quiet`)."""
    answers = report.events.filter(act__in=telling.ANSWERS).order_by("-id")
    quiet = report.deadlines.filter(step=Step.QUIET, met_at=None, stopped_at=None).first()
    event = next((one for one in answers if telling.is_final_answer(one)), None)
    if event is None or quiet is None or quiet.due is None:
        return
    event.report = report
    notice = Notice(report.pk, report.get_status_display(), due=dates.local_day(report, quiet.due))
    _write(
        event,
        report,
        reporter.REMINDER,
        lambda: notice,
        recipients.of_reporter(report),
        now,
        Purpose.REMINDER,
    )


def _tell_reporter(event: Event, now: datetime) -> None:
    say = _say(event)
    only = str(event.facts.get("channel", "")) if event.act == Act.CONFIRM_CONTACT else ""
    contacts = recipients.of_reporter(event.report, only=only)
    if say and not _said_by_another(event):
        _write(event, event.report, say, lambda: _notice(event, say), contacts, now)
    if not contacts and telling.is_final_answer(event):
        closing.reporter_told(event.report, reached=False, now=now)


def _say(event: Event) -> Say | None:
    if event.act in telling.ANSWERS:
        return reporter.FINAL if telling.is_final_answer(event) else reporter.INTERIM
    return reporter.say(Act(event.act), str(event.facts.get("variant", "")))


def _said_by_another(event: Event) -> bool:
    """A receipt that the confirmed contact gets anyway; a verification that came with its disposition."""
    others = Event.objects.filter(report=event.report_id, pk__gt=event.pk)
    if event.act == Act.FILE:
        return others.filter(act=Act.CONFIRM_CONTACT).exists()
    return event.act == Act.VERIFY and others.filter(act=Act.DISPOSE, at=event.at).exists()


def _tell_merged(event: Event, now: datetime) -> None:
    """Each only of the own report: a merge never widens who sees what."""
    for child in event.report.merged.select_related("identity", "split_from__identity"):
        notice = Notice(child.pk, child.get_status_display())
        contacts = recipients.of_reporter(child)
        _write(event, child, reporter.MERGED_ENDED, lambda notice=notice: notice, contacts, now)  # type: ignore[misc]


def _tell_followers(event: Event, now: datetime) -> None:
    for contact in recipients.followers(event.report):
        with translation.override(contact.language):
            notice = Notice(event.report_id, event.report.get_status_display())
            words = composing.for_follower(notice, label=Act(event.act).label, channel=contact.channel)
        queue(_letter(event, event.report, Person.FOLLOWER, contact, words), now=now)


def _tell_officers(event: Event, audience: To, now: datetime) -> None:
    say = officer.SAYS.get(Act(event.act))
    variant = event.facts.get("variant")
    aside = (Act.DECIDE_OBJECTION, "rejected"), (Act.REFER_BACK, "agency")
    if say is None or (event.act, variant) in aside:
        return
    for contact in _officers(event, audience, now):
        if event.by and contact.address == event.by.email:
            continue
        with translation.override(contact.language):
            due = dates.due_of(event, say.step)
            words = composing.for_officer(
                say, Notice(event.report_id, event.report.get_status_display(), due=due)
            )
        queue(_letter(event, event.report, Person.OFFICER, contact, words), now=now)


def _officers(event: Event, audience: To, now: datetime) -> list[Contact]:
    if audience is To.OVERSEER:
        return recipients.overseer_asked(event)
    if audience is To.ADDED:
        return recipients.at(event.agency, Role.COORDINATOR, now=now) if event.agency else []
    if audience is To.DECIDER:
        return _deciders(event.report, now)
    found = recipients.at_hold(event.report, _ROLES[audience], of=event.agency, now=now)
    if not found and audience is To.SUPERIORS:  # a coordinator may approve as well
        return recipients.at_hold(event.report, Role.COORDINATOR, of=event.agency, now=now)
    return found


def _deciders(report: Report, now: datetime) -> list[Contact]:
    objection = report.objections.filter(decided_at=None).first()
    if objection is None:
        return []
    if objection.level == Objection.Level.COORDINATOR:
        return recipients.at_lead(report, Role.COORDINATOR, now=now)
    ombudsman = objection.level == Objection.Level.OMBUDSMAN
    return recipients.national(Role.OMBUDSMAN if ombudsman else Role.NATIONAL_SUPERVISOR, now=now)


def _write(
    event: Event,
    report: Report,
    say: Say,
    notice: Callable[[], Notice],
    contacts: Iterable[Contact],
    now: datetime,
    purpose: Purpose = Purpose.NOTICE,
) -> None:
    """One letter to the first contact; the second, if any, is kept as its spare."""
    letters = []
    for contact in contacts:
        with translation.override(contact.language):
            words = composing.for_reporter(say, notice(), channel=contact.channel)
        letters.append(_letter(event, report, Person.REPORTER, contact, words, purpose))
    if letters:
        queue(letters[0], now=now, spare=letters[1] if len(letters) > 1 else None)


def _notice(event: Event, say: Say) -> Notice:
    """Of a secret or anonymous report only number, status and date leave the house."""
    report = event.report
    due = dates.due_of(event, say.step)
    if report.secret or report.anonymous:
        return Notice(report.pk, report.get_status_display(), due=due)
    messages = event.messages.filter(kind__in=QUOTED).order_by("id").values_list("text", flat=True)
    return Notice(
        report.pk,
        report.get_status_display(),
        agency=_agency(event),
        due=due,
        reason=_reason(event),
        quote="\n".join(messages),
    )


def _agency(event: Event) -> str:
    acting: Agency | None = event.agency if event.act in (Act.DISPOSE, *telling.ANSWERS) else None
    agency = acting.top() if acting else event.report.agency
    return agency.name if agency else ""


def _reason(event: Event) -> str:
    code = event.facts.get("reason")
    return str(ArchiveReason(code).label) if code in ArchiveReason.values else ""


def _letter(
    event: Event,
    report: Report,
    person: Person,
    contact: Contact,
    words: Words,
    purpose: Purpose = Purpose.NOTICE,
) -> Letter:
    return Letter(purpose, person, contact.channel, contact.address, words, report.pk, event)
