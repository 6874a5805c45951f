"""The words of subscriptions to a public search: the question to the address, and the digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lapor.notifications.wording.words import Words
from lapor.registry.nearby import nearest
from lapor.reports.states import ReportClass
from lapor.ui.texts import upright


@dataclass(frozen=True)
class Told:
    """One public report: its masked title, empty where it has none, and the names of where it belongs."""

    id: int
    title: str
    names: Sequence[str]


def search_words(chosen: Mapping[str, Any], *, quoted: bool = True) -> str:
    """ "“jalan rusak”, Kota Surabaya"; "semua laporan publik" where nothing narrows.

    Not `quoted`: without the words that somebody typed.
    """
    parts = []
    if chosen.get("q"):
        parts.append(f"“{upright(chosen['q'])}”" if quoted else _("kata-kata yang dicari"))
    parts += [str(chosen[name].name) for name in ("kategori", "instansi", "wilayah") if chosen.get(name)]
    if kind := chosen.get("kelas"):
        parts.append(str(ReportClass(kind).label))
    if point := chosen.get("dekat"):
        parts.append(_("dekat %(place)s") % {"place": ", ".join(near.region.name for near in nearest(point))})
    return ", ".join(parts) or _("semua laporan publik")


def asked_words(chosen: Mapping[str, Any], link: str, *, days: int, known: bool) -> Words:
    """To an address that somebody has typed in; `known`: its owner has this alert already.

    It holds no words of whoever asked, or anybody could have us carry theirs to strangers.
    """
    facts = {"search": search_words(chosen, quoted=False), "link": link, "days": days}
    if known:
        body = [
            _("Anda sudah berlangganan kabar laporan baru: %(search)s.") % facts,
            _("Ubah jadwal atau berhenti: %(link)s") % facts,
        ]
    else:
        body = [
            _("Seseorang, mungkin Anda, meminta kabar laporan baru ke alamat ini: %(search)s.") % facts,
            _("Buka tautan ini, lalu tekan tombol di halamannya. Tautan berlaku %(days)s hari.") % facts,
            _("Pastikan langganan: %(link)s") % facts,
            _("Bukan Anda? Abaikan surel ini. Tanpa tombol itu kami tidak mengirim kabar apa pun."),
        ]
    return Words(_("LAPOR!: pastikan langganan kabar"), _paragraphs(body))


def alert_words(
    chosen: Mapping[str, Any], reports: Sequence[Told], *, more: bool, query: str, own_link: str
) -> Words:
    """The digest; `more`: there are others than those named, behind the link to the public list."""
    count = len(reports)
    facts = {"n": count, "search": search_words(chosen)}
    subject = ngettext(
        "LAPOR!: %(n)s laporan baru, %(search)s", "LAPOR!: %(n)s laporan baru, %(search)s", count
    )
    link = f"{settings.BASE_URL}/laporan/{f'?{query}' if query else ''}"
    body = [
        _("Laporan yang baru terbuka untuk umum: %(search)s.") % facts,
        *(_line(report) for report in reports),
        _("Masih ada yang lain di daftar laporan.") if more else "",
        _("Lihat semuanya: %(link)s") % {"link": link},
        _("Anda menerima surel ini karena Anda memastikan langganan kabar LAPOR!."),
        _("Ubah jadwal atau berhenti: %(link)s") % {"link": own_link},
    ]
    return Words(subject % facts, _paragraphs(body))


def _line(report: Told) -> str:
    title = " ".join(upright(report.title).split())
    lines = [f"#{report.id} {title}".strip(), ", ".join(report.names)]
    return "\n".join([*filter(None, lines), f"{settings.BASE_URL}/laporan/{report.id}/"])


def _paragraphs(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
