"""Blanks of a template that an officer must fill before anything goes to a reporter."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from lapor.reports.refusals import BadInput

# Fields that a template may hold; the desk fills them in. One still standing in an answer is a blank as well.
FIELDS = ("nomor", "judul", "pelapor", "instansi", "unit", "batas_waktu", "tanggal")
OWN = "isi"
_BLANK = re.compile(rf"\{{\s*(?:{OWN}\s*:[^{{}}]*|{'|'.join(FIELDS)})\s*\}}", re.IGNORECASE)
SHOWN = 5


def blanks(text: str) -> list[str]:
    """The unfilled ones as they stand in the text, each once."""
    return list(dict.fromkeys(_BLANK.findall(text)))


def filled(field: str, text: str) -> str:
    """The text, when nothing in it is left to fill; BadInput that names what is."""
    left = blanks(text)
    if left:
        named = ", ".join(left[:SHOWN])
        raise BadInput(
            **{
                field: _("Masih ada yang belum diisi: %(blanks)s. Ganti bagian dalam kurung itu.")
                % {"blanks": named}
            }
        )
    return text
