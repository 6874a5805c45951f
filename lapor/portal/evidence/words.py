"""What the panel says in sentences: an association in time, no cause; and why where nothing is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lapor.evidence.change import FEWEST, Change, Verdict
from lapor.evidence.panel import Lacking, Panel
from lapor.evidence.surveys import Surveyed
from lapor.evidence.windows import LEAST
from lapor.indicators.figures import FEW
from lapor.ui.numbers import figure, share


def verdict(found: Change) -> str:
    """The first sentence."""
    return {
        Verdict.FEWER: _("Laporan turun sekitar %(share)s dibandingkan wilayah yang sebanding."),
        Verdict.MORE: _("Laporan naik sekitar %(share)s dibandingkan wilayah yang sebanding."),
        Verdict.UNCLEAR: _("Tidak ada perubahan yang jelas dibandingkan wilayah yang sebanding."),
    }[found.verdict] % {"share": share(abs(found.ratio - 1), 0)}


def interval(found: Change) -> str:
    """How sure that is."""
    low, high = share(abs(found.low - 1), 0), share(abs(found.high - 1), 0)
    return {
        Verdict.FEWER: _("Dengan keyakinan 95 persen, turunnya antara %(high)s dan %(low)s."),
        Verdict.MORE: _("Dengan keyakinan 95 persen, naiknya antara %(low)s dan %(high)s."),
        Verdict.UNCLEAR: _(
            "Dengan keyakinan 95 persen, angkanya dapat turun sampai %(low)s atau naik sampai %(high)s."
        ),
    }[found.verdict] % {"low": low, "high": high}


def lacking(why: Lacking) -> str:
    """Why nothing is said of the number of reports, and what it would need."""
    return {
        Lacking.CATEGORY: _(
            "Inovasi ini tidak menyebut kategori laporan, jadi tidak ada yang dapat dihitung."
        ),
        Lacking.PLACE: _(
            "Inovasi ini tidak terikat pada satu wilayah, jadi tidak ada wilayah pembandingnya."
        ),
        Lacking.TIME: _(
            "Inovasi ini masih terlalu baru. Perlu %(months)d bulan penuh sesudah bulan mulainya."
        ),
        Lacking.PAST: _(
            "Laporan sebelum inovasi dimulai belum cukup lama tercatat. Perlu %(months)d bulan penuh."
        ),
        Lacking.REPORTS: _(
            "Laporannya terlalu sedikit untuk dibandingkan: kurang dari %(few)d sebelum atau sesudahnya."
        ),
        Lacking.PEERS: _("Wilayah yang sebanding terlalu sedikit. Perlu paling sedikit %(peers)d."),
    }[why] % {"months": LEAST, "few": FEW, "peers": FEWEST}


def medians(found: Panel) -> str:
    """Days to completion on both sides, where both have enough."""
    before, after = found.own.medians if found.own else (None, None)
    if before is None or after is None:
        return _("Lama penyelesaian belum dapat dibandingkan: laporan yang selesai terlalu sedikit.")
    return _(
        "Separuh laporan yang selesai ditutup dalam %(before)s hari kerja sebelumnya, %(after)s hari kerja "
        "sesudahnya."
    ) % {"before": figure(before), "after": figure(after)}


def survey(found: Surveyed) -> str:
    """Satisfaction on both sides, or which survey is still to come."""
    if found.before is None:
        return _("Belum ada hasil survei kepuasan yang terbit dari masa sebelum inovasi dimulai.")
    if found.after is None:
        return _("Belum ada hasil survei kepuasan yang terbit dari masa sesudah inovasi dimulai.")
    numbers = {
        "before": figure(found.before.counted.ikm, 2),
        "after": figure(found.after.counted.ikm, 2),
        "unit": found.unit.name,
    }
    said = {
        Verdict.MORE: _("Kepuasan warga pada %(unit)s naik: indeksnya dari %(before)s menjadi %(after)s."),
        Verdict.FEWER: _("Kepuasan warga pada %(unit)s turun: indeksnya dari %(before)s menjadi %(after)s."),
    }
    unclear = _(
        "Kepuasan warga pada %(unit)s tidak berubah dengan jelas: indeksnya %(before)s, kemudian %(after)s."
    )
    return said.get(found.verdict or Verdict.UNCLEAR, unclear) % numbers


def months(span: Sequence[date]) -> str:
    """ "Maret 2023 – Februari 2024"."""
    first, last = (date_format(day, "F Y") for day in (span[0], span[-1]))
    return first if first == last else f"{first} – {last}"
