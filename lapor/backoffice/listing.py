"""The list at the left of the desk: one queue, or what a search found, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from lapor.accounts.actors import Actor
from lapor.accounts.gate import actor_of
from lapor.backoffice import words
from lapor.reports import ombudsman
from lapor.reports.access import matching, visible_to
from lapor.reports.looking import Seen, look_at_list
from lapor.reports.models import Draft, Report
from lapor.reports.queues import BY_CASE, BY_DUE, BY_NEWEST, Queue, Waiting, queue, queues_of
from lapor.ui import components
from lapor.ui.pages import PARAM, Page, keyset
from lapor.ui.texts import printable

LABELS: dict[Queue, StrOrPromise] = {
    Queue.VERIFY: gettext_lazy("Perlu diverifikasi"),
    Queue.DISPOSE: gettext_lazy("Perlu disposisi"),
    Queue.ANSWER: gettext_lazy("Perlu dijawab"),
    Queue.DRAFTS: gettext_lazy("Draf menunggu"),
    Queue.RESPOND: gettext_lazy("Pertanyaan pengawas"),
    Queue.WAITING: gettext_lazy("Menunggu pelapor"),
    Queue.OBJECTIONS: gettext_lazy("Keberatan"),
    Queue.OMBUDSMAN: gettext_lazy("Jalur Ombudsman"),
    Queue.OVERDUE: gettext_lazy("Lewat batas"),
    Queue.ALL: gettext_lazy("Semua laporan"),
}
# Counting stops here: beyond it the desk says "99+", and a queue of a million costs what one of 100 does.
COUNTED = 100
NUMBER = re.compile(r"#?\s*([0-9]{1,18})")
WORDS_MAX = 200


@dataclass(frozen=True)
class Line:
    """One report in the list."""

    id: int
    title: str
    status: components.Status
    meta: str
    flags: Sequence[str]
    url: str
    current: bool
    late: bool


@dataclass(frozen=True)
class Tab:
    label: str
    count: str
    url: str
    current: bool


@dataclass(frozen=True)
class Listing:
    """`late` and `others`: the lines of this page, grouped; `context`: the query that leads back to it."""

    queue: Queue
    label: str
    tabs: list[Tab]
    late: list[Line]
    others: list[Line]
    page: Page[Report]
    q: str
    context: str
    summary: str

    @property
    def empty(self) -> bool:
        return not self.page.items


def listing(request: HttpRequest, *, now: datetime, opened: int | None = None) -> Listing:
    """The list that the address names (`antrean`, `q`, `lanjut`). A fixed number of queries."""
    actor, q = actor_of(request), asked_words(request)
    mine = queues_of(actor)
    which = chosen(request, mine)
    waiting = searched(actor, q) if q else queue(actor, which, now=now)
    rows = waiting.rows.select_related("agency__region", "unit")
    page = keyset(rows, keys=waiting.keys, cursor=request.GET.get(PARAM))
    context = context_of(request)
    here = context or f"?{urlencode({'antrean': which.value})}"
    lines = _lines(page.items, actor, now=now, context=here, opened=opened)
    counts = _counts(actor, mine, now)
    return Listing(
        queue=which,
        label=_("Hasil pencarian") if q else str(LABELS[which]),
        tabs=[Tab(str(LABELS[one]), counts.get(one, ""), _url(one), one is which and not q) for one in mine],
        late=[line for line in lines if line.late and waiting.keys == BY_DUE],
        others=[line for line in lines if not line.late or waiting.keys != BY_DUE],
        page=page,
        q=q,
        context=context,
        summary=_summary(actor, which, counts, now) if not q else "",
    )


def asked_words(request: HttpRequest) -> str:
    """What is searched for; only where the list is a search."""
    return printable(request.GET.get("q", "")).strip()[:WORDS_MAX]


def number_in(q: str) -> int | None:
    """The tracking id that somebody typed, with or without "#"."""
    found = NUMBER.fullmatch(q)
    return int(found[1]) if found else None


def searched(actor: Actor, q: str) -> Waiting:
    """Verified, not secret reports in scope that hold the words; newest first."""
    return Waiting(matching(visible_to(actor).filter(publication__isnull=False), q), BY_NEWEST)


def chosen(request: HttpRequest, mine: Sequence[Queue]) -> Queue:
    """The queue that the address names, if the officer has it; else the most pressing one."""
    wanted = request.GET.get("antrean", "")
    return Queue(wanted) if wanted in mine else mine[0]


def context_of(request: HttpRequest) -> str:
    """The part of the address that keeps the list as it is: "?antrean=verifikasi&lanjut=...", or empty."""
    given = {name: printable(request.GET.get(name, "")) for name in ("antrean", "q", PARAM)}
    kept = {name: value for name, value in given.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def next_of(request: HttpRequest, report: Report, *, now: datetime) -> Report | None:
    """The report after this one in the queue that the address names; None without a queue or at its end."""
    actor = actor_of(request)
    if "antrean" not in request.GET or asked_words(request):
        return None
    waiting = queue(actor, chosen(request, queues_of(actor)), now=now)
    rows: QuerySet[Report] = waiting.rows.exclude(pk=report.pk).order_by(*waiting.keys)
    if waiting.keys == BY_CASE:
        case = ombudsman.case_of(report)
        later = Q(ombudsman_case__lt=case.pk) if case else Q()
    elif waiting.keys == BY_NEWEST:
        later = Q(received__lt=report.received) | Q(received=report.received, pk__lt=report.pk)
    elif report.due:
        later = Q(due__gt=report.due) | Q(due=report.due, pk__gt=report.pk)
    else:
        return rows.first()
    return rows.filter(later).first() or rows.first()


def _lines(
    rows: list[Report], actor: Actor, *, now: datetime, context: str, opened: int | None
) -> list[Line]:
    seen = look_at_list(rows, actor, now=now)
    waiting = Draft.objects.filter(report__in=[row.pk for row in rows], state=Draft.State.WAITING)
    drafted = set(waiting.values_list("report_id", flat=True))
    return [_line(one, now, context, one.id == opened, one.id in drafted) for one in seen]


def _line(seen: Seen, now: datetime, context: str, current: bool, draft: bool) -> Line:
    report = seen.report
    return Line(
        id=report.pk,
        title=seen.title or _("(tanpa judul)"),
        status=words.standing(report, now=now, draft=draft),
        meta=f"#{report.pk} · {_holder(seen)}",
        flags=_flags(report),
        url=f"/kelola/laporan/{report.pk}/{context}",
        current=current,
        late=report.due is not None and report.due < now,
    )


def _holder(seen: Seen) -> str:
    """The unit, else the agency that holds it; before disposition the place it is about."""
    held = seen.report.unit or seen.report.agency
    if held:
        return held.name
    return seen.region.name if seen.region else _("belum ada instansi")


def _flags(report: Report) -> list[str]:
    marks = ((report.secret, _("Rahasia")), (report.anonymous, _("Anonim")), (report.flood, _("Massal")))
    return [word for marked, word in marks if marked]


def _counts(actor: Actor, mine: list[Queue], now: datetime) -> dict[Queue, str]:
    counted = [one for one in mine if one not in (Queue.WAITING, Queue.ALL)]
    return {one: _count(queue(actor, one, now=now).rows) for one in counted}


def _count(rows: QuerySet[Report]) -> str:
    number = rows.order_by()[:COUNTED].count()
    return f"{COUNTED - 1}+" if number == COUNTED else str(number)


def _summary(actor: Actor, which: Queue, counts: dict[Queue, str], now: datetime) -> str:
    if which not in counts or which is Queue.OVERDUE:
        return ""
    late = _count(queue(actor, which, now=now).rows.filter(due__lt=now))
    return _("%(n)s laporan perlu tindakan, %(late)s lewat batas.") % {"n": counts[which], "late": late}


def _url(which: Queue) -> str:
    return f"/kelola/?{urlencode({'antrean': which.value})}"
