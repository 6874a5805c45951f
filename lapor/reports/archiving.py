"""What a reporter is told of an archival where the officer has no other words: a sentence for each reason."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from lapor.reports.states import ArchiveReason

SENTENCES: dict[ArchiveReason, StrOrPromise] = {
    ArchiveReason.SARA: _(
        "Laporan Anda memuat kata-kata yang menyerang suku, agama, ras, atau golongan, jadi tidak dapat kami "
        "teruskan. Tulis lagi masalahnya tanpa kata-kata itu, lalu kirim sebagai laporan baru."
    ),
    ArchiveReason.NO_EVIDENCE: _(
        "Kami belum menemukan bukti atau keterangan yang bisa diperiksa dalam laporan Anda. Kalau ada foto, "
        "surat, atau saksi, ajukan keberatan dan sertakan."
    ),
    ArchiveReason.UNCLEAR: _(
        "Kami belum memahami apa yang terjadi dan layanan mana yang Anda laporkan. Tulis laporan baru: apa "
        "yang terjadi, di mana, kapan, dan apa yang Anda minta."
    ),
    ArchiveReason.NOT_GOVERNMENT: _(
        "Hal yang Anda laporkan bukan layanan pemerintah, jadi tidak ada instansi yang dapat kami minta "
        "menindaklanjutinya. Untuk sengketa antarwarga atau dengan perusahaan, hubungi pihak yang berwenang."
    ),
    ArchiveReason.DUPLICATE: _(
        "Hal yang sama sudah Anda laporkan dan sedang ditangani dengan nomor lain. Kelanjutannya ada pada "
        "laporan itu, jadi laporan ini kami tutup."
    ),
}


def sentence(reason_code: str) -> str:
    """The words for a reason of the list, in Indonesian; empty for what is no reason."""
    if reason_code not in ArchiveReason.values:
        return ""
    with translation.override("id"):
        return str(SENTENCES[ArchiveReason(reason_code)])
