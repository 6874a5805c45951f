"""Writing to the audit record."""

from __future__ import annotations

from datetime import datetime

from lapor.audit.models import Entry


def record(
    act: str,
    *,
    actor_id: int | None,
    subject: str,
    subject_id: int | None,
    now: datetime,
    **facts: str | int | bool | None,
) -> Entry:
    """Append one entry; facts are codes, ids and counts, never names or texts."""
    return Entry.objects.create(
        at=now, actor_id=actor_id, act=act, subject=subject, subject_id=subject_id, facts=facts
    )
