"""From a checked form to a stored report, once; and the codes that confirm its contacts afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from lapor.accounts.actors import PUBLIC, Actor
from lapor.accounts.codes import Channel, TooManyCodes, prove
from lapor.accounts.models import Identity
from lapor.intake.models import Submission
from lapor.intake.web import uploads
from lapor.intake.web.tokens import form_mark
from lapor.notifications.codes import send_code
from lapor.reports.attaching import attach
from lapor.reports.filing import Filing, confirm_contact, file_report
from lapor.reports.models import Report

CODE_SHOWN = timedelta(hours=1)
# Longer than a form's token lives, so that an old page sent again still finds its report.
REMEMBERED = timedelta(days=30)


def sent(token: str) -> Submission | None:
    """The submission of this form, if it was sent already."""
    rows = Submission.objects.select_related("report__identity")
    return rows.filter(form_mark=form_mark(token), report__isnull=False).first()


def shown(submission: Submission, *, now: datetime) -> bool:
    """Whether the receipt with its code may still be shown: for an hour, and not once it was put away."""
    return bool(submission.access_code) and now - submission.created_at <= CODE_SHOWN


@transaction.atomic
def send(filing: Filing, *, token: str, now: datetime) -> tuple[Submission, bool]:
    """Store the report with its files; of two at once the second waits for the first and gets its answer.

    Filed by nobody in particular, also for those logged in: no account is ever tied to a report by a key.
    The second value says whether this call stored it. BadInput by field when a verb refuses.
    """
    submission, fresh = Submission.objects.get_or_create(
        form_mark=form_mark(token), defaults={"created_at": now}
    )
    if not fresh:
        return submission, False
    filed = file_report(filing, by=PUBLIC, now=now)
    attach(filed.report, uploads.claim(token), by=reporter_of(filed.report), now=now)
    submission.report, submission.access_code = filed.report, filed.access_code
    submission.save(update_fields=["report", "access_code"])
    return submission, True


def reporter_of(report: Report) -> Actor:
    return Actor(opened=frozenset({report.pk}))


def unproven(identity: Identity | None) -> list[Channel]:
    """The contacts of a report that still wait for their code."""
    if identity is None or identity.erased_at:
        return []
    waiting: list[tuple[Channel, bool]] = [
        ("email", bool(identity.email) and identity.email_confirmed_at is None),
        ("sms", bool(identity.phone) and identity.phone_confirmed_at is None),
    ]
    return [channel for channel, waits in waiting if waits]


def invite(report: Report, *, now: datetime) -> None:
    """Send a code to each unproven contact. The report is stored already and stays whatever happens here."""
    identity = report.identity
    for channel in unproven(identity):
        if identity is not None:
            _try_code(identity, channel, report, now)


def new_code(report: Report, channel: Channel, *, now: datetime) -> None:
    """Another code to one contact; TooManyCodes past three an hour."""
    if report.identity is not None and channel in unproven(report.identity):
        send_code(report.identity, channel=channel, report_id=report.pk, now=now)


def confirm(report: Report, code: str, *, now: datetime) -> bool:
    """Whether the code was right; then the contact is confirmed and the act is on record."""
    if report.identity is None:
        return False
    with transaction.atomic():
        channel = prove(report.identity, code=code, now=now)
        if channel is not None:
            confirm_contact(report, by=reporter_of(report), channel=channel, now=now)
    return channel is not None


def forget_submissions(now: datetime) -> int:
    """Forget access codes after an hour and whole rows after 30 days; says how many."""
    due = Submission.objects.filter(created_at__lt=now - CODE_SHOWN).exclude(access_code="")
    forgotten = due.update(access_code="")
    return forgotten + Submission.objects.filter(created_at__lt=now - REMEMBERED).delete()[0]


def _try_code(identity: Identity, channel: Channel, report: Report, now: datetime) -> None:
    try:
        send_code(identity, channel=channel, report_id=report.pk, now=now)
    except TooManyCodes:
        return  # the receipt offers to send it later
