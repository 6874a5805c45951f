"""Erasure: the person behind a report is forgotten; the report, its texts and its events stay.

UU 27/2022 (PDP) articles 8 and 43: on the person's wish, or when the purpose has ended (retention).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from lapor.accounts.models import Identity
from lapor.reports.export.taking_back import expire
from lapor.reports.models import Objection, Report
from lapor.reports.retention import kept_until
from lapor.reports.states import Status

ENDED = (Status.CLOSED, Status.ARCHIVED, Status.WITHDRAWN)


@transaction.atomic
def erase_identity(identity: Identity, *, now: datetime) -> None:
    """Blank name, contacts and their marks for ever; the codes go with them. A second time changes nothing.

    Nobody can be told any more; the access code still opens the report. Messages already sent are blanked by
    the schedule within a day, files that officers have taken out by a job.
    """
    identity.codes.all().delete()
    living = Identity.objects.filter(pk=identity.pk, erased_at=None)
    living.update(
        name="",
        email="",
        phone="",
        email_mark="",
        phone_mark="",
        email_confirmed_at=None,
        phone_confirmed_at=None,
        erased_at=now,
    )
    identity.refresh_from_db()
    told = Report.objects.filter(Q(identity=identity) | Q(split_from__identity=identity))
    expire.defer(report_ids=list(told.values_list("pk", flat=True)))


def erasable(*, now: datetime, limit: int) -> list[int]:
    """Ids of identities whose reports ended so long ago that nobody needs them any more. Reads all reports.

    A merged one ends with its target. Not while a report split off from it or an objection is open.
    """
    before = kept_until("identity", now=now)
    over = Q(status__in=ENDED, closed_at__lt=before) | Q(
        status=Status.MERGED, merged_into__status__in=ENDED, merged_into__closed_at__lt=before
    )
    splits = Report.objects.filter(split_from=OuterRef("pk")).exclude(status__in=ENDED)
    objections = Objection.objects.filter(report=OuterRef("pk"), decided_at=None)
    rows = Report.objects.filter(over, identity__isnull=False, identity__erased_at=None)
    rows = rows.exclude(Exists(splits)).exclude(Exists(objections))
    return list(rows.order_by("closed_at", "id").values_list("identity", flat=True)[:limit])
