"""What officers read once a day: number, what happened, nearest deadline, link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.notifications.wording.notice import LONG, Notice
from lapor.notifications.wording.words import Words


@dataclass(frozen=True)
class Item:
    """One notice: its subject as a mail of its own ("Laporan #...: ..."), and the duty as it stands.

    `report_id` 0: of no single report.
    """

    report_id: int
    subject: str
    due: date | None


def digest_words(items: Sequence[Item], *, more: int) -> Words:
    """Subject and body of the mail; `more`: how many notices it leaves out."""
    count = len(items) + more
    facts = {"n": count}
    parts = [
        ngettext(
            "%(n)s kabar untuk Anda sejak ringkasan terakhir.",
            "%(n)s kabar untuk Anda sejak ringkasan terakhir.",
            count,
        )
        % facts,
        *(_line(item) for item in items),
    ]
    if more:
        parts.append(_("Dan %(n)s kabar lain; semuanya ada di daftar kabar Anda.") % {"n": more})
    parts.append(_("Buka daftar kabar: %(link)s") % {"link": f"{settings.BASE_URL}/kelola/kabar/"})
    parts.append(_("Anda meminta satu ringkasan sehari. Pilihan ini bisa Anda ubah di daftar kabar."))
    subject = ngettext("Ringkasan LAPOR!: %(n)s kabar", "Ringkasan LAPOR!: %(n)s kabar", count) % facts
    return Words(subject, "\n\n".join(parts) + "\n")


def _line(item: Item) -> str:
    due = _("Tenggat terdekat: %(due)s.") % {"due": date_format(item.due, LONG)} if item.due else ""
    link = Notice(item.report_id, "").desk_link if item.report_id else ""
    return "\n".join(line for line in (item.subject, due, link) if line)
