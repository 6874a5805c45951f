"""Tindak lanjut: drafts, answers, the reporter's replies, and what overseers ask and recommend."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.roles import AGENCY, Role
from lapor.registry.models import Agency
from lapor.reports.blanks import filled
from lapor.reports.lifecycle import advance, demand, hold
from lapor.reports.models import Draft, Event, Report
from lapor.reports.office import WORKERS, office_of, offices_of
from lapor.reports.refusals import NotAllowed, WrongState
from lapor.reports.states import Act, MessageKind, Status
from lapor.reports.texts import TEXT_MAX, optional, required, say
from lapor.reports.verification import complete

SHORTEST_ANSWER = 10


@transaction.atomic
def draft(
    report: Report, *, by: Actor, text: str, final: bool, now: datetime, expected: int | None = None
) -> Event:
    """A unit officer proposes an answer; it meets no deadline until a superior sends it.

    A draft of the same agency that still waits is replaced and kept as dropped.
    """
    words = _answering(text)
    event = advance(report, Act.DRAFT, by=by, now=now, expected=expected, final=final)
    agency = _agency(report, by)
    if agency is None:
        raise NotAllowed
    _drop(report, agency, now)
    Draft.objects.create(
        report=report, by_id=_person(by), agency=agency, text=words, final=final, created_at=now
    )
    return event


@transaction.atomic
def reject_draft(
    report: Report, *, by: Actor, note: str, now: datetime, expected: int | None = None
) -> Event:
    """The superior returns the draft with a note."""
    why = required("note", note)
    hold(report)
    demand(report, Act.REJECT_DRAFT, by=by)
    waiting = _waiting(report, by)
    event = advance(report, Act.REJECT_DRAFT, by=by, now=now, expected=expected, draft=waiting.pk)
    waiting.state, waiting.decided_at = Draft.State.REJECTED, now
    waiting.save(update_fields=["state", "decided_at"])
    say(report, event, MessageKind.REJECTION, why)
    return event


@transaction.atomic
def approve_draft(
    report: Report, *, by: Actor, now: datetime, text: str = "", expected: int | None = None
) -> Event:
    """The superior sends the draft, perhaps bettered (`text`); both versions are kept."""
    hold(report)
    demand(report, Act.APPROVE_DRAFT, by=by)
    waiting = _waiting(report, by)
    words = filled("text", optional("text", text, longest=TEXT_MAX) or waiting.text)
    event = _send(report, Act.APPROVE_DRAFT, by, words, waiting.final, now, expected, draft=waiting.pk)
    waiting.state, waiting.sent_text, waiting.decided_at = Draft.State.APPROVED, words, now
    waiting.save(update_fields=["state", "sent_text", "decided_at"])
    return event


@transaction.atomic
def answer(
    report: Report, *, by: Actor, text: str, final: bool, now: datetime, expected: int | None = None
) -> Event:
    """The agency answers: final asks the reporter to confirm, interim says what is being done."""
    words = _answering(text)
    hold(report)
    if agency := _agency(report, by):
        _drop(report, agency, now)
    return _send(report, Act.ANSWER, by, words, final, now, expected)


@transaction.atomic
def reply(report: Report, *, by: Actor, text: str, now: datetime) -> Event:
    """The reporter writes. After an answer this restarts the agency's clock; while postponed it completes."""
    words = required("text", text, longest=TEXT_MAX)
    hold(report)
    if report.status == Status.POSTPONED:
        return complete(report, by=by, text=words, now=now)
    event = advance(report, Act.REPLY, by=by, now=now)
    say(report, event, MessageKind.REPLY, words)
    return event


@transaction.atomic
def ask(report: Report, *, by: Actor, text: str, now: datetime) -> Event:
    """An overseer asks; the lead agency must respond within 5 working days."""
    words = required("text", text)
    event = advance(report, Act.ASK, by=by, now=now)
    say(report, event, MessageKind.QUESTION, words)
    return event


@transaction.atomic
def recommend(report: Report, *, by: Actor, text: str, now: datetime) -> Event:
    """The Ombudsman recommends (UU 37/2008); the agency must respond within 14 working days."""
    words = required("text", text)
    event = advance(report, Act.RECOMMEND, by=by, now=now)
    say(report, event, MessageKind.RECOMMENDATION, words)
    return event


@transaction.atomic
def respond(report: Report, *, by: Actor, text: str, now: datetime) -> Event:
    """The lead agency's response to an overseer's question or the Ombudsman's recommendation."""
    words = required("text", text)
    event = advance(report, Act.RESPOND, by=by, now=now)
    say(report, event, MessageKind.RESPONSE, words)
    return event


def drafts_of(report: Report, by: Actor) -> QuerySet[Draft]:
    """The drafts that this officer may read: those of the own agency, while it holds the report.

    Nobody else reads any: until it is sent, an answer is a matter of the agency that writes it.
    """
    offices = offices_of(report, by, *AGENCY)
    return report.drafts.filter(agency__in=[one.agency_id for one in offices]).select_related("by")


def waiting_draft(report: Report, by: Actor) -> Draft | None:
    """The draft that waits for approval in this officer's agency, the lead's before an added one's."""
    waiting = report.drafts.filter(agency=_agency(report, by), state=Draft.State.WAITING)
    return waiting.select_related("by").first()


def _answering(text: str) -> str:
    """The words of an answer, long enough and with no blank of a template left."""
    return filled("text", required("text", text, longest=TEXT_MAX, shortest=SHORTEST_ANSWER))


def _send(
    report: Report,
    act: Act,
    by: Actor,
    words: str,
    final: bool,
    now: datetime,
    expected: int | None,
    draft: int | None = None,
) -> Event:
    """One answer to the reporter. An added agency's answer leaves the status to the lead."""
    stay = not _speaks_for_lead(report, by)
    variant = "final" if final else "interim"
    event = advance(report, act, variant=variant, by=by, now=now, expected=expected, stay=stay, draft=draft)
    kind = MessageKind.ANSWER if final else MessageKind.INTERIM
    say(report, event, kind, words)
    report.first_answer_at = report.first_answer_at or now
    if final and not stay:
        report.answered_at, report.told_at, report.reminded_at = now, None, None
    report.save(update_fields=["first_answer_at", "answered_at", "told_at", "reminded_at"])
    return event


def _speaks_for_lead(report: Report, by: Actor) -> bool:
    """Whether the actor's seat covers the lead's hold (machines and importers do)."""
    lead = report.dispositions.filter(until=None, lead=True).select_related("holder").first()
    if lead is None:
        return True
    roles = (Role.COORDINATOR, Role.SUPERIOR)
    return any(post.role in roles and post.covers(lead.holder.path) for post in by.posts)


def _agency(report: Report, by: Actor) -> Agency | None:
    """The agency for which this officer drafts, approves and answers."""
    office = office_of(report, by, *WORKERS)
    return office.agency if office else None


def _drop(report: Report, agency: Agency, now: datetime) -> None:
    waiting = report.drafts.filter(agency=agency, state=Draft.State.WAITING)
    waiting.update(state=Draft.State.DROPPED, decided_at=now)


def _waiting(report: Report, by: Actor) -> Draft:
    waiting = waiting_draft(report, by)
    if waiting is None:
        raise WrongState(_("Tidak ada draf yang menunggu. Mungkin sudah dikirim atau dikembalikan."))
    return waiting


def _person(by: Actor) -> int:
    if by.user_id is None:
        raise NotAllowed
    return by.user_id
