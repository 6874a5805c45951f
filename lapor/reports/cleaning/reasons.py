"""Why a file is refused or cannot be cleaned, and how that is said to the person who sent it."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    DAMAGED = "damaged"
    TOO_MANY_POINTS = "too_many_points"
    LOCKED = "locked"
    TOO_COMPLEX = "too_complex"
    HIDDEN_TRACK = "hidden_track"

    @property
    def words(self) -> Promise:
        return _WORDS[self]


_WORDS: dict[Reason, Promise] = {
    Reason.EMPTY: _("Berkas ini kosong. Pilih berkas lain atau kirim ulang."),
    Reason.TOO_LARGE: _("Berkas ini terlalu besar. Perkecil ukurannya atau kirim bagian yang penting saja."),
    Reason.UNKNOWN_KIND: _(
        "Jenis berkas ini tidak diterima. Kirim foto (JPEG, PNG, WebP, HEIC), dokumen PDF, atau video MP4."
    ),
    Reason.DAMAGED: _(
        "Berkas ini rusak atau terkirim sebagian, jadi hanya admin nasional yang dapat melihatnya."
    ),
    Reason.TOO_MANY_POINTS: _(
        "Gambar ini terlalu besar untuk dibersihkan, jadi hanya admin nasional yang dapat melihatnya."
    ),
    Reason.LOCKED: _("PDF ini terkunci sandi, jadi hanya admin nasional yang dapat melihatnya."),
    Reason.TOO_COMPLEX: _(
        "Berkas ini terlalu rumit untuk dibersihkan, jadi hanya admin nasional yang dapat melihatnya."
    ),
    Reason.HIDDEN_TRACK: _(
        "Video ini memuat data lain, misalnya lokasi, yang tidak dapat dihapus, jadi hanya admin "
        "nasional yang dapat melihatnya."
    ),
}


class Refused(Exception):
    """The file is not kept at all; `str()` of it is the sentence for the person."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason.words)


class Uncleanable(Exception):
    """The kind is accepted, this file of it cannot be cleaned."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
