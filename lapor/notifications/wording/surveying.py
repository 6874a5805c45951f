"""What is written about satisfaction surveys: to reporters of closed reports, to those who run surveys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.notifications.wording.words import Words, gsm
from lapor.ui.dates import day_words
from lapor.ui.numbers import figure

# How many units one mail names; it says how many more there are.
NAMED = 20


def invitation_words(report_id: int, link: str, *, last: date, channel: str) -> Words:
    """Number and link, nothing else of the report."""
    facts = {"id": report_id, "link": link, "last": day_words(last)}
    if channel == "sms":
        return Words("", gsm(_("LAPOR #%(id)s: puaskah Anda? Jawab tanpa nama: %(link)s") % facts))
    parts = [
        _("Laporan #%(id)s sudah ditutup. Puaskah Anda dengan penanganannya?") % facts,
        _("Jawab beberapa pertanyaan, sekitar dua menit: %(link)s") % facts,
        _("Tautan ini berlaku satu kali, sampai %(last)s.") % facts,
        _("Jawaban Anda tidak dihubungkan dengan laporan Anda."),
        _("Tidak ingin menjawab? Abaikan surel ini. Kami hanya bertanya satu kali."),
    ]
    return Words(_("Laporan #%(id)s: puaskah Anda?") % facts, "\n\n".join(parts) + "\n")


def reminder_words(names: Sequence[str], *, year: int) -> Words:
    """Which units have no published survey in the year, and what to do."""
    count, more = len(names), len(names) - NAMED
    facts = {"n": figure(count), "year": year}
    subject = ngettext(
        "Survei kepuasan %(year)s: %(n)s unit belum mengumumkan",
        "Survei kepuasan %(year)s: %(n)s unit belum mengumumkan",
        count,
    )
    parts = [
        _("Unit layanan ini belum mengumumkan survei kepuasan tahun %(year)s:") % facts,
        "\n".join(f"- {name}" for name in names[:NAMED]),
        _("Dan %(n)s unit lain.") % {"n": figure(more)} if more > 0 else "",
        _("PermenPANRB 14/2017 mewajibkannya paling sedikit sekali setahun."),
        _("Buka survei di sini: %(link)s") % {"link": f"{settings.BASE_URL}/kelola/skm/"},
        _("Pesan ini dikirim otomatis karena tugas Anda di LAPOR!"),
    ]
    return Words(subject % facts, "\n\n".join(part for part in parts if part) + "\n")
