"""What a reporter is told of an archival where the officer has no other words: a sentence for each reason.

In Indonesian whatever the officer's language, as all that officers write to reporters.
"""

from __future__ import annotations

from lapor.reports.states import ArchiveReason

SENTENCES: dict[ArchiveReason, str] = {
    ArchiveReason.SARA: (
        "Laporan Anda memuat kata-kata yang menyerang suku, agama, ras, atau golongan, jadi tidak dapat kami "
        "teruskan. Tulis lagi masalahnya tanpa kata-kata itu, lalu kirim sebagai laporan baru."
    ),
    ArchiveReason.NO_EVIDENCE: (
        "Kami belum menemukan bukti atau keterangan yang bisa diperiksa dalam laporan Anda. Kalau ada foto, "
        "surat, atau saksi, ajukan keberatan dan sertakan."
    ),
    ArchiveReason.UNCLEAR: (
        "Kami belum memahami apa yang terjadi dan layanan mana yang Anda laporkan. Tulis laporan baru: apa "
        "yang terjadi, di mana, kapan, dan apa yang Anda minta."
    ),
    ArchiveReason.NOT_GOVERNMENT: (
        "Hal yang Anda laporkan bukan layanan pemerintah, jadi tidak ada instansi yang dapat kami minta "
        "menindaklanjutinya. Untuk sengketa antarwarga atau dengan perusahaan, hubungi pihak yang berwenang."
    ),
    ArchiveReason.DUPLICATE: (
        "Hal yang sama sudah Anda laporkan dan sedang ditangani dengan nomor lain. Kelanjutannya ada pada "
        "laporan itu, jadi laporan ini kami tutup."
    ),
}


def sentence(reason_code: str) -> str:
    """The words for a reason of the list; empty for what is no reason."""
    return SENTENCES[ArchiveReason(reason_code)] if reason_code in ArchiveReason.values else ""
