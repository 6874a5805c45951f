"""What a report usually lacks, as a list to tick: the reporter reads it as one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.reports.refusals import BadInput


class Missing(TextChoices):
    """UU 25/2009 article 40: an incomplete complaint is given back with what it lacks."""

    PLACE = "place", gettext_lazy("Tempat kejadian: alamat, desa, atau patokan yang dekat")
    DATE = "date", gettext_lazy("Tanggal dan jam kejadian")
    STORY = "story", gettext_lazy("Urutan kejadian: apa yang terjadi lebih dulu, apa sesudahnya")
    PROOF = "proof", gettext_lazy("Bukti: foto, surat, kuitansi, atau tangkapan layar")
    SERVICE_UNIT = "service_unit", gettext_lazy("Nama kantor atau unit layanan yang dilaporkan")
    OFFICER = "officer", gettext_lazy("Nama atau jabatan petugas yang melayani, kalau tahu")
    FILE_NUMBER = "file_number", gettext_lazy("Nomor berkas, permohonan, atau pelanggan")
    EARLIER = "earlier", gettext_lazy("Apa yang sudah Anda lakukan, dan jawaban yang Anda terima")
    WISH = "wish", gettext_lazy("Apa yang Anda minta dari instansi")


def checked(codes: Iterable[str]) -> list[Missing]:
    """The items in the list's order, each once; BadInput where one is no item of it."""
    given = set(codes)
    if not given <= set(Missing.values):
        raise BadInput(missing=_("Pilih dari daftar ini."))
    return [one for one in Missing if one in given]


def as_list(items: Iterable[Missing], more: str) -> str:
    """The message to the reporter: a line for each item, then the officer's own words. In Indonesian."""
    with translation.override("id"):
        lines = [f"- {one.label}" for one in items]
    return "\n\n".join(part for part in ("\n".join(lines), more) if part)
