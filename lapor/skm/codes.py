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


class PeriodStatus(TextChoices):
    """A survey period is prepared, takes answers, takes none any more, and is public."""

    DRAFT = "draft", _("Disiapkan")
    OPEN = "open", _("Dibuka")
    CLOSED = "closed", _("Ditutup")
    PUBLISHED = "published", _("Diumumkan")


class Way(TextChoices):
    """How an answer came."""

    LINK = "link", _("Tautan")
    KIOSK = "kiosk", _("Layar di loket")
    SMS = "sms", _("SMS")
    PAPER = "paper", _("Kertas")
    IMPORT = "import", _("Berkas impor")
    INVITATION = "invitation", _("Undangan")


class OddityKind(TextChoices):
    """Why an answer looks odd. It goes on counting until somebody decides otherwise."""

    DUPLICATE = "duplicate", _("Isinya sama dari perangkat yang sama")
    STRAIGHT = "straight", _("Semua jawaban sama")
    FAST = "fast", _("Terlalu cepat")
    DEVICE = "device", _("Banyak jawaban dari satu perangkat")
    CROWD = "crowd", _("Banyak jawaban dari satu alamat jaringan")


class AgeBand(TextChoices):
    UNDER_20 = "under_20", _("Di bawah 20 tahun")
    FROM_20 = "20_29", _("20-29 tahun")
    FROM_30 = "30_39", _("30-39 tahun")
    FROM_40 = "40_49", _("40-49 tahun")
    FROM_50 = "50_59", _("50-59 tahun")
    FROM_60 = "60_up", _("60 tahun ke atas")


class Sex(TextChoices):
    FEMALE = "female", _("Perempuan")
    MALE = "male", _("Laki-laki")


class Education(TextChoices):
    SD = "sd", _("SD")
    SMP = "smp", _("SMP")
    SMA = "sma", _("SMA")
    D1_D3 = "d1_d3", _("D1-D3")
    S1 = "s1", _("S1")
    S2 = "s2", _("S2")
    S3 = "s3", _("S3")


class Occupation(TextChoices):
    PNS = "pns", _("PNS")
    TNI = "tni", _("TNI")
    POLRI = "polri", _("Polri")
    EMPLOYEE = "employee", _("Karyawan swasta")
    ENTREPRENEUR = "entrepreneur", _("Wirausaha")
    OTHER = "other", _("Pekerjaan lain")


# The profile of a respondent (annex of PermenPANRB 14/2017): field of a response -> its codes.
PROFILE: dict[str, type[TextChoices]] = {
    "age": AgeBand,
    "sex": Sex,
    "education": Education,
    "occupation": Occupation,
}
