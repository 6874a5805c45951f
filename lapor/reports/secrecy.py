"""What hides and what shows: access codes, the public form of a report, the opening of an identity."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.limits import count
from lapor.accounts.roles import Role
from lapor.accounts.sealing import mark
from lapor.audit.recording import record
from lapor.reports.masked_words import masked, words_of
from lapor.reports.models import IdentityOpening, Publication, Report, TextVersion
from lapor.reports.refusals import BadInput, NotAllowed

# Crockford's base32: no I, L, O, U, so that a code read aloud or copied by hand stays the same.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
FAILURES_PER_HOUR = 10
OPENING = timedelta(minutes=15)
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


class Locked(Exception):
    """Ten wrong codes within the hour: this report's form is shut until the hour is over."""


def new_code() -> str:
    """A fresh access code: 12 characters, 60 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def code_mark(report_id: int, code: str) -> str:
    """The keyed hash of a code as people write it: any case, without blanks and dashes, O for 0, I for 1."""
    return mark("access", f"{report_id}:{code.upper().translate(_LOOKALIKES)}")


def code_opens(report_id: int, code: str, *, now: datetime) -> bool:
    """Whether `code` is this report's access code. Failures are counted; raises Locked past ten an hour.

    Reports that do not exist are counted and answered alike, so that ids cannot be tried out here.
    """
    hour = timedelta(hours=1)
    if count("access", str(report_id), window=hour, now=now, by=0) >= FAILURES_PER_HOUR:
        raise Locked
    kept = Report.objects.filter(pk=report_id).values_list("access_mark", flat=True).first()
    if kept and secrets.compare_digest(kept, code_mark(report_id, code)):
        return True
    count("access", str(report_id), window=hour, now=now)
    return False


def publish(report: Report) -> None:
    """Write (or take back) what the public may read: masked, once verified, nothing of a secret report."""
    version = report.versions.order_by("-number")[0]
    if report.secret or report.verified_at is None or version.redacted_at:
        Publication.objects.filter(report=report).delete()
        return
    public_form(report, version, words=words_of(report)).save()


def public_form(report: Report, version: TextVersion, *, words: Sequence[str] = ()) -> Publication:
    """What the public may read of this version, masked and unsaved. The caller sees to it that it may.

    `words`: those closed by hand in this report (`masked_words.words_of`).
    """
    return Publication(
        report=report,
        title=masked(version.title, words)[:260],
        text=masked(version.text, words),
        location=masked(version.location, words)[:400],
        received=report.received,
    )


def opened_to(reports: Iterable[int], by: Actor, *, now: datetime) -> frozenset[int]:
    """Of these reports those whose identity this officer has open at this moment. One query."""
    openings = IdentityOpening.objects.filter(report__in=list(reports), by_id=by.user_id, until__gt=now)
    return frozenset(openings.values_list("report_id", flat=True))


@transaction.atomic
def open_identity(report: Report, *, by: Actor, reason: str, now: datetime) -> IdentityOpening:
    """Open an anonymous reporter's identity to one national verifier for 15 minutes; on record, counted.

    NotAllowed for anybody else; BadInput without a reason. PermenPANRB 62/2018 and UU 27/2022: identity is
    kept secret; each look must have a purpose.
    """
    if not by.has(Role.NATIONAL_VERIFIER) or by.user_id is None:
        raise NotAllowed
    if len(reason.strip()) < 10:
        raise BadInput(reason=_("Tulis alasan membuka identitas, paling sedikit 10 huruf."))
    opening = IdentityOpening.objects.create(
        report=report, by_id=by.user_id, reason=reason.strip(), opened_at=now, until=now + OPENING
    )
    record(
        "open_identity",
        actor_id=by.user_id,
        subject="report",
        subject_id=report.pk,
        now=now,
        opening=opening.pk,
    )
    return opening


def openings() -> QuerySet[IdentityOpening]:
    """Every opening on record, with whoever looked: for the national supervisor alone."""
    return IdentityOpening.objects.select_related("by")


def openings_total() -> int:
    """How many identities were opened so far: a public figure."""
    return IdentityOpening.objects.count()
