"""One page of the list with all that stands around it, and the report that follows another in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lapor.backoffice.columns import Choice, choice_of
from lapor.backoffice.listing.asking import QUEUE, WORDS, Asked, asked, context_of, found, query_of
from lapor.backoffice.listing.filters import Filters
from lapor.backoffice.listing.lines import Frame, Line, lines_of
from lapor.backoffice.listing.tabs import LABELS, Counts, Tab, capped, counted, tabs
from lapor.backoffice.saved import Kept, kept_for
from lapor.reports.models import Report
from lapor.reports.queues import Queue, Waiting, queue, queues_of
from lapor.ui.pages import PARAM, Page, following, keyset

PER_PAGE = 20


@dataclass(frozen=True)
class Removable:
    """A filter that holds, and the address of the list without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class Listing:
    """`late` and `others`: the lines of this page, grouped; `context`: the query that leads back to it.

    `query`: the same without the page, as a saved view keeps it.
    """

    queue: Queue
    label: str
    tabs: list[Tab]
    queues: Sequence[tuple[str, str]]
    late: list[Line]
    others: list[Line]
    page: Page[Report]
    q: str
    form: Filters
    chips: list[Removable]
    query: str
    context: str
    summary: str
    kept: list[Kept]
    choice: Choice

    @property
    def empty(self) -> bool:
        return not self.page.items

    @property
    def idle(self) -> list[Tab]:
        """Queues in which nothing waits: behind one touch."""
        return [tab for tab in self.tabs if tab.empty]

    @property
    def everywhere(self) -> str:
        """The address of the same search through all reports; empty where it is that already."""
        if not self.q or self.queue is Queue.ALL:
            return ""
        return f"/kelola/?{urlencode({QUEUE: Queue.ALL.value, WORDS: self.q})}"

    @property
    def columns(self) -> list[str]:
        return [str(one.label) for one in self.choice.columns]


def listing(request: HttpRequest, *, now: datetime, opened: int | None = None) -> Listing:
    """The list that the address names. A fixed number of queries."""
    read = asked(request)
    waiting = found(read, now=now)
    rows = waiting.rows.select_related("agency__region", "unit")
    page = keyset(rows, keys=waiting.keys, cursor=request.GET.get(PARAM), limit=PER_PAGE)
    context = context_of(request)
    choice = choice_of(read.actor)
    here = context or f"?{urlencode({QUEUE: read.which.value})}"
    lines = lines_of(page.items, read.actor, Frame(now, here, opened, choice))
    counts = counted(read.actor, queue(read.actor, read.which, now=now), now=now)
    mine = queues_of(read.actor)
    late = [line for line in lines if line.late and waiting.by_due]
    return Listing(
        queue=read.which,
        label=_("Hasil pencarian") if read.q else str(LABELS[read.which]),
        tabs=tabs(mine, counts, None if read.narrowed else read.which),
        queues=[(one.value, str(LABELS[one])) for one in mine],
        late=late,
        others=[line for line in lines if line not in late],
        page=page,
        q=read.q,
        form=read.form,
        chips=_chips(request, read),
        query=read.query or urlencode({QUEUE: read.which.value}),
        context=context,
        summary=_summary(read, waiting, counts, page),
        kept=kept_for(read.actor, read.query),
        choice=choice,
    )


def next_of(request: HttpRequest, report: Report, *, now: datetime) -> Report | None:
    """The report after this one in the list that the address names; None without a queue or at its end.

    From the last one, and from one that has left the list, it goes on at the top. Three queries at most.
    """
    if QUEUE not in request.GET:
        return None
    waiting = found(asked(request), now=now)
    here = waiting.rows.filter(pk=report.pk).first()
    others = waiting.rows.exclude(pk=report.pk)
    after = following(others, here, keys=waiting.keys) if here else None
    return after or others.order_by(*waiting.keys).first()


def _chips(request: HttpRequest, read: Asked) -> list[Removable]:
    found, given = [], request.GET.dict()
    for chip in read.form.chips():
        others = {name: value for name, value in given.items() if name != chip.name}
        found.append(Removable(chip.label, chip.value, f"/kelola/?{query_of(others)}"))
    return found


def _summary(read: Asked, waiting: Waiting, counts: Counts, page: Page[Report]) -> str:
    if read.narrowed:
        more = "+" if page.next or page.previous else ""
        number = f"{PER_PAGE if more else len(page.items)}{more}"
        return _("%(n)s laporan cocok di antrean “%(queue)s”.") % {"n": number, "queue": LABELS[read.which]}
    if not waiting.by_due or read.which is Queue.OVERDUE:
        return ""
    words = {"n": capped(counts.queues[read.which]), "late": capped(counts.late)}
    return _("%(n)s laporan perlu tindakan, %(late)s lewat batas.") % words
