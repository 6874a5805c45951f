"""The published figures, one function each: the words beside it, the sentence that defines it, the sum.

These functions are the only source: pages show title and sentence, `document` writes docs/indicators.md,
`summary` computes. The English docstring says how to compute the figure again from day facts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lapor.indicators.sums import Sums, mean, median

Words = str | Promise
Formula = Callable[[Sums, int], float | None]
# Fewer reports than this say nothing of an office and too much of a person.
FEW = 5


class Kind(StrEnum):
    """How a figure is written."""

    COUNT = "count"
    SHARE = "share"
    DAYS = "days"


@dataclass(frozen=True)
class Definition:
    """A figure: its contract name, its words, and its sum over a number of days."""

    name: str
    kind: Kind
    title: Words
    short: Words
    sentence: Words
    # How to compute it again, in English.
    recipe: str
    of: Formula | None = None


DEFINITIONS: dict[str, Definition] = {}


def _figure(kind: Kind, title: Words, short: Words, sentence: Words) -> Callable[[Formula], Formula]:
    def register(of: Formula) -> Formula:
        recipe = " ".join((of.__doc__ or "").split())
        DEFINITIONS[of.__name__] = Definition(of.__name__, kind, title, short, sentence, recipe, of)
        return of

    return register


@_figure(
    Kind.COUNT,
    _("laporan masuk"),
    pgettext_lazy("laporan", "Masuk"),
    _(
        "Semua laporan yang diterima dalam kurun ini, menurut tanggal WIB. "
        "Laporan yang digabungkan atau ditarik pelapornya tidak dihitung."
    ),
)
def received(sums: Sums, days: int) -> float:
    """The count `received`."""
    return sums.counts["received"]


@_figure(
    Kind.COUNT,
    _("laporan masuk setiap hari"),
    _("Sehari"),
    _("Jumlah laporan masuk dibagi jumlah hari dalam kurun ini, termasuk hari libur."),
)
def per_day(sums: Sums, days: int) -> float:
    """`received` / number of days from first to last, both included."""
    return round(sums.counts["received"] / max(days, 1), 2)


@_figure(
    Kind.SHARE,
    _("dijawab dalam 10 hari"),
    _("Dijawab 10 hari"),
    _(
        "Bagian laporan yang mendapat jawaban pertama paling lama 10 hari kalender sejak masuk. "
        "Laporan yang 10 harinya belum lewat dihitung hanya bila sudah dijawab."
    ),
)
def followed_up_within_10_days(sums: Sums, days: int) -> float | None:
    """`followed_up_10_met` / `followed_up_10_counted`."""
    return _share(sums, "followed_up_10_met", "followed_up_10_counted")


@_figure(
    Kind.SHARE,
    _("diperiksa dalam 3 hari kerja"),
    _("Diperiksa 3 hari"),
    _(
        "Bagian laporan yang diperiksa tim nasional paling lama 3 hari kerja sejak masuk. "
        "Laporan yang batasnya belum lewat dihitung hanya bila sudah diperiksa."
    ),
)
def verified_within_3_working_days(sums: Sums, days: int) -> float | None:
    """`verified_3_met` / `verified_3_counted`."""
    return _share(sums, "verified_3_met", "verified_3_counted")


@_figure(
    Kind.SHARE,
    _("dijawab instansi dalam 5 hari kerja"),
    _("Dijawab 5 hari kerja"),
    _(
        "Bagian laporan yang dijawab paling lama 5 hari kerja sejak pertama kali diteruskan ke instansi. "
        "Laporan yang belum diteruskan tidak dihitung."
    ),
)
def followed_up_within_5_working_days(sums: Sums, days: int) -> float | None:
    """`followed_up_5_met` / `followed_up_5_counted`."""
    return _share(sums, "followed_up_5_met", "followed_up_5_counted")


@_figure(
    Kind.SHARE,
    _("laporan sudah selesai"),
    _("Selesai"),
    _(
        "Laporan yang ditutup, dibagi semua laporan kurun ini tanpa yang diarsipkan. "
        "Laporan yang ditutup karena pelapornya tidak terhubungi tidak dianggap selesai."
    ),
)
def completed_share(sums: Sums, days: int) -> float | None:
    """`completed` / `not_archived`."""
    return _share(sums, "completed", "not_archived")


@_figure(
    Kind.SHARE,
    _("ditutup otomatis"),
    _("Ditutup otomatis"),
    _("Dari laporan yang ditutup: yang ditutup sistem karena batas waktu pelapor habis tanpa kabar."),
)
def auto_closed_share(sums: Sums, days: int) -> float | None:
    """`auto_closed` / `closed`."""
    return _share(sums, "auto_closed", "closed")


@_figure(
    Kind.SHARE,
    _("ditutup, pelapor tidak terhubungi"),
    _("Tak terhubungi"),
    _("Dari laporan yang ditutup: yang kabar jawabannya tidak pernah sampai kepada pelapor."),
)
def unconfirmed_share(sums: Sums, days: int) -> float | None:
    """`unconfirmed` / `closed`."""
    return _share(sums, "unconfirmed", "closed")


@_figure(
    Kind.SHARE,
    _("dibuka lagi"),
    _("Dibuka lagi"),
    _("Dari laporan yang pernah ditutup: yang dibuka lagi karena pelapor belum puas."),
)
def reopened_share(sums: Sums, days: int) -> float | None:
    """`reopened` / `ever_closed`, of reports whose history is known."""
    return _share(sums, "reopened", "ever_closed")


@_figure(
    Kind.DAYS,
    _("hari sampai jawaban pertama, nilai tengah"),
    _("Nilai tengah"),
    _(
        "Setengah dari laporan yang sudah dijawab menerima jawaban pertama lebih cepat dari ini, "
        "setengahnya lebih lambat. Hari kalender sejak laporan masuk."
    ),
)
def median_days_to_first_answer(sums: Sums, days: int) -> float | None:
    """The median of the spread `answer_days`, in calendar days."""
    return median(sums.answers)


@_figure(
    Kind.DAYS,
    _("hari kerja sampai diperiksa, rata-rata"),
    _("Diperiksa"),
    _("Rata-rata hari kerja dari laporan masuk sampai diperiksa. Hari yang sama dihitung nol."),
)
def average_verification(sums: Sums, days: int) -> float | None:
    """`verification_days` / `verification_taken`, to one decimal; none under 5 reports."""
    return mean(sums.counts, "verification", at_least=FEW)


@_figure(
    Kind.DAYS,
    _("hari kerja sampai diteruskan ke instansi, rata-rata"),
    _("Diteruskan"),
    _("Rata-rata hari kerja dari laporan masuk sampai pertama kali diteruskan ke instansi."),
)
def average_disposition(sums: Sums, days: int) -> float | None:
    """`disposition_days` / `disposition_taken`, to one decimal; none under 5 reports."""
    return mean(sums.counts, "disposition", at_least=FEW)


@_figure(
    Kind.DAYS,
    _("hari kerja sampai dijawab instansi, rata-rata"),
    _("Dijawab"),
    _("Rata-rata hari kerja dari laporan diteruskan sampai jawaban pertama instansi."),
)
def average_answer(sums: Sums, days: int) -> float | None:
    """`answer_days` / `answer_taken`, to one decimal; none under 5 reports."""
    return mean(sums.counts, "answer", at_least=FEW)


@_figure(
    Kind.DAYS,
    _("hari kerja sampai selesai, rata-rata"),
    _("Selesai"),
    _("Rata-rata hari kerja dari laporan diteruskan sampai ditutup, untuk laporan yang sudah ditutup."),
)
def average_completion(sums: Sums, days: int) -> float | None:
    """`completion_days` / `completion_taken`, to one decimal; none under 5 reports."""
    return mean(sums.counts, "completion", at_least=FEW)


CONNECTED = Definition(
    "connected",
    Kind.COUNT,
    _("instansi tersambung"),
    _("Tersambung"),
    _(
        "Kementerian, lembaga, provinsi, kabupaten, dan kota yang sudah menerima laporan lewat layanan ini "
        "pada hari terakhir kurun. Instansi yang tanggal mulainya tidak diketahui tidak dihitung."
    ),
    "Top agencies, active, with `connected_since` not after the last day; one number per kind.",
)
IDENTITY_OPENINGS = Definition(
    "identity_openings",
    Kind.COUNT,
    _("kali identitas pelapor anonim dibuka"),
    _("Identitas dibuka"),
    _(
        "Berapa kali petugas nasional membuka nama pelapor anonim, sejak layanan ini berjalan. "
        "Setiap pembukaan perlu alasan tertulis, tercatat, dan berlaku 15 menit."
    ),
    "Rows of `reports.IdentityOpening`, all of them, whatever the period.",
)
DEFINITIONS |= {one.name: one for one in (CONNECTED, IDENTITY_OPENINGS)}


def _share(sums: Sums, part: str, whole: str) -> float | None:
    return round(sums.counts[part] / sums.counts[whole], 4) if sums.counts[whole] else None
