"""Penggabungan dan pemecahan: reports of one matter become one to work on, and apart again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.roles import Role
from lapor.reports import rights, verification
from lapor.reports.filing import next_id
from lapor.reports.lifecycle import advance, hold
from lapor.reports.masked_words import take_along
from lapor.reports.models import Event, Report, TextVersion
from lapor.reports.refusals import BadInput, NotAllowed, WrongState
from lapor.reports.states import OPEN, Act
from lapor.reports.texts import TEXT_MAX, TITLE_MAX, required


@transaction.atomic
def merge(report: Report, *, by: Actor, into: Report, now: datetime, expected: int | None = None) -> Event:
    """Work on `report` as part of `into`. Its text, files and person stay its own: nobody sees more."""
    if into.pk == report.pk:
        raise BadInput(into=_("Laporan tidak dapat digabungkan dengan dirinya sendiri."))
    for one in sorted((report, into), key=lambda row: row.pk):  # one order for all: no deadlock
        hold(one)
    if into.status not in OPEN:
        raise BadInput(into=_("Laporan tujuan sudah berakhir. Pilih laporan yang masih terbuka."))
    if not by.has(Role.NATIONAL_VERIFIER) and not rights.seat_over(by, Role.COORDINATOR, into):
        raise NotAllowed
    event = advance(report, Act.MERGE, by=by, now=now, expected=expected, into=into.pk)
    report.merged_into = into
    report.save(update_fields=["merged_into"])
    return event


@transaction.atomic
def unmerge(report: Report, *, by: Actor, now: datetime, expected: int | None = None) -> Event:
    """Undo a merge: the report is again where it was, its clocks run on without the time between."""
    return _apart(report, "undone", by, now, expected)


@transaction.atomic
def take_up(report: Report, *, by: Actor, now: datetime) -> Event:
    """The reporter of a merged report goes on with the own one, once the one it was merged into ended."""
    hold(report)
    if report.merged_into is not None and report.merged_into.status in OPEN:
        raise WrongState(
            _("Laporan ini masih ditangani bersama laporan #%(id)s. Tunggu sampai laporan itu selesai.")
            % {"id": report.merged_into_id}
        )
    return _apart(report, "taken_up", by, now, None)


def _apart(report: Report, variant: str, by: Actor, now: datetime, expected: int | None) -> Event:
    event = advance(
        report,
        Act.UNMERGE,
        variant=variant,
        by=by,
        now=now,
        expected=expected,
        out_of=report.merged_into_id,
    )
    report.merged_into = None
    report.save(update_fields=["merged_into"])
    return event


@transaction.atomic
def split(report: Report, *, by: Actor, title: str, text: str, now: datetime, rest: str = "") -> Report:
    """A second matter in one report becomes a report of its own, for the same reporter.

    Its verification starts anew, its resolution counts from the first filing. The first report's access
    code opens this one too. `rest`: what stays in the first report; its old text is kept as a version.
    """
    new_title = required("title", title, longest=TITLE_MAX)
    new_text = required("text", text, longest=TEXT_MAX)
    advance(report, Act.SPLIT, by=by, now=now)
    new = Report.objects.create(
        id=next_id(sandbox=by.sandbox),
        report_class=report.report_class,
        channel=report.channel,
        received=report.received,
        event_date=report.event_date,
        region=report.region,
        category=report.category,
        anonymous=report.anonymous,
        secret=report.secret,
        split_from=report.split_from or report,  # the root: its reporter is this one's
        partner=report.partner,
    )
    take_along(report, new)
    location = report.versions.order_by("-number")[0].location
    TextVersion.objects.create(
        report=new, title=new_title, text=new_text, location=location, by_id=by.user_id, created_at=now
    )
    advance(
        new,
        Act.FILE,
        by=by,
        now=now,
        split_from=report.pk,
        received=new.received.isoformat(),
        report_class=new.report_class or None,
    )
    if rest.strip() and rest.strip() != report.text.text.strip():
        verification.classify(report, by=by, now=now, text=rest)
    return new
