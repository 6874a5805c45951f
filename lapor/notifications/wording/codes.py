"""The words that carry a one-time code."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lapor.notifications.wording.words import Words, gsm

MINUTES = 10


def code_words(code: str, *, channel: str, report_id: int | None) -> Words:
    """The code, how long it lives, and the warning not to give it away."""
    about = _("Laporan #%(id)s") % {"id": report_id} if report_id else "LAPOR!"
    facts = {"about": about, "code": code, "minutes": MINUTES}
    if channel == "sms":
        return Words(
            "",
            gsm(
                _(
                    "%(about)s: kode Anda %(code)s, berlaku %(minutes)s menit. "
                    "Jangan berikan kepada siapa pun. Petugas tidak pernah memintanya."
                )
                % facts
            ),
        )
    body = _(
        "Kode Anda: %(code)s\n\n"
        "Masukkan kode ini di halaman yang memintanya. Kode berlaku %(minutes)s menit.\n\n"
        "Jangan berikan kode ini kepada siapa pun. Petugas LAPOR! tidak pernah memintanya.\n\n"
        "Tidak merasa meminta kode? Abaikan pesan ini; tanpa kode, kontak Anda tidak dipakai.\n"
    )
    return Words(_("%(about)s: kode untuk memastikan kontak Anda") % facts, body % facts)
