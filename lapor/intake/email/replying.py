"""A reporter's mail becomes a reply in the report: the new words, and the files that pass the checks."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.limits import count
from lapor.accounts.sealing import mark
from lapor.intake.email.answering import answer
from lapor.intake.email.quoting import new_words
from lapor.intake.email.reading import Mail, files, written
from lapor.intake.models.email import MailFate
from lapor.notifications.wording.mail_answers import Answer
from lapor.reports import attaching, clocks, followup
from lapor.reports.cleaning import Cleaned
from lapor.reports.models import Event, Report
from lapor.reports.refusals import BadInput, Refusal
from lapor.reports.states import OPEN, MessageKind, Status
from lapor.sla.rules import Step

# More files than that are not even looked at.
MOST_FILES = 30
# The same words again within this time are a machine's, or sent twice by mistake.
AGAIN = timedelta(minutes=30)
# Replies to one report in an hour before a person looks at them first.
AN_HOUR = 30


@dataclass(frozen=True)
class Prepared:
    """What a mail brings: its own words, files made harmless, and a line for each file that was refused."""

    text: str
    made: list[Cleaned]
    refused: list[str]


def prepare(report: Report, mail: Mail) -> Prepared:
    """Clean the files: outside a transaction, seconds for many pictures. Each stands for itself."""
    text = new_words(written(mail))
    made: list[Cleaned] = []
    refused: list[str] = []
    if Status(report.status) not in OPEN:
        return Prepared(text, made, refused)
    person = report.reporter
    with translation.override(person.language if person else "id"):
        for file in files(mail)[:MOST_FILES]:
            try:
                made += _cleaned(file.content, report, made)
            except BadInput as refusal:
                refused.append(f"{file.name or _('Berkas')}: {_why(refusal)}")
    return Prepared(text, made, refused)


def take(report: Report, mail: Mail, given: Prepared, *, now: datetime) -> tuple[MailFate, str]:
    """Reply, or say why not; in the caller's transaction, which holds the mail's row."""
    if Status(report.status) not in OPEN:
        return _refused(_ended(report, now), report, mail, now)
    if not given.text and not given.made:
        occasion = Answer.FILES if given.refused else Answer.EMPTY
        answer(occasion, mail.sender, report=report, now=now, details=given.refused)
        return MailFate.SET_ASIDE, "refused_files" if given.refused else "empty"
    if not given.made and _said_just_now(report, given.text, now):
        return MailFate.SET_ASIDE, "repeat"
    if count("mail-replies", str(report.pk), window=timedelta(hours=1), now=now) > AN_HOUR:
        return MailFate.QUARANTINED, "many"
    try:
        with transaction.atomic():
            refused = _reply(report, mail, given, now)
    except BadInput:
        return _refused(Answer.TOO_LONG, report, mail, now)
    except Refusal:
        return _refused(_ended(report, now), report, mail, now)
    if refused:
        answer(Answer.FILES, mail.sender, report=report, now=now, details=refused)
    return MailFate.TAKEN, "refused_files" if refused else ""


def _reply(report: Report, mail: Mail, given: Prepared, now: datetime) -> list[str]:
    """The reply and its files; the lines about files that were refused after all."""
    by = Actor(contacts=frozenset({mark("email", mail.sender)}))
    with translation.override("id"):
        text = given.text or _("(Hanya lampiran, tanpa tulisan.)")
    event = followup.reply(report, by=by, text=text, now=now)
    return given.refused + _kept(report, given.made, event, now)


def _kept(report: Report, made: list[Cleaned], event: Event, now: datetime) -> list[str]:
    try:
        attaching.keep(report, made, now=now, message=event.messages.first())
    except BadInput as refusal:  # another mail or a form was quicker and used up the room
        return [_why(refusal)]
    return []


def _cleaned(content: bytes, report: Report, made: list[Cleaned]) -> list[Cleaned]:
    """One more file beside those `made`: together they keep the limits of a report."""
    fresh = attaching.prepare([io.BytesIO(content)], report=report)
    living = report.attachments.filter(redacted_at=None)
    if living.count() + len(made) + 1 > settings.ATTACHMENTS_MAX_FILES:
        raise BadInput(attachments=attaching.too_many())
    used = sum(living.values_list("size", flat=True)) + sum(one.size for one in (*made, *fresh))
    if used > settings.ATTACHMENTS_MAX_BYTES:
        raise BadInput(attachments=attaching.too_large())
    return fresh


def _why(refusal: BadInput) -> str:
    """Without "file 1:", for each is named by its own name."""
    prefix = _("Berkas ke-%(n)s: %(why)s") % {"n": 1, "why": ""}
    return str(refusal).removeprefix(prefix)


def _said_just_now(report: Report, text: str, now: datetime) -> bool:
    kinds = (MessageKind.REPLY, MessageKind.COMPLETION)
    last = report.messages.filter(kind__in=kinds, created_at__gt=now - AGAIN).order_by("-id").first()
    return last is not None and last.text == text


def _ended(report: Report, now: datetime) -> Answer:
    """Rights end 180 days after the report (rules.csv, rights-180)."""
    since = report.closed_at
    over = since is not None and not clocks.within(report, Step.RIGHTS, since=since, now=now)
    return Answer.RIGHTS_OVER if over else Answer.ENDED


def _refused(occasion: Answer, report: Report, mail: Mail, now: datetime) -> tuple[MailFate, str]:
    answer(occasion, mail.sender, report=report, now=now)
    return MailFate.SET_ASIDE, str(occasion)
