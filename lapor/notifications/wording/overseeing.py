"""What overseers read of surges and bulletins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.notifications.wording.notice import LONG
from lapor.notifications.wording.words import Words
from lapor.ui.numbers import figure


@dataclass(frozen=True)
class Rise:
    """A surge in words: so many reports in a week, and how many are usual."""

    category: str
    region: str
    number: int
    usual: float


def surge_words(rises: Sequence[Rise], *, more: int) -> Words:
    """Subject and body; `more`: how many surges it leaves out."""
    count = len(rises) + more
    subject = ngettext("Lonjakan laporan: %(n)s yang baru", "Lonjakan laporan: %(n)s yang baru", count) % {
        "n": figure(count)
    }
    if count == 1:
        subject = _("Lonjakan laporan: %(category)s, %(region)s") % vars(rises[0])
    parts = [
        _("Laporan yang masuk jauh lebih banyak daripada biasanya:"),
        "\n".join(_line(one) for one in rises),
        _("Dan %(n)s lonjakan lain.") % {"n": figure(more)} if more else "",
        _("Lihat daftarnya: %(link)s") % {"link": f"{settings.BASE_URL}/kelola/pengawasan/lonjakan/"},
        _("Pesan ini dikirim otomatis karena tugas Anda di LAPOR!"),
    ]
    return Words(subject, "\n\n".join(part for part in parts if part) + "\n")


def bulletin_words(agency: str, week: date) -> Words:
    """`agency`: its name; none for the whole country. `week`: its Monday."""
    facts = {
        "name": agency or _("Seluruh Indonesia"),
        "first": date_format(week, LONG),
        "last": date_format(week + timedelta(days=6), LONG),
        "link": f"{settings.BASE_URL}/kelola/pengawasan/buletin/",
    }
    parts = [
        _("Buletin pekanan %(name)s sudah jadi.") % facts,
        _("Isinya angka %(first)s sampai %(last)s, tanpa data pribadi.") % facts,
        _("Unduh di sini: %(link)s") % facts,
        _("Pesan ini dikirim otomatis karena tugas Anda di LAPOR!"),
    ]
    return Words(_("Buletin pekanan: %(name)s") % facts, "\n\n".join(parts) + "\n")


def _line(one: Rise) -> str:
    facts = {"number": figure(one.number), "usual": figure(one.usual, 1)}
    return _("%(category)s, %(region)s: %(number)s laporan dalam sepekan, biasanya %(usual)s") % (
        facts | {"category": one.category, "region": one.region}
    )
