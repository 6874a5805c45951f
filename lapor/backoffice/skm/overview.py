"""One survey on one page: where it stands, what comes next, and the way to everything about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from lapor.backoffice.skm.doors import may_manage, page, period_of, surveyor
from lapor.backoffice.skm.links import PublicLinks
from lapor.backoffice.skm.sample import reasoning
from lapor.backoffice.skm.words import element_words, period_status
from lapor.skm.codes import PeriodStatus, Weights
from lapor.skm.following_up import Fulfilment, fulfilment
from lapor.skm.models import Period
from lapor.skm.oddities import odd
from lapor.skm.results import Result, result
from lapor.sla.zones import NATIONAL
from lapor.ui.components import Step
from lapor.ui.dates import day_words
from lapor.ui.numbers import figure, share

# Nobody judges more by hand; beyond it the page says so many or more.
ODD_MOST = 1000
_ORDER = (PeriodStatus.DRAFT, PeriodStatus.OPEN, PeriodStatus.CLOSED, PeriodStatus.PUBLISHED)


@dataclass(frozen=True)
class Next:
    """What to do now: a sentence, why, and the pages where it is done (the first is the main one)."""

    title: str
    why: str
    doors: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class State:
    """What the page knows of a survey. `waiting`: odd answers nobody has judged, ODD_MOST at most."""

    period: Period
    result: Result
    waiting: int
    plan: Fulfilment

    @property
    def n(self) -> int:
        return self.result.counted.n


@require_GET
@surveyor
def overview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A fixed number of queries, however many answers there are."""
    period = period_of(request, pk)
    today = timezone.now().astimezone(NATIONAL).date()
    # Of responses with something odd, those that nobody has decided about.
    undecided = odd(period).filter(decisions=None).prefetch_related(None).select_related(None)
    state = State(
        period,
        result(period),
        undecided.order_by()[:ODD_MOST].count(),
        fulfilment(period, today=today),
    )
    needed = state.result.sample
    context = {
        "period": period,
        "unit": period.unit,
        "status": period_status(period),
        "state": state,
        "next": next_of(state),
        "steps": steps_of(state),
        "links": PublicLinks(period),
        "reasoning": reasoning(needed) if needed else None,
        "dropped": [(element_words(code), why) for code, why in sorted(period.dropped.items())],
        "weights": Weights(period.weights).label,
        "services": list(period.services.order_by("name").values_list("name", flat=True)[:100]),
        "manages": may_manage(request, period.unit),
        "draft": period.status == PeriodStatus.DRAFT,
        "open": period.status == PeriodStatus.OPEN,
        "taking": period.status in (PeriodStatus.OPEN, PeriodStatus.DRAFT, PeriodStatus.CLOSED),
        "published": period.status == PeriodStatus.PUBLISHED,
    }
    return page(request, "overview.html", context)


def next_of(state: State) -> Next:
    """The one thing that comes next."""
    return {
        PeriodStatus.DRAFT: _next_of_draft,
        PeriodStatus.OPEN: _next_of_open,
        PeriodStatus.CLOSED: _next_of_closed,
        PeriodStatus.PUBLISHED: _next_of_published,
    }[PeriodStatus(state.period.status)](state)


def steps_of(state: State) -> list[Step]:
    """The whole way, with where the survey is on it."""
    done = _ORDER.index(PeriodStatus(state.period.status))
    period, plan = state.period, state.plan
    days = f"{day_words(period.starts)} – {day_words(period.ends)}"
    rows = (
        (0, _("Susun"), days, period.created_at),
        (1, _("Kumpulkan jawaban"), _progress(state), period.opened_at),
        (2, _("Periksa dan rencanakan"), _checked(state, plan), period.closed_at),
        (3, _("Umumkan"), _("Hasil dan rencana dibaca siapa pun."), period.published_at),
    )
    return [
        Step(title, "done" if place < done or done == 3 else "now" if place == done else "next", (line,), at)
        for place, title, line, at in rows
    ]


def _progress(state: State) -> str:
    needed = state.result.sample
    if needed is None:
        return ngettext("%(n)s jawaban", "%(n)s jawaban", state.n) % {"n": figure(state.n)}
    words = {"n": figure(state.n), "size": figure(needed.size), "share": share(state.n / needed.size, 0)}
    return _("%(n)s dari %(size)s jawaban (%(share)s)") % words


