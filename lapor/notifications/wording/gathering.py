"""The words to participants of a gathering: the question to the address, the reminder, the calling off."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lapor.jipp.models import Gathering
from lapor.notifications.wording.words import Words
from lapor.ui.dates import moment_words


def seat_words(row: Gathering, link: str, *, known: bool) -> Words:
    """To an address that somebody has typed in; `known`: its owner has confirmed this seat already.

    It holds no words of whoever typed it in, or anybody could have us carry theirs to strangers.
    """
    if known:
        body = [_("Anda sudah terdaftar di kegiatan ini."), *_facts(row)]
        body.append(_("Lihat atau batalkan pendaftaran: %(link)s") % {"link": link})
    else:
        body = [
            _("Seseorang, mungkin Anda, mendaftarkan alamat ini untuk kegiatan ini."),
            *_facts(row),
            _("Buka tautan ini dalam dua hari, lalu tekan tombol di halamannya."),
            _("Kalau tempat habis, yang belum pasti setelah satu jam diberikan kepada orang lain."),
            _("Pastikan pendaftaran: %(link)s") % {"link": link},
            _("Bukan Anda? Abaikan surel ini. Alamat Anda kami hapus."),
        ]
    return Words(_("LAPOR!: pastikan pendaftaran kegiatan"), _paragraphs(body))


def reminder_words(row: Gathering, link: str) -> Words:
    """The day before."""
    body = [
        _("Kegiatan yang Anda ikuti segera dimulai."),
        *_facts(row),
        _("Tidak jadi datang? Berikan tempatnya kepada orang lain: %(link)s") % {"link": link},
    ]
    return Words(_("LAPOR!: kegiatan Anda segera dimulai"), _paragraphs(body))


def moved_words(row: Gathering, link: str) -> Words:
    """Another day, hour or place."""
    body = [
        _("Waktu atau tempat kegiatan yang Anda ikuti berubah. Yang berlaku sekarang:"),
        *_facts(row),
        _("Tidak jadi datang? Berikan tempatnya kepada orang lain: %(link)s") % {"link": link},
    ]
    return Words(_("LAPOR!: waktu atau tempat kegiatan berubah"), _paragraphs(body))


def cancelled_words(row: Gathering) -> Words:
    body = [_("Maaf, kegiatan ini dibatalkan penyelenggaranya."), *_facts(row)]
    return Words(_("LAPOR!: kegiatan dibatalkan"), _paragraphs(body))


def _facts(row: Gathering) -> list[str]:
    return [f"{row.title}\n{moment_words(row.starts_at)}\n{row.place}"]


def _paragraphs(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"
