"""What the people of the innovation network read of each other's acts."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapor.jipp.codes import JippAct
from lapor.jipp.models import HistoryRow
from lapor.notifications.wording.words import Words

# One sentence an act; acts that are missing are told to nobody.
SAYS: Mapping[JippAct, str | Promise] = {
    JippAct.SUBMIT: gettext_lazy("Sebuah inovasi menunggu tinjauan Anda."),
    JippAct.RETURN: gettext_lazy(
        "Kurator mengembalikan tulisan Anda. Baca catatannya, perbaiki, lalu ajukan lagi."
    ),
    JippAct.PUBLISH: gettext_lazy("Inovasi Anda sudah terbit dan dapat dibaca semua orang."),
    JippAct.ASK: gettext_lazy("Sebuah instansi ingin meniru inovasi Anda. Terima atau tolak permintaannya."),
    JippAct.ACCEPT: gettext_lazy("Permintaan replikasi Anda diterima. Sepakati rencananya."),
    JippAct.REFUSE: gettext_lazy("Permintaan replikasi Anda tidak diterima. Alasannya ada di halamannya."),
    JippAct.AGREE: gettext_lazy("Rencana replikasi sudah disepakati."),
    JippAct.MENTOR: gettext_lazy("Anda ditunjuk mendampingi sebuah replikasi."),
    JippAct.NOTE: gettext_lazy("Ada catatan baru dalam replikasi ini."),
    JippAct.FINISH: gettext_lazy("Sebuah replikasi selesai. Hasilnya tampil untuk umum."),
    JippAct.STOP: gettext_lazy("Sebuah replikasi dihentikan. Alasannya ada di halamannya."),
    JippAct.REMIND: gettext_lazy(
        "Replikasi ini tersendat: ada langkah yang lewat dari tanggalnya, atau permintaan yang belum dijawab."
    ),
}


def network_words(row: HistoryRow) -> Words:
    """Subject and body: what happened to which innovation, and where it is read."""
    title = row.version.title if row.version else row.innovation.title
    said = [str(SAYS[JippAct(row.act)]), _("Inovasi: %(title)s") % {"title": title}]
    return Words(f"{row.get_act_display()}: {title}", _body(said, _path(row)))


def waiting_words(said: str, title: str, path: str) -> Words:
    """Something waits for the reader: what, about which thing of ours, and where. No words of strangers."""
    return Words(f"{said.rstrip('.')}: {title}", _body([said, title], path))


def _body(said: list[str], path: str) -> str:
    link = _("Buka di sini: %(link)s") % {"link": f"{settings.BASE_URL}{path}"}
    return "\n\n".join([*said, link, _("Pesan ini dikirim otomatis karena tugas Anda di LAPOR!")]) + "\n"


def _path(row: HistoryRow) -> str:
    """As text: this room stands below the doors that answer it."""
    if row.replication_id:
        return f"/kelola/inovasi/replikasi/{row.replication_id}/"
    tail = "tinjauan/" if row.act == JippAct.SUBMIT else ""
    return f"/kelola/inovasi/{row.innovation_id}/{tail}"
