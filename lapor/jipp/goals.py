"""The seventeen Sustainable Development Goals by number, as Indonesia names them (Perpres 111/2022)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

GOALS = {
    1: _("Tanpa kemiskinan"),
    2: _("Tanpa kelaparan"),
    3: _("Kehidupan sehat dan sejahtera"),
    4: _("Pendidikan berkualitas"),
    5: _("Kesetaraan gender"),
    6: _("Air bersih dan sanitasi layak"),
    7: _("Energi bersih dan terjangkau"),
    8: _("Pekerjaan layak dan pertumbuhan ekonomi"),
    9: _("Industri, inovasi, dan infrastruktur"),
    10: _("Berkurangnya kesenjangan"),
    11: _("Kota dan permukiman yang berkelanjutan"),
    12: _("Konsumsi dan produksi yang bertanggung jawab"),
    13: _("Penanganan perubahan iklim"),
    14: _("Ekosistem lautan"),
    15: _("Ekosistem daratan"),
    16: _("Perdamaian, keadilan, dan kelembagaan yang tangguh"),
    17: _("Kemitraan untuk mencapai tujuan"),
}


def goal_choices() -> list[tuple[int, str]]:
    """ "3. Kehidupan sehat dan sejahtera", for selects."""
    return [(number, f"{number}. {name}") for number, name in GOALS.items()]
