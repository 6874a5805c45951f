"""The network's lifecycles in small: which act leads a version or a replication from where to where.

`advance` is the only code that changes these statuses: one conditional update, so that of two who act at
once the second is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.jipp.codes import InnovationStatus, JippAct, ReplicationStatus, VersionStatus
from lapor.jipp.models import HistoryRow, Innovation, InnovationVersion, Replication
from lapor.reports.refusals import WrongState

A, I, R, V = JippAct, InnovationStatus, ReplicationStatus, VersionStatus  # noqa: E741


@dataclass(frozen=True)
class Move:
    come_from: frozenset[str]
    to: str


VERSIONS: Mapping[JippAct, Move] = {
    A.SUBMIT: Move(frozenset({V.DRAFT, V.RETURNED}), V.IN_REVIEW),
    A.TAKE_BACK: Move(frozenset({V.IN_REVIEW}), V.DRAFT),
    A.RETURN: Move(frozenset({V.IN_REVIEW}), V.RETURNED),
    A.PUBLISH: Move(frozenset({V.IN_REVIEW}), V.PUBLISHED),
}
INNOVATIONS: Mapping[JippAct, Move] = {
    A.WITHDRAW: Move(frozenset({I.PUBLISHED}), I.WITHDRAWN),
    A.RESTORE: Move(frozenset({I.WITHDRAWN}), I.PUBLISHED),
}
REPLICATIONS: Mapping[JippAct, Move] = {
    A.ACCEPT: Move(frozenset({R.ASKED}), R.ACCEPTED),
    A.REFUSE: Move(frozenset({R.ASKED}), R.REFUSED),
    A.AGREE: Move(frozenset({R.ACCEPTED}), R.RUNNING),
    A.FINISH: Move(frozenset({R.RUNNING}), R.FINISHED),
    A.STOP: Move(frozenset({R.ASKED, R.ACCEPTED, R.RUNNING}), R.STOPPED),
}


def advance(row: Model, act: JippAct, *, by: Actor, now: datetime, **facts: Any) -> None:
    """Carry out the move on a version, an innovation or a replication, with more columns in `facts`.

    WrongState where it stands elsewhere by now. Writes the history; inside the verb's transaction.
    """
    move = _moves(row)[act]
    rows = type(row)._default_manager.filter(pk=row.pk, status__in=move.come_from)
    if rows.update(status=move.to, **facts) != 1:
        raise WrongState(_("Statusnya baru saja berubah. Muat ulang halaman ini, lalu lihat lagi."))
    row.refresh_from_db()
    remember(row, act, by=by, now=now)


def may(row: Model, act: JippAct) -> bool:
    """Whether the act fits where the row stands; who may do it is another question (`rights`)."""
    return getattr(row, "status", "") in _moves(row)[act].come_from


def remember(row: Model, act: JippAct, *, by: Actor, now: datetime) -> HistoryRow:
    """One act, one row."""
    facts: dict[str, Any] = {"act": act, "by_id": by.user_id, "at": now}
    if isinstance(row, Innovation):
        return HistoryRow.objects.create(innovation=row, **facts)
    if isinstance(row, InnovationVersion):
        return HistoryRow.objects.create(innovation_id=row.innovation_id, version=row, **facts)
    if isinstance(row, Replication):
        return HistoryRow.objects.create(innovation_id=row.innovation_id, replication=row, **facts)
    raise TypeError(type(row))


def _moves(row: Model) -> Mapping[JippAct, Move]:
    if isinstance(row, InnovationVersion):
        return VERSIONS
    return INNOVATIONS if isinstance(row, Innovation) else REPLICATIONS
