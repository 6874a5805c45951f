"""An agency among those of its kind, in one sentence and one picture."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lapor.indicators.peers import ENOUGH, Place, Standing
from lapor.registry.models import Agency
from lapor.ui.charts import Mark
from lapor.ui.spread_chart import SpreadChart


@dataclass(frozen=True)
class Compared:
    said: str
    chart: SpreadChart


def compared(agency: Agency, found: Standing | None) -> Compared | None:
    """None where the kind has too few agencies with enough reports."""
    return Compared(_said(agency, found), _chart(agency, found)) if found else None


def _said(agency: Agency, found: Standing) -> str:
    if found.place is None:
        return _(
            "Instansi ini belum dibandingkan: laporannya yang sudah harus dijawab kurang dari %(enough)d."
        ) % {"enough": ENOUGH}
    return {
        Place.TOP: _("Termasuk seperempat yang paling sering tepat waktu dari %(n)d instansi sejenis."),
        Place.UPPER: _("Lebih sering tepat waktu daripada separuh dari %(n)d instansi sejenis."),
        Place.MIDDLE: _(
            "Di tengah %(n)d instansi sejenis: bedanya dari nilai tengah terlalu kecil untuk dipastikan."
        ),
        Place.LOWER: _("Lebih jarang tepat waktu daripada separuh dari %(n)d instansi sejenis."),
        Place.BOTTOM: _("Termasuk seperempat yang paling jarang tepat waktu dari %(n)d instansi sejenis."),
    }[found.place] % {"n": found.spread.agencies}


def _chart(agency: Agency, found: Standing) -> SpreadChart:
    spread = found.spread
    quarters = (spread.least, spread.first, spread.median, spread.third, spread.most)
    labels = (
        _("Paling rendah"),
        _("Seperempat instansi di bawah"),
        _("Nilai tengah"),
        _("Seperempat instansi di atas"),
        _("Paling tinggi"),
    )
    marks = [Mark(label, value) for label, value in zip(labels, quarters, strict=True)]
    own = None
    if found.own is not None:
        own = (found.own, found.low, found.high)
        marks = [
            Mark(_("Instansi ini"), found.own),
            Mark(_("Instansi ini, paling sedikit"), found.low),
            Mark(_("Instansi ini, paling banyak"), found.high),
            *marks,
        ]
    return SpreadChart(
        id="banding",
        title=_("Dijawab dalam 5 hari kerja, dibandingkan dengan jenis %(kind)s")
        % {"kind": agency.get_kind_display()},
        label_head=_("Siapa"),
        value_head=_("Bagian"),
        quarters=quarters,
        own=own,
        marks=marks,
    )
