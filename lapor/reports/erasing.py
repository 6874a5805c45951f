"""Erasure: the person behind a report is forgotten; the report, its texts and its events stay.

UU 27/2022 (PDP) articles 8 and 43: on the person's wish, or when the purpose has ended (retention).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lapor.accounts.models import Identity


@transaction.atomic
def erase_identity(identity: Identity, *, now: datetime) -> None:
    """Blank name, contacts and their marks for ever; the codes go with them. A second time changes nothing.

    Nobody can be told any more; the access code still opens the report.
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
