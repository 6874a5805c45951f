"""Pelaporan: a report comes in, its reporter proves a contact, changes its privacy, takes it back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.contacts import new_identity
from lapor.accounts.models import Identity
from lapor.registry.models import Agency, Category, Region
from lapor.reports import clocks, secrecy
from lapor.reports.lifecycle import advance
from lapor.reports.models import Disposition, Event, Handling, Report, TextVersion
from lapor.reports.refusals import BadInput
from lapor.reports.states import Act, Channel, ReportClass
from lapor.reports.texts import LOCATION_MAX, TEXT_MAX, TITLE_MAX, optional, required
from lapor.sla.zones import NATIONAL

# Tracking ids of what is tried out and undone. The sequence is far from it, and exports of LAPOR are shorter.
SANDBOX = range(900_000_000_000, 1_000_000_000_000)


@dataclass(frozen=True)
class Filing:
    """What a reporter tells. `phone` in E.164, `email` in lower case; either, both or neither.

    `confirmed_email`, `confirmed_phone`: proven already (an account's own address; the number of the SMS).
    `received`: when it reached the office that now types it in, where that was earlier: a letter's day. The
    resolution counts from it, the verification from now, when the national verifier can first see it.
    """

    report_class: str
    title: str
    text: str
    event_date: date | None = None
    received: datetime | None = None
    location: str = ""
    region: Region | None = None
    category: Category | None = None
    agency: Agency | None = None
    anonymous: bool = False
    secret: bool = False
    channel: str = Channel.WEB
    source_ref: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = "id"
    confirmed_email: bool = False
    confirmed_phone: bool = False
    flood: bool = False
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Filed:
    """The receipt: the code is shown here and kept only as a hash."""

    report: Report
    access_code: str


@transaction.atomic
def file_report(filing: Filing, *, by: Actor, now: datetime, number: int | None = None) -> Filed:
    """Store a report; its clocks start now. BadInput by field; nothing else can refuse it (no wrong door).

    `number`: a tracking id it is known by already; else the next own one.

    PermenPANRB 62/2018: every complaint is received; completeness is asked for afterwards.
    """
    title, text, location = _checked(filing, now)
    received, code = filing.received or now, secrecy.new_code()
    number = number or next_id(sandbox=by.sandbox)
    report = Report.objects.create(
        id=number,
        report_class=filing.report_class,
        channel=filing.channel,
        source_ref=filing.source_ref,
        partner_id=by.user_id if by.partner else None,
        received=received,
        event_date=filing.event_date,
        region=filing.region,
        category=filing.category,
        suggested_agency=filing.agency,
        anonymous=filing.anonymous,
        secret=filing.secret,
        identity=_identity(filing, now),
        access_mark=secrecy.code_mark(number, code),
        flood=filing.flood,
        lat=filing.lat,
        lon=filing.lon,
    )
    TextVersion.objects.create(report=report, title=title, text=text, location=location, created_at=now)
    advance(
        report,
        Act.FILE,
        by=by,
        now=now,
        channel=_code(filing.channel),
        received=received.isoformat(),
        report_class=filing.report_class,
    )
    return Filed(report, code)


@transaction.atomic
def confirm_contact(report: Report, *, by: Actor, channel: str, now: datetime) -> Event:
    """Note that the reporter has proven a contact (`channel`: email or sms) by its one-time code."""
    return advance(report, Act.CONFIRM_CONTACT, by=by, now=now, channel=channel)


@transaction.atomic
def change_privacy(report: Report, *, by: Actor, anonymous: bool, secret: bool, now: datetime) -> Event:
    """Hide or show the reporter's name and the report's content, at any time.

    What was split off is hidden along, for it tells of the same; it is shown again only by its own form.
    """
    event = advance(report, Act.CHANGE_PRIVACY, by=by, now=now, anonymous=anonymous, secret=secret)
    report.anonymous, report.secret = anonymous, secret
    report.save(update_fields=["anonymous", "secret"])
    secrecy.publish(report)
    for child in report.splits.order_by("pk"):
        name, content = anonymous or child.anonymous, secret or child.secret
        if (name, content) != (child.anonymous, child.secret):
            change_privacy(child, by=by, anonymous=name, secret=content, now=now)
    return event


@transaction.atomic
def withdraw(report: Report, *, by: Actor, now: datetime) -> Event:
    """The reporter takes the report back; it can be opened again within the rule's days."""
    event = advance(report, Act.WITHDRAW, by=by, now=now)
    report.closed_at = now
    report.save(update_fields=["closed_at"])
    return event


def end_dispositions(report: Report, now: datetime) -> None:
    """Nobody holds the report any more: it goes back to the national verifier, and to the clock of WIB."""
    Disposition.objects.filter(report=report, until=None).update(until=now)
    Handling.objects.filter(report=report).delete()
    if report.agency_id is None:
        return
    report.agency = report.unit = None
    report.save(update_fields=["agency", "unit"])
    clocks.recompute(report)


def _checked(filing: Filing, now: datetime) -> tuple[str, str, str]:
    if filing.report_class not in ReportClass.values:
        raise BadInput(report_class=_("Pilih pengaduan, aspirasi, atau permintaan informasi."))
    if filing.event_date and filing.event_date > now.astimezone(NATIONAL).date():
        raise BadInput(event_date=_("Tanggal kejadian belum tiba. Isi hari ini atau sebelumnya."))
    if filing.received and filing.received > now:
        raise BadInput(received=_("Tanggal diterima belum tiba. Isi hari ini atau sebelumnya."))
    return (
        required("title", filing.title, longest=TITLE_MAX),
        required("text", filing.text, longest=TEXT_MAX),
        optional("location", filing.location, longest=LOCATION_MAX),
    )


def _identity(filing: Filing, now: datetime) -> Identity | None:
    if not (filing.name or filing.phone or filing.email):
        return None
    identity = new_identity(
        name=filing.name, phone=filing.phone, email=filing.email, language=filing.language
    )
    identity.email_confirmed_at = now if filing.confirmed_email else None
    identity.phone_confirmed_at = now if filing.confirmed_phone else None
    identity.save(update_fields=["email_confirmed_at", "phone_confirmed_at"])
    return identity


def next_id(*, sandbox: bool = False) -> int:
    """The next tracking id, skipping those that an import has taken; in a sandbox one that is never real."""
    if sandbox:
        return secrets.choice(SANDBOX)
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('reports_report', 'id'))")
            number = int(cursor.fetchone()[0])
            if not Report.objects.filter(pk=number).exists():
                return number


def _code(channel: str) -> str:
    return channel if channel in Channel.values else Channel.IMPORT
