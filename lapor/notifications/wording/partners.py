"""What the owners of programs read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lapor.notifications.wording.words import Words


def webhook_words(host: str, link: str) -> Words:
    """A webhook was switched off."""
    parts = [
        _("Kami tidak lagi mengirim pesan ke webhook Anda di %(host)s.") % {"host": host},
        _("Sudah lama server itu tidak menerima pesan kami."),
        _("Perbaiki server Anda, lalu nyalakan lagi webhook di sini: %(link)s") % {"link": link},
        _("Pesan yang gagal bisa dikirim ulang dari halaman itu."),
    ]
    return Words(_("Webhook dimatikan: %(host)s") % {"host": host}, "\n\n".join(parts) + "\n")
