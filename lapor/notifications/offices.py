"""Telling officers: each in the list inside the application, and by mail as each wishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import translation

from lapor.accounts.roles import Role
from lapor.notifications import dates, recipients
from lapor.notifications.audiences import To
from lapor.notifications.delivery import post
from lapor.notifications.letters import Letter
from lapor.notifications.models import Channel, Fate, Person, Preference, Purpose
from lapor.notifications.recipients import Contact
from lapor.notifications.wording import composing, officer
from lapor.notifications.wording.notice import Notice, Say
from lapor.notifications.wording.words import Words
from lapor.reports import rights
from lapor.reports.models import Event, Objection, Report
from lapor.reports.states import Act

# Why a mail waits: its words go with the officer's next digest.
DIGEST = "digest"
_ROLES = {To.COORDINATORS: Role.COORDINATOR, To.LIAISONS: Role.LIAISON, To.SUPERIORS: Role.SUPERIOR}
# Acts that officers hear of only in another of their ways.
_ASIDE = ((Act.DECIDE_OBJECTION, "rejected"), (Act.REFER_BACK, "agency"))


def tell(event: Event, audience: To, *, now: datetime) -> None:
    """Queue what one audience of officers is told. The number of queries does not grow with theirs."""
    say = officer.SAYS.get(Act(event.act))
    if say is None or (event.act, event.facts.get("variant")) in _ASIDE:
        return
    people = [one for one in _officers(event, audience, now) if one.user_id != event.by_id]
    if not people:
        return
    wishes = wishes_of(people)
    words = {language: _words(event, say, language) for language in {one.language for one in people}}
    rows = [
        row
        for one in people
        for row in by_wish(one, words[one.language], wishes.get(one.user_id or 0, ""), event.report_id, event)
    ]
    post(rows, now=now)


def wishes_of(people: Iterable[Contact]) -> dict[int, str]:
    """How each wants mails, by account; who never chose is missing. One query."""
    chosen = Preference.objects.filter(user__in=[one.user_id for one in people])
    return dict(chosen.values_list("user_id", "mail"))


def by_wish(
    one: Contact, words: Words, wish: str, report_id: int | None, event: Event | None
) -> Iterator[tuple[Letter, Fate, str]]:
    """In the application always; by mail at once, with the digest, or not at all."""
    yield in_app(one, words, report_id, event)
    mail = _letter(one, words, Channel.EMAIL, report_id, event)
    if wish == Preference.Mail.DIGEST:
        yield mail, Fate.HELD, DIGEST
    elif wish != Preference.Mail.NEVER:
        yield mail, Fate.QUEUED, ""


def in_app(
    one: Contact, words: Words, report_id: int | None, event: Event | None
) -> tuple[Letter, Fate, str]:
    """A line of the officer's own list."""
    return _letter(one, words, Channel.APP, report_id, event), Fate.DELIVERED, ""


def _letter(
    one: Contact, words: Words, channel: Channel, report_id: int | None, event: Event | None
) -> Letter:
    return Letter(
        Purpose.NOTICE,
        Person.OFFICER,
        channel,
        one.address if channel == Channel.EMAIL else "",
        words,
        report_id,
        event,
        language=one.language,
        user_id=one.user_id,
    )


def _words(event: Event, say: Say, language: str) -> Words:
    report = event.report
    with translation.override(language):
        due = dates.due_of(event, say.step)
        return composing.for_officer(say, Notice(report.pk, report.get_status_display(), due=due))


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
        return recipients.nearest(rights.deciding_line(report), Role.COORDINATOR, now=now)
    ombudsman = objection.level == Objection.Level.OMBUDSMAN
    return recipients.national(Role.OMBUDSMAN if ombudsman else Role.NATIONAL_SUPERVISOR, now=now)
