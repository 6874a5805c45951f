"""The words of an invitation to the officers' desk."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lapor.accounts.models import Invitation
from lapor.accounts.roles import Role
from lapor.notifications.wording.words import Words
from lapor.ui.dates import day_words


def invitation_words(invitation: Invitation, link: str) -> Words:
    """What is offered, by when, and where; and what to do when it is a mistake."""
    facts = {
        "name": invitation.name or invitation.email,
        "role": Role(invitation.role).label,
        "place": invitation.agency.name if invitation.agency else _("seluruh Indonesia"),
        "link": link,
        "day": day_words(invitation.expires_at),
    }
    body = _(
        "Yth. %(name)s,\n\n"
        "Anda diundang ke meja petugas LAPOR! sebagai %(role)s untuk %(place)s.\n\n"
        "Buka tautan ini, lalu tekan tombol di halamannya:\n%(link)s\n\n"
        "Tautan berlaku satu kali, sampai %(day)s.\n\n"
        "Merasa ini keliru? Abaikan surel ini; tidak ada yang berubah.\n"
    )
    return Words(_("Undangan ke meja petugas LAPOR!"), body % facts)
