"""Elements and grades in the words of a page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lapor.skm.codes import Element, Grade
from lapor.ui.components import Status, Tone

TONES = {Grade.A: Tone.OK, Grade.B: Tone.OK, Grade.C: Tone.WARN, Grade.D: Tone.LATE}
ICONS = {Grade.C: "alert"}


def grade_status(grade: Grade | None) -> Status:
    """ "B: Baik" with icon and colour."""
    if grade is None:
        return Status(_("belum ada jawaban"), Tone.CALM)
    return Status(f"{grade.value}: {grade.label}", TONES[grade], ICONS.get(grade, ""))


def short(code: str) -> str:
    """An element in a word or two, for a chart."""
    return {
        "U1": _("Syarat"),
        "U2": _("Prosedur"),
        "U3": _("Waktu"),
        "U4": _("Biaya"),
        "U5": _("Hasil layanan"),
        "U6": _("Kemampuan"),
        "U7": _("Sikap petugas"),
        "U8": _("Pengaduan"),
        "U9": _("Ruang dan alat"),
    }[code]


def topic_label(topic: str) -> str:
    """What a group of suggestions speaks of."""
    return f"{topic} {Element(topic).label}" if topic else _("Hal lain")
