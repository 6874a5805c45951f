"""A figure as a page shows it: in words, with its definition, or with the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lapor.indicators.figures import DEFINITIONS, FEW, Definition, Kind
from lapor.indicators.sums import Sums
from lapor.ui.numbers import figure, share

COUNTS = ("received", "per_day")
SHARES = (
    "followed_up_within_5_working_days",
    "followed_up_within_10_days",
    "verified_within_3_working_days",
    "completed_share",
    "auto_closed_share",
    "unconfirmed_share",
    "reopened_share",
)
DURATIONS = (
    "median_days_to_first_answer",
    "average_verification",
    "average_disposition",
    "average_answer",
    "average_completion",
)
_OF_CLOSED = ("auto_closed_share", "unconfirmed_share", "reopened_share")


@dataclass(frozen=True)
class Shown:
    """`value` in words, empty where there is none; then `why` says the reason."""

    definition: Definition
    value: str
    why: str = ""


def too_few(sums: Sums, *, scoped: bool) -> bool:
    """Whether figures of one agency or region would speak of a person rather than of an office."""
    return scoped and 0 < sums.counts["received"] < FEW


def shown(names: Iterable[str], sums: Sums, days: int, *, scoped: bool) -> list[Shown]:
    """The figures of these names in their order."""
    few = too_few(sums, scoped=scoped)
    return [_too_few(name) if few else _shown(name, sums, days) for name in names]


def counted(definition: Definition, number: int) -> Shown:
    """A figure that is no sum of facts."""
    return Shown(definition, figure(number))


def value_of(name: str, sums: Sums, days: int) -> float | None:
    of = DEFINITIONS[name].of
    return of(sums, days) if of else None


def _shown(name: str, sums: Sums, days: int) -> Shown:
    definition = DEFINITIONS[name]
    value = value_of(name, sums, days)
    if value is None:
        return Shown(definition, "", _why(name, sums))
    if definition.kind is Kind.SHARE:
        return Shown(definition, share(value))
    return Shown(definition, figure(value, 2) if 0 < value < 0.1 else figure(value))


def _too_few(name: str) -> Shown:
    value = _("kurang dari %(few)d") % {"few": FEW} if name == "received" else ""
    return Shown(DEFINITIONS[name], value, _("Laporannya terlalu sedikit: angkanya dapat menunjuk orangnya."))


def _why(name: str, sums: Sums) -> str:
    if not sums.counts["received"]:
        return _("Tidak ada laporan masuk pada kurun ini.")
    if name == "completed_share":
        return _("Semua laporan pada kurun ini diarsipkan.")
    if name in _OF_CLOSED:
        return _("Belum ada laporan yang ditutup, atau riwayatnya tidak diketahui.")
    if name.startswith("average_"):
        return _("Kurang dari %(few)d laporan melewati langkah ini, atau tanggalnya tidak diketahui.") % {
            "few": FEW
        }
    if name == "median_days_to_first_answer":
        return _("Belum ada laporan yang dijawab, atau tanggalnya tidak diketahui.")
    return _("Batas waktunya belum lewat, atau tanggalnya tidak diketahui.")
