"""From a checked form of the desk to a stored report, once; and the receipt's code, shown once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.roles import CLERKS, Role
from lapor.accounts.sealing import mark
from lapor.audit.recording import record
from lapor.intake.models import OperatorEntry
from lapor.intake.web import uploads
from lapor.intake.web.sending import reporter_of
from lapor.intake.web.tokens import form_mark
from lapor.registry.names import plain
from lapor.reports.attaching import attach
from lapor.reports.filing import Filing, file_report
from lapor.reports.refusals import BadInput, NotAllowed
from lapor.reports.retention import kept_until

# As long as the citizen stands at the counter: the receipt, and the code that confirms a contact.
RECEIPT = timedelta(hours=1)
RECENT = 5
FORGET_BATCH = 5_000


class TypedBefore(BadInput):
    """This office has typed in this source already; `number`: as which report."""

    def __init__(self, number: int | None) -> None:
        super().__init__(
            reference=_(
                "Sumber ini sudah dicatat sebagai laporan #%(id)s. Laporan lain? Centang kotak di bawah."
            )
            % {"id": number or "–"}
        )
        self.number = number


@dataclass(frozen=True)
class Source:
    """Where it came from: number of the letter, address of the post; `on_purpose`: again, and meant so."""

    reference: str = ""
    on_purpose: bool = False


@transaction.atomic
def enter(
    filing: Filing, source: Source, *, token: str, by: Actor, now: datetime
) -> tuple[OperatorEntry, bool]:
    """Store what an officer typed, with the files of the form; whether this call stored it.

    Of two posts of one form the second waits for the first and gets its answer. Who typed is on record beside
    the report; the officer is not its reporter and gets no right to it. TypedBefore, BadInput, NotAllowed.
    """
    if not by.has(*CLERKS) or by.user_id is None:
        raise NotAllowed
    entry, fresh = _claimed(source, token, by, now)
    if not fresh:
        return entry, False
    filed = file_report(filing, by=by, now=now)
    attach(filed.report, uploads.claim(token), by=reporter_of(filed.report), now=now)
    entry.report, entry.access_code = filed.report, filed.access_code
    entry.save(update_fields=["report", "access_code"])
    channel = filing.channel
    record(
        "type_in", actor_id=by.user_id, subject="report", subject_id=filed.report.pk, now=now, channel=channel
    )
    return entry, True


def entered(token: str, *, by: Actor) -> OperatorEntry | None:
    """What this officer stored by this form."""
    rows = OperatorEntry.objects.select_related("report__identity")
    return rows.filter(form_mark=form_mark(token), by=by.user_id, report__isnull=False).first()


def receipt_of(token: str, *, by: Actor, now: datetime) -> OperatorEntry | None:
    """The same for an hour."""
    found = entered(token, by=by)
    return found if found and now - found.created_at <= RECEIPT else None


@transaction.atomic
def take_code(entry: OperatorEntry) -> str:
    """The access code, once: whoever asks again, or at the same moment, gets an empty text."""
    row = OperatorEntry.objects.select_for_update().get(pk=entry.pk)
    code = row.access_code
    if code:
        OperatorEntry.objects.filter(pk=row.pk).update(access_code="")
    return code


def recent(by: Actor) -> list[int]:
    """Numbers of what this officer typed in last, and no more: its content is no longer the officer's."""
    rows = OperatorEntry.objects.filter(by=by.user_id, report__isnull=False).order_by("-id")
    return [number for number in rows.values_list("report_id", flat=True)[:RECENT] if number]


def forget_entries(now: datetime) -> int:
    """Codes of receipts that nobody opened go after an hour, references with the raw messages, and at once
    where the person or the text is forgotten. Says how many."""
    rows = OperatorEntry.objects
    codes = rows.filter(created_at__lt=now - RECEIPT).exclude(access_code="").update(access_code="")
    over = Q(created_at__lt=kept_until("raw_inbound", now=now))
    over |= Q(report__identity__erased_at__isnull=False) | Q(report__versions__redacted_at__isnull=False)
    told = rows.filter(over).exclude(reference="").values_list("pk", flat=True)[:FORGET_BATCH]
    return codes + rows.filter(pk__in=list(told)).update(reference="")


def _claimed(source: Source, token: str, by: Actor, now: datetime) -> tuple[OperatorEntry, bool]:
    office = _office(by)
    known = mark("source", plain(source.reference)) if source.reference else ""
    facts = {
        "by_id": by.user_id,
        "office_id": office,
        "reference": source.reference,
        "reference_mark": known,
        "on_purpose": source.on_purpose,
        "created_at": now,
    }
    try:
        return OperatorEntry.objects.get_or_create(form_mark=form_mark(token), defaults=facts)
    except IntegrityError as clash:
        first = OperatorEntry.objects.filter(office=office, reference_mark=known, on_purpose=False)
        raise TypedBefore(first.values_list("report_id", flat=True).first()) from clash


def _office(by: Actor) -> int | None:
    """The top agency of the seat; none for national verifiers."""
    if by.has(Role.NATIONAL_VERIFIER):
        return None
    return int(by.paths(*CLERKS)[0].strip("/").split("/")[0])
