"""The queues above the list with how many wait in each: all of it counted in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from lapor.accounts.actors import Actor
from lapor.accounts.roles import Role
from lapor.reports import moderation
from lapor.reports.counting import count_each
from lapor.reports.queues import Queue, Waiting, queue, queues_of

LABELS: dict[Queue, StrOrPromise] = {
    Queue.VERIFY: gettext_lazy("Perlu diverifikasi"),
    Queue.DISPOSE: gettext_lazy("Perlu disposisi"),
    Queue.ANSWER: gettext_lazy("Perlu dijawab"),
    Queue.RETURNED: gettext_lazy("Dikembalikan"),
    Queue.DRAFTS: gettext_lazy("Draf menunggu"),
    Queue.RESPOND: gettext_lazy("Pertanyaan pengawas"),
    Queue.WAITING: gettext_lazy("Menunggu pelapor"),
    Queue.OBJECTIONS: gettext_lazy("Keberatan"),
    Queue.OMBUDSMAN: gettext_lazy("Jalur Ombudsman"),
    Queue.MINE: gettext_lazy("Tugas saya"),
    Queue.OFFICE: gettext_lazy("Di kantor saya"),
    Queue.TODAY: gettext_lazy("Batas hari ini"),
    Queue.OVERDUE: gettext_lazy("Lewat batas"),
    Queue.WATCHED: gettext_lazy("Saya pantau"),
    Queue.ALL: gettext_lazy("Semua laporan"),
}
# Counting stops here: beyond it the desk says "99+", and a queue of a million costs what one of 100 does.
COUNTED = 100
# Not reports of the procedure but texts that readers flagged: a list of its own.
FLAGGED = "/kelola/moderasi/"


@dataclass(frozen=True)
class Tab:
    label: str
    count: str
    url: str
    current: bool
    empty: bool


@dataclass(frozen=True)
class Counts:
    """Capped: of each queue, of the shown one what is late, and for verifiers what readers flagged."""

    queues: dict[Queue, int]
    late: int
    flagged: int | None = None


def counted(actor: Actor, shown: Waiting, *, now: datetime) -> Counts:
    """One query for all tabs. What filters leave of a queue is not counted: no index bounds its cost."""
    which = [one for one in queues_of(actor) if one is not Queue.ALL]
    rows: dict[str, QuerySet[Any]] = {str(one): queue(actor, one, now=now).rows for one in which}
    if shown.by_due:
        rows["late"] = shown.rows.filter(due__lt=now)
    if actor.has(Role.NATIONAL_VERIFIER):
        rows["flagged"] = moderation.waiting()
    found = count_each(rows, most=COUNTED)
    return Counts({one: found[str(one)] for one in which}, found.get("late", 0), found.get("flagged"))


def tabs(mine: Sequence[Queue], counts: Counts, current: Queue | None) -> list[Tab]:
    """`current`: None where the list is narrowed, and so is no queue as it stands."""
    queues = [_tab(one, counts.queues.get(one), current) for one in mine]
    if counts.flagged is None:
        return queues
    flagged = Tab(
        _("Laporan pembaca"), capped(counts.flagged), FLAGGED, current=False, empty=not counts.flagged
    )
    return [*queues, flagged]


def capped(number: int) -> str:
    """ "12", or "99+" where counting stopped."""
    return f"{COUNTED - 1}+" if number >= COUNTED else str(number)


def _tab(one: Queue, number: int | None, current: Queue | None) -> Tab:
    return Tab(
        label=str(LABELS[one]),
        count="" if number is None else capped(number),
        url=f"/kelola/?{urlencode({'antrean': one.value})}",
        current=one is current,
        empty=number == 0 and one is not current,
    )
