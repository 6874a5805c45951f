"""Announcing: what has to be told of an event, to each audience of `audiences.TABLE`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone, translation

from lapor.notifications import colleagues, dates, offices, recipients, telling
from lapor.notifications.audiences import TABLE as TABLE
from lapor.notifications.audiences import To
from lapor.notifications.delivery import Letter, queue, queue_each
from lapor.notifications.models import Delivery, Person, Purpose
from lapor.notifications.recipients import Contact
from lapor.notifications.wording import composing, reporter
from lapor.notifications.wording.notice import Notice, Say
from lapor.notifications.wording.words import Words
from lapor.registry.models import Agency
from lapor.reports import closing
from lapor.reports.models import Event, Report
from lapor.reports.states import Act, ArchiveReason, MessageKind
from lapor.sla.rules import Step

# What was written to the reporter; the reporter's own words are not sent back.
QUOTED = (
    MessageKind.ANSWER,
    MessageKind.INTERIM,
    MessageKind.POSTPONEMENT,
    MessageKind.ARCHIVAL,
    MessageKind.CLOSING,
    MessageKind.DECISION,
)


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
            offices.tell(event, audience, now=now)
    colleagues.tell_watchers(event, now=now)


def remind_quiet(report: Report, *, now: datetime) -> None:
    """Queue the reminder that an answered report will be closed (after `closing.remind_quiet`)."""
    answers = report.events.filter(act__in=telling.ANSWERS).order_by("-id")
    quiet = report.deadlines.filter(step=Step.QUIET, met_at=None, stopped_at=None).first()
    event = next((one for one in answers if telling.is_final_answer(one)), None)
    if event is None or quiet is None or quiet.due is None:
        return
    event.report = report
    ends = closing.silence_ends(report, quiet.due)
    notice = Notice(report.pk, report.get_status_display(), due=dates.local_day(report, ends))
    _write(
        event,
        report,
        reporter.REMINDER,
        lambda: notice,
        recipients.of_reporter(report),
        now,
        Purpose.REMINDER,
    )


def words_of(letter: Delivery) -> Words | None:
    """What a reporter's waiting letter would say if it were written now; None where nothing can change.

    Reminders and letters about another report than the event's say nothing but number, status and date.
    """
    event = letter.event
    if event is None or event.report_id != letter.report_id or letter.purpose != Purpose.NOTICE:
        return None
    say = _say(event)
    return composing.for_reporter(say, _notice(event, say), channel=letter.channel) if say else None


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


def _write(
    event: Event,
    report: Report,
    say: Say,
    notice: Callable[[], Notice],
    contacts: Iterable[Contact],
    now: datetime,
    purpose: Purpose = Purpose.NOTICE,
) -> None:
    """One letter to the first contact, the second being its spare; or one to each, where both are wished.

    Nothing to a person who has heard of it: in the answer to the own SMS, say.
    """
    both = recipients.wishes_both(report)
    if not both and _told(event, report, purpose):
        return
    letters = []
    for contact in contacts:
        with translation.override(contact.language):
            words = composing.for_reporter(say, notice(), channel=contact.channel)
        letters.append(_letter(event, report, Person.REPORTER, contact, words, purpose))
    queue_each(letters, both=both, now=now)


def _told(event: Event, report: Report, purpose: Purpose) -> bool:
    rows = Delivery.objects.filter(event=event, report=report, purpose=purpose)
    return rows.filter(person=Person.REPORTER).exists()


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
    return Letter(
        purpose,
        person,
        contact.channel,
        contact.address,
        words,
        report.pk,
        event,
        language=contact.language,
    )
