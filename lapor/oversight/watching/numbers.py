"""The numbers of oversight: each is a list of the desk, counted by the very filters that its link holds.

The page and the bulletin take them from here, so that both say the same. Counting stops at MOST.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lapor.accounts.actors import Actor
from lapor.accounts.models import User
from lapor.accounts.roles import NATIONAL, Role
from lapor.indicators.facts import day_of
from lapor.registry.models import Agency, Category, Region
from lapor.reports.counting import count_each
from lapor.reports.models import Report
from lapor.reports.narrowing import Due, Ended, Turn
from lapor.reports.programmes import programmes
from lapor.reports.queues import Queue, narrowed
from lapor.reports.states import Status
from lapor.ui.numbers import figure

# Nobody reads on; whoever needs the exact number of so many asks for an export.
MOST = 1_000
# What came in so many days is looked at for what became of it.
LATELY = 90
# Days since a report came, for those that nobody verified: (at least, at most).
AGES = ((0, 3), (4, 7), (8, 30), (31, None))


@dataclass(frozen=True)
class Number:
    """One number: what is counted, as filters of `narrowing.narrow`; `value` once it is counted."""

    label: str
    chosen: Mapping[str, Any]
    which: Queue = Queue.ALL
    value: int = 0
    late: bool = False

    @property
    def words(self) -> str:
        """ "12", or "999+" where counting stopped."""
        return capped([self.value])

    @property
    def url(self) -> str:
        """The desk's list of just these reports, within the reader's own scope."""
        asked = {name: _written(value) for name, value in self.chosen.items()}
        return f"/kelola/?{urlencode({'antrean': self.which.value, **asked})}"

    def rows(self, actor: Actor, *, now: datetime) -> QuerySet[Report]:
        return narrowed(actor, self.which, self.chosen, now=now).rows


@dataclass(frozen=True)
class Section:
    """Numbers of one kind. `id`: its place on the page."""

    id: str
    title: str
    numbers: Sequence[Number] = field(default_factory=list)
    hint: str = ""

    @property
    def total(self) -> int:
        return sum(one.value for one in self.numbers)

    @property
    def words(self) -> str:
        """The sum of its numbers."""
        return capped([one.value for one in self.numbers])


def capped(values: Sequence[int]) -> str:
    """The sum in words; with "+" where counting stopped at one of them."""
    total = figure(sum(min(value, MOST - 1) for value in values))
    return f"{total}+" if any(value >= MOST for value in values) else total


def sections(actor: Actor, *, now: datetime) -> list[Section]:
    """All numbers this officer may see, counted in one query."""
    found = list(_sections(actor, day_of(now)))
    counted = iter(count([one for section in found for one in section.numbers], actor, now=now))
    return [replace(section, numbers=[next(counted) for _one in section.numbers]) for section in found]


def count(numbers: Sequence[Number], actor: Actor, *, now: datetime) -> list[Number]:
    """The same numbers with their values. One query for all of them."""
    values = count_each({place: one.rows(actor, now=now) for place, one in enumerate(numbers)}, most=MOST)
    return [replace(one, value=values[place]) for place, one in enumerate(numbers)]


def _sections(actor: Actor, today: date) -> Iterator[Section]:
    national = actor.has(*NATIONAL)
    if national:
        title = _("Belum diverifikasi, menurut umur laporan")
        yield Section("belum-diverifikasi", title, [_aged(low, high, today) for low, high in AGES])
        title = _("Admin nasional lewat batas")
        yield Section("nasional-lewat", title, _late(Turn.NATION))
    yield Section(
        "instansi-lewat",
        _("Instansi belum menjawab dan lewat batas"),
        _late(Turn.AGENCY),
        _("Menurut berapa lama batasnya sudah lewat. Hari kalender."),
    )
    yield Section("sesudah-jawaban", _("Sesudah dijawab"), _afterwards(today))
    yield Section("peraturan", _("Batas terakhir dan Ombudsman"), _last_resort(actor))
    yield Section(
        "program",
        _("Program prioritas, 90 hari terakhir"),
        [
            Number(one.name, {"program": one.code, "dari": today - timedelta(days=LATELY - 1)})
            for one in programmes()
        ],
        _("Menurut kategori, instansi, kata dalam laporan, atau pilihan admin nasional dan KSP."),
    )


def _aged(low: int, high: int | None, today: date) -> Number:
    chosen: dict[str, Any] = {"status": Status.RECEIVED}
    if high is not None:
        chosen["dari"] = today - timedelta(days=high)
    if low:
        chosen["sampai"] = today - timedelta(days=low)
    if high is None:
        return Number(_("lebih dari %(n)d hari") % {"n": low - 1}, chosen, late=True)
    return Number(_("%(low)d sampai %(high)d hari") % {"low": low, "high": high}, chosen)


def _late(turn: Turn) -> list[Number]:
    bands = (
        (_("sampai 7 hari"), Due.LATE_DAYS),
        (_("8 sampai 30 hari"), Due.LATE_WEEKS),
        (_("lebih dari 30 hari"), Due.LATE_LONG),
    )
    return [Number(label, {"giliran": turn, "tenggat": due}, late=True) for label, due in bands]


def _afterwards(today: date) -> list[Number]:
    since = today - timedelta(days=LATELY - 1)
    return [
        Number(_("keberatan belum diputus"), {"keberatan": True}),
        Number(_("dibuka lagi, masuk 90 hari terakhir"), {"dibuka": True, "dari": since}),
        Number(_("ditutup otomatis, masuk 90 hari terakhir"), {"penutupan": Ended.ITSELF, "dari": since}),
    ]


def _last_resort(actor: Actor) -> list[Number]:
    found = [Number(_("lewat batas peraturan perundangan"), {"tenggat": Due.LEGAL}, late=True)]
    if actor.has(Role.OMBUDSMAN):
        found.append(Number(_("di jalur Ombudsman"), {}, Queue.OMBUDSMAN))
    return found


def _written(value: object) -> str:
    """A filter's value as the address holds it."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Agency | Category | Region):
        return value.code
    return str(value.pk) if isinstance(value, User) else str(value)
