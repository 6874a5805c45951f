"""A message becomes a report: agency by its keyword, a title from its first words, the place asked back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _

from lapor.accounts.actors import PUBLIC
from lapor.intake.models import InboundSms, SmsQuestion
from lapor.intake.sms import asking, grammar, intents, places, replies, titles
from lapor.intake.sms.said import Answer, Said
from lapor.notifications.dates import due_of, local_day
from lapor.registry.models import Agency
from lapor.registry.queries import keyword_match
from lapor.reports.filing import Filed, Filing, file_report
from lapor.reports.models import Event, Report
from lapor.reports.states import Act, Channel, ReportClass, Status
from lapor.reports.texts import TEXT_MAX, TITLE_MAX, tidy
from lapor.sla.rules import Step

# A message so soon after a report of the same number may belong to it; long ones stand for themselves.
RECENT = timedelta(minutes=60)
SHORT = 120


def answer(said: Said, filing: intents.Filing) -> Answer:
    """File it; or, where it may belong to the report before it, keep it and ask."""
    agency, text = _addressed(filing.text)
    if agency and not text:
        return Answer(replies.only_keyword(agency.name))
    if grammar.only_greeting(text):
        return Answer(replies.plain_help(), kind="help")
    before = None if agency or filing.anonymous or filing.secret else _recent(said, text)
    if before is not None:
        asking.ask(said, SmsQuestion.Kind.JOIN, before, message=said.sms)
        return Answer(replies.ask_join(before.pk), before, kind="join")
    return _filed(said, filing, agency, text)


def _filed(said: Said, filing: intents.Filing, agency: Agency | None, text: str) -> Answer:
    """A report of its own, and its receipt; the question for the place stays open for a day."""
    filed = _stored(said, filing, agency, text)
    event = Event.objects.select_related("report").get(report=filed.report, act=Act.FILE)
    due = due_of(event, Step.VERIFICATION)
    ask_place = not places.names_a_place(text)
    if ask_place:
        asking.ask(said, SmsQuestion.Kind.PLACE, filed.report)
    receipt = replies.receipt(
        filed.report.pk,
        filed.access_code,
        due=replies.day(due, local_day(filed.report, said.now)) if due else "",
        ask_place=ask_place,
        cut=len(text) > TEXT_MAX,
        anonymous=filing.anonymous,
    )
    return Answer(receipt, filed.report, event, replies.grouped(filed.access_code), "filing")


def file_kept(said: Said, kept: InboundSms, *, beside: Report) -> Answer:
    """A message kept while we asked about it becomes a report of its own after all.

    As hidden as the report that it may have belonged to: its writer counts on what was asked for there.
    """
    intent = grammar.parse(kept.text)
    filing = intent if isinstance(intent, intents.Filing) else intents.Filing(kept.text)
    anonymous, secret = filing.anonymous or beside.anonymous, filing.secret or beside.secret
    filing = replace(filing, anonymous=anonymous, secret=secret)
    agency, text = _addressed(filing.text)
    # Taken for a place before, it may be nothing but an agency's keyword.
    return _filed(said, filing, agency, text or tidy(kept.text))


def _addressed(text: str) -> tuple[Agency | None, str]:
    clean = tidy(text)
    found = keyword_match(clean)
    return (found[0], tidy(found[1])) if found else (None, clean)


def _stored(said: Said, filing: intents.Filing, agency: Agency | None, text: str) -> Filed:
    return file_report(
        Filing(
            report_class=ReportClass.COMPLAINT,
            title=titles.title_of(text)[:TITLE_MAX],
            text=_fitting(text),
            agency=agency,
            anonymous=filing.anonymous,
            secret=filing.secret,
            channel=Channel.SMS,
            phone=said.number,
            confirmed_phone=bool(said.number),
            flood=said.flood,
        ),
        by=PUBLIC,
        now=said.now,
    )


def _fitting(text: str) -> str:
    """The raw message keeps what does not fit into a report."""
    note = _("[Pesan dipotong di sini karena terlalu panjang.]")
    return text if len(text) <= TEXT_MAX else f"{text[: TEXT_MAX - len(note) - 1]}\n{note}"


def _recent(said: Said, text: str) -> Report | None:
    """The report that this number filed within the hour, still unread, when one of the two is short.

    After an anonymous or secret one also a long message is asked about: it may tell on without the word.
    """
    rows = InboundSms.objects.filter(
        sender_mark=said.sms.sender_mark,
        received_at__gt=said.now - RECENT,
        intent="filing",
        report__status=Status.RECEIVED,
    )
    last = rows.exclude(pk=said.sms.pk).select_related("report").order_by("-id").first()
    if last is None or last.report is None:
        return None
    hidden = last.report.anonymous or last.report.secret
    return last.report if hidden or min(len(text), len(last.text)) <= SHORT else None
