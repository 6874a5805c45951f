"""The panel as its template needs it: sentences, one picture, one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _

from lapor.evidence.change import Verdict
from lapor.evidence.panel import Panel, Place
from lapor.portal.evidence import words
from lapor.ui.charts import BarChart, Mark
from lapor.ui.numbers import figure, share

_TONES = {Verdict.FEWER: "bar", Verdict.MORE: "bar-late", Verdict.UNCLEAR: "bar-plain"}


@dataclass(frozen=True)
class Shown:
    """`lead` is the verdict or the reason why there is none; `interval` only with a verdict."""

    found: Panel
    lead: str
    interval: str
    before: str
    after: str
    medians: str
    closed: str
    survey: str
    chart: BarChart | None

    @property
    def categories(self) -> str:
        return ", ".join(one.name for one in self.found.categories)

    @property
    def places(self) -> Sequence[Place]:
        """The place itself first; none where nothing was counted."""
        return [self.found.own, *self.found.peers] if self.found.own else []

    @property
    def rated(self) -> bool:
        """Whether any place's inhabitants are known."""
        return any(one.region.population for one in self.places)


def shown(found: Panel) -> Shown:
    """Without a query, but for names of what was fetched already."""
    chosen = found.windows
    return Shown(
        found,
        words.verdict(found.change)
        if found.change
        else words.lacking(found.lacking)
        if found.lacking
        else "",
        words.interval(found.change) if found.change else "",
        words.months(chosen.before) if chosen else "",
        words.months(chosen.after) if chosen else "",
        words.medians(found) if chosen else "",
        _closed(found),
        words.survey(found.survey) if found.survey else "",
        _chart(found),
    )


def _closed(found: Panel) -> str:
    """How many of all were closed: with fewer afterwards, the slow ones are still missing."""
    own = found.own
    if own is None or None in own.medians:
        return ""
    before, after = (load.closed / load.counted if load.counted else None for load in (own.before, own.after))
    return _(
        "Sudah ditutup: %(before)s dari laporan sebelumnya, %(after)s sesudahnya. Yang lambat dapat belum "
        "terhitung."
    ) % {"before": share(before, 0), "after": share(after, 0)}


def _chart(found: Panel) -> BarChart | None:
    """Reports after for every hundred before: the place, and the spread of its peers."""
    if found.change is None or found.own is None:
        return None
    others = sorted(each for each in map(_hundred, found.peers) if each is not None)
    marks = [Mark(_("Wilayah ini"), _hundred(found.own) or 0, _TONES[found.change.verdict])]
    if others:
        marks += [
            Mark(_("Pembanding terendah"), others[0]),
            Mark(_("Pembanding tengah"), median(others)),
            Mark(_("Pembanding tertinggi"), others[-1]),
        ]
    return BarChart(
        id="bukti",
        title=_("Laporan sesudah inovasi dimulai, untuk setiap 100 laporan sebelumnya"),
        label_head=_("Wilayah"),
        value_head=_("Laporan"),
        marks=marks,
        words=lambda value: figure(value, 0),
    )


def _hundred(place: Place) -> float | None:
    before, after = place.reports
    return None if before is None or after is None else after / before * 100
