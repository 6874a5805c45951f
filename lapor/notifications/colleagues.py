"""Telling officers what is among them: a mention in a note, a report handed over, acts on what they watch.

Never in a note's own words: number, what happened, link.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation

from lapor.accounts.models import User
from lapor.notifications import offices, recipients
from lapor.notifications.delivery import post
from lapor.notifications.recipients import Contact
from lapor.notifications.wording import composing, officer
from lapor.notifications.wording.notice import Notice, Say
from lapor.notifications.wording.words import Words
from lapor.reports import watching
from lapor.reports.models import Event, Handling, Note, Report
from lapor.reports.states import Act


def tell_mentioned(note: Note, *, now: datetime) -> None:
    """Whoever a note mentions, but its writer; in the application, and by mail as each wishes."""
    _tell(note.report, officer.MENTIONED, note.mentions.exclude(pk=note.by_id), now)


def tell_handler(row: Handling, *, by_id: int | None, now: datetime, mail: bool = True) -> None:
    """Whoever got a report in hand from a colleague; without `mail` in the application alone."""
    if row.user_id != by_id:
        _tell(row.report, officer.HANDED_OVER, [row.user], now, mail=mail)


def tell_watchers(event: Event, *, now: datetime) -> None:
    """Officers who watch the report read of its acts in the application, and get no mail of them.

    Whoever did the act is left out; who was told of it in another way is not told again.
    """
    people = [user for user in watching.watchers(event.report, now=now) if user.pk != event.by_id]
    if not people:
        return
    say = Say(Act(event.act).label, officer.WATCHED)
    rows = [
        offices.in_app(one, words, event.report_id, event)
        for one, words in _written(event.report, say, recipients.by_mail(people))
    ]
    post(rows, now=now)


def _tell(report: Report, say: Say, people: Iterable[User], now: datetime, *, mail: bool = True) -> None:
    contacts = recipients.by_mail(people)
    if not contacts:
        return
    if not mail:
        post(
            [offices.in_app(one, words, report.pk, None) for one, words in _written(report, say, contacts)],
            now=now,
        )
        return
    wishes = offices.wishes_of(contacts)
    rows = [
        row
        for one, words in _written(report, say, contacts)
        for row in offices.by_wish(one, words, wishes.get(one.user_id or 0, ""), report.pk, None)
    ]
    post(rows, now=now)


def _written(report: Report, say: Say, contacts: list[Contact]) -> list[tuple[Contact, Words]]:
    words = {language: _words(report, say, language) for language in {one.language for one in contacts}}
    return [(one, words[one.language]) for one in contacts]


def _words(report: Report, say: Say, language: str) -> Words:
    with translation.override(language):
        return composing.for_officer(say, Notice(report.pk, report.get_status_display()))
