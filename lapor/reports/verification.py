"""Verifikasi: the national verifier checks, classifies, asks for what is missing, archives, redacts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.registry.models import Category, Region
from lapor.reports import archiving, attaching, clocks, moderation, notes, secrecy
from lapor.reports.lifecycle import advance
from lapor.reports.missing import as_list, checked
from lapor.reports.models import Event, Report, TextVersion
from lapor.reports.refusals import BadInput
from lapor.reports.states import Act, ArchiveReason, MessageKind, ReportClass
from lapor.reports.texts import TEXT_MAX, TITLE_MAX, optional, required, say


@transaction.atomic
def verify(
    report: Report,
    *,
    by: Actor,
    now: datetime,
    category: Category | None = None,
    supervision: bool | None = None,
    report_class: str | None = None,
    title: str | None = None,
    text: str | None = None,
    region: Region | None = None,
    expected: int | None = None,
) -> Event:
    """The report is a report, public from here on. Values given replace the reporter's; None leaves them.

    The verifier decides whether a complaint requires inspection (berkadar pengawasan), PermenPANRB 62/2018.
    """
    code = _class_code(report_class)
    event = advance(
        report, Act.VERIFY, by=by, now=now, expected=expected, report_class=code, supervision=supervision
    )
    _classify(report, by, now, category, supervision, report_class, title, text, region)
    report.verified_at = report.verified_at or now
    report.save(update_fields=["verified_at"])
    secrecy.publish(report)
    return event


@transaction.atomic
def classify(
    report: Report,
    *,
    by: Actor,
    now: datetime,
    category: Category | None = None,
    supervision: bool | None = None,
    report_class: str | None = None,
    title: str | None = None,
    text: str | None = None,
    region: Region | None = None,
    expected: int | None = None,
) -> Event:
    """Correct class, supervision, category, place or wording; resolution is counted from filing anew."""
    code = _class_code(report_class)
    event = advance(
        report, Act.CLASSIFY, by=by, now=now, expected=expected, report_class=code, supervision=supervision
    )
    _classify(report, by, now, category, supervision, report_class, title, text, region)
    secrecy.publish(report)
    return event


@transaction.atomic
def postpone(
    report: Report,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
    missing: Iterable[str] = (),
    expected: int | None = None,
) -> Event:
    """Tunda: ask the reporter for what is missing; all clocks stand. UU 25/2009: 30 days to complete.

    `missing`: codes of `missing.Missing`; `reason`: the officer's own words. BadInput without either.
    """
    items = checked(missing)
    more = optional("reason", reason) if items else required("reason", reason)
    codes = "+".join(items) or None
    event = advance(report, Act.POSTPONE, by=by, now=now, expected=expected, missing=codes)
    say(report, event, MessageKind.POSTPONEMENT, as_list(items, more))
    return event


@transaction.atomic
def complete(report: Report, *, by: Actor, text: str, now: datetime) -> Event:
    """The reporter gives what was missing; the clocks run on from where they stood."""
    given = required("text", text, longest=TEXT_MAX)
    event = advance(report, Act.COMPLETE, by=by, now=now)
    say(report, event, MessageKind.COMPLETION, given)
    return event


@transaction.atomic
def lapse(report: Report, *, by: Actor, now: datetime) -> Event:
    """Thirty days without what was missing: withdrawn as incomplete (UU 25/2009); a year to take it up."""
    event = advance(report, Act.LAPSE, by=by, now=now)
    report.closed_at = now
    report.save(update_fields=["closed_at"])
    return event


@transaction.atomic
def archive(
    report: Report, *, by: Actor, reason_code: str, note: str, now: datetime, expected: int | None = None
) -> Event:
    """Arsipkan, with a reason from the list and a text to the reporter, who may object for 30 days.

    Without an own `note` the reporter reads the reason's usual sentence (`archiving`).
    """
    if reason_code not in ArchiveReason.values:
        raise BadInput(reason_code=_("Pilih salah satu alasan arsip."))
    told = optional("note", note) or archiving.sentence(reason_code)
    event = advance(report, Act.ARCHIVE, by=by, now=now, expected=expected, reason=reason_code)
    say(report, event, MessageKind.ARCHIVAL, told)
    report.closed_at = now
    report.save(update_fields=["closed_at"])
    return event


@transaction.atomic
def redact(report: Report, *, by: Actor, now: datetime) -> Event:
    """Blank every text and delete every file of a report; the history of acts stays."""
    event = advance(report, Act.REDACT, by=by, now=now)
    report.versions.update(title="", text="", location="", redacted_at=now)
    report.messages.update(text="", public_text="", uncovered_text="", redacted_at=now)
    report.drafts.update(text="", sent_text="")
    notes.blank(report, now=now)
    moderation.blank(report, now=now)
    attaching.erase_files(report, now=now)
    secrecy.publish(report)
    return event


def _class_code(report_class: str | None) -> str | None:
    """What the verifier decided, for the event: clocks are counted by it. What is no class is no fact."""
    return report_class if report_class in ReportClass.values else None


def _classify(
    report: Report,
    by: Actor,
    now: datetime,
    category: Category | None,
    supervision: bool | None,
    report_class: str | None,
    title: str | None,
    text: str | None,
    region: Region | None,
) -> None:
    if report_class is not None and report_class not in ReportClass.values:
        raise BadInput(report_class=_("Pilih pengaduan, aspirasi, atau permintaan informasi."))
    report.report_class = report_class or report.report_class
    report.category = category or report.category
    report.region = region or report.region
    if report.report_class != ReportClass.COMPLAINT:
        report.supervision = None
    elif supervision is not None:
        report.supervision = supervision
    report.save(update_fields=["report_class", "category", "region", "supervision"])
    _better_text(report, by, now, title, text)
    clocks.recompute(report, restart=clocks.FROM_FILING)


def _better_text(report: Report, by: Actor, now: datetime, title: str | None, text: str | None) -> None:
    """A new version beside the reporter's own, only when something changed."""
    last = report.versions.order_by("-number")[0]
    new_title = required("title", title, longest=TITLE_MAX) if title else last.title
    new_text = optional("text", text, longest=TEXT_MAX) if text else last.text
    if (new_title, new_text) == (last.title, last.text):
        return
    TextVersion.objects.create(
        report=report,
        number=last.number + 1,
        title=new_title,
        text=new_text,
        location=last.location,
        by_id=by.user_id,
        created_at=now,
    )
