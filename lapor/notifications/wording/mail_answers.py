"""What we answer to a mail that came in, where it could not do what its writer wanted."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from lapor.notifications.wording.words import Words
from lapor.reports.models import Report


class Answer(StrEnum):
    """The occasions of an answer."""

    NO_ADDRESS = "no_address"
    FORGED = "forged"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    ENDED = "ended"
    RIGHTS_OVER = "rights_over"
    FILES = "files"


_SAID: dict[Answer, StrOrPromise] = {
    Answer.NO_ADDRESS: gettext_lazy(
        "Surel Anda sampai, tetapi laporan tidak bisa dibuat lewat surel. "
        "Tidak ada yang kami simpan sebagai laporan."
    ),
    Answer.FORGED: gettext_lazy(
        "Surel Anda sampai, tetapi alamat tujuannya tidak cocok dengan laporan mana pun, "
        "jadi tidak masuk ke laporan. Balas langsung surel kami yang terakhir tanpa mengubah alamatnya."
    ),
    Answer.EMPTY: gettext_lazy(
        "Balasan Anda sampai, tetapi tidak berisi tulisan baru: yang ada hanya kutipan surel kami. "
        "Tulis tanggapan Anda di atas kutipan, lalu kirim lagi."
    ),
    Answer.TOO_LONG: gettext_lazy(
        "Balasan Anda terlalu panjang, jadi belum masuk ke laporan. "
        "Pendekkan sampai 10.000 huruf, lalu kirim lagi."
    ),
    Answer.TOO_LARGE: gettext_lazy(
        "Surel Anda lebih besar dari 30 MB, jadi tidak dapat kami baca. "
        "Kirim lagi dengan lampiran yang lebih kecil."
    ),
    Answer.ENDED: gettext_lazy(
        "Laporan ini sekarang berstatus “%(status)s”, jadi balasan Anda belum masuk. "
        "Belum selesai? Buka lagi laporannya atau ajukan keberatan di halaman laporan."
    ),
    Answer.RIGHTS_OVER: gettext_lazy(
        "Laporan ini sudah berakhir lebih dari 180 hari, jadi balasan Anda tidak masuk. "
        "Masalahnya masih ada? Buat laporan baru dan sebut nomor laporan ini di dalamnya."
    ),
    Answer.FILES: gettext_lazy("Tulisan Anda sudah masuk ke laporan, tetapi berkas berikut tidak:"),
}


def answer_words(answer: Answer, *, report: Report | None, details: list[str]) -> Words:
    """`details`: lines below the sentence (refused files, and why). The subject names no content."""
    status = report.get_status_display() if report else ""
    parts = [str(_SAID[answer]) % {"status": status}]
    if details:
        parts.append("\n".join(f"- {detail}" for detail in details))
    parts.append(_next(report) if report and answer is not Answer.RIGHTS_OVER else _form())
    parts.append(_("Pesan ini dikirim otomatis."))
    return Words(_subject(report), "\n\n".join(parts) + "\n")


def _subject(report: Report | None) -> str:
    about = _("Laporan #%(id)s") % {"id": report.pk} if report else "LAPOR!"
    return f"{about}: {_('tentang surel Anda')}"


def _next(report: Report) -> str:
    return _("Buka laporan: %(link)s") % {"link": f"{settings.BASE_URL}/laporan/{report.pk}/"}


def _form() -> str:
    return _(
        "Untuk membuat laporan, isi formulir di %(form)s, atau kirim SMS ke 1708.\n"
        "Sudah punya laporan? Buka dengan nomor dan kode aksesnya di %(track)s."
    ) % {"form": f"{settings.BASE_URL}/lapor/", "track": f"{settings.BASE_URL}/lacak/"}