def _checked(state: State, plan: Fulfilment) -> str:
    steps = ngettext("%(n)s rencana", "%(n)s rencana", plan.rows) % {"n": figure(plan.rows)}
    if state.period.status == PeriodStatus.PUBLISHED:  # nothing is judged any more
        return f"{_('%(n)s jawaban dikeluarkan') % {'n': figure(state.result.excluded)}}; {steps}"
    waiting = ngettext("%(n)s jawaban janggal menunggu", "%(n)s jawaban janggal menunggu", state.waiting)
    return f"{waiting % {'n': figure(state.waiting)}}; {steps}"


def _door(name: str, state: State) -> str:
    return reverse(name, args=[state.period.pk])


def _next_of_draft(state: State) -> Next:
    opening = (_door("kelola-skm-pembukaan", state), _("Buka survei"))
    planning = (_door("kelola-skm-susunan", state), _("Ubah susunan"))
    past = (_door("kelola-skm-impor", state), _("Impor survei lama"))
    closing = (_door("kelola-skm-penutupan", state), _("Tutup survei"))
    if state.n:
        why = _("Survei ini berisi jawaban dari berkas. Tutup agar hasilnya dapat diperiksa dan diumumkan.")
        return Next(_("Tutup survei hasil impor"), why, (closing, past))
    if state.period.population is None:
        why = _("Tanpa banyaknya orang yang dilayani, jumlah responden yang perlu tidak dapat dihitung.")
        return Next(_("Isi banyaknya orang yang dilayani"), why, (planning, opening, past))
    why = _("Susunan sudah siap. Setelah dibuka, susunan dan kata-katanya tidak dapat diubah lagi.")
    return Next(_("Buka survei"), why, (opening, planning, past))


def _next_of_open(state: State) -> Next:
    paper = (_door("kelola-skm-kertas", state), _("Masukkan lembar kertas"))
    progress = (_door("kelola-skm-kemajuan", state), _("Lihat kemajuan"))
    closing = (_door("kelola-skm-penutupan", state), _("Tutup survei"))
    needed = state.result.sample
    missing = max(0, needed.size - state.n) if needed else 0
    if missing:
        title = ngettext("Kumpulkan %(n)s jawaban lagi", "Kumpulkan %(n)s jawaban lagi", missing)
        why = _("Bagikan tautan, pasang poster di loket, atau bagikan lembar kertas.")
        return Next(title % {"n": figure(missing)}, why, (progress, paper, closing))
    if timezone.now().astimezone(NATIONAL).date() <= state.period.ends:
        why = _("Jumlah responden sudah cukup. Terima jawaban sampai hari terakhir, atau tutup lebih awal.")
        return Next(_("Terus kumpulkan sampai hari terakhir"), why, (progress, paper, closing))
    return Next(_("Tutup survei"), _("Hari terakhirnya sudah lewat."), (closing, paper, progress))


def _next_of_closed(state: State) -> Next:
    oddities = (_door("kelola-skm-janggal", state), _("Periksa jawaban janggal"))
    plan = (_door("kelola-skm-rencana", state), _("Susun rencana"))
    publishing = (_door("kelola-skm-pengumuman", state), _("Umumkan hasil"))
    if state.waiting:
        title = ngettext("Periksa %(n)s jawaban janggal", "Periksa %(n)s jawaban janggal", state.waiting)
        why = _("Jawaban itu dihitung selama belum ada yang memutuskan lain.")
        return Next(title % {"n": figure(state.waiting)}, why, (oddities, plan, publishing))
    if not state.plan.rows:
        why = _("Untuk setiap unsur yang rendah: apa yang dikerjakan, oleh siapa, dan kapan selesai.")
        return Next(_("Susun rencana tindak lanjut"), why, (plan, publishing))
    return Next(_("Umumkan hasil"), _("Semua sudah siap."), (publishing, plan))


def _next_of_published(state: State) -> Next:
    plan = (_door("kelola-skm-rencana", state), _("Buka rencana"))
    open_ones = state.plan.rows - state.plan.done
    if open_ones:
        title = ngettext("Selesaikan %(n)s rencana", "Selesaikan %(n)s rencana", open_ones)
        why = _("Tandai setiap rencana yang sudah dikerjakan; halaman publik menunjukkannya.")
        return Next(title % {"n": figure(open_ones)}, why, (plan,))
    return Next(
        pgettext("rencana", "Selesai"), _("Siapkan survei berikutnya paling lambat setahun lagi."), (plan,)
    )
