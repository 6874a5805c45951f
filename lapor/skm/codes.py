"""The survey's codes: what is stored, and its Indonesian label (docs/glossary.md). Needs no database."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

ANSWERS = (1, 2, 3, 4)


class Element(TextChoices):
    """The nine elements (unsur) of PermenPANRB 14/2017; the code is stored, never a question's number."""

    U1 = "U1", _("Persyaratan")
    U2 = "U2", _("Sistem, mekanisme, dan prosedur")
    U3 = "U3", _("Waktu penyelesaian")
    U4 = "U4", _("Biaya/tarif")
    U5 = "U5", _("Produk spesifikasi jenis pelayanan")
    U6 = "U6", _("Kompetensi pelaksana")
    U7 = "U7", _("Perilaku pelaksana")
    U8 = "U8", _("Penanganan pengaduan, saran, dan masukan")
    U9 = "U9", _("Sarana dan prasarana")


ELEMENTS = tuple(element.value for element in Element)


class Weights(TextChoices):
    """How an element weighs: exactly 1/n, or as printed, cut to three decimals (caps nine at 99.90)."""

    EXACT = "exact", _("Tepat (1 dibagi jumlah unsur)")
    PRINTED = "printed", _("Seperti tercetak (tiga angka di belakang koma)")


class Grade(TextChoices):
    """Mutu pelayanan."""

    A = "A", _("Sangat baik")
    B = "B", _("Baik")
    C = "C", _("Kurang baik")
    D = "D", _("Tidak baik")
