"""Pages to read: what this is, how it works, what happens to one's data; and what robots may do."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from lapor.reports import retention
from lapor.reports.secrecy import openings_total

ROBOTS = """User-agent: *
Disallow: /akun/
Disallow: /api/
Disallow: /kelola/
Disallow: /lacak/
Disallow: /langganan/
Disallow: /masuk/
Disallow: /laporan/*/*/
Disallow: /lapor/terima/
Disallow: /gateway/
Disallow: /open311/
Disallow: /skm/isi/
Disallow: /skm/kios/
Disallow: /skm/undangan/
Disallow: /undangan/
Disallow: /*lanjut=
Allow: /
"""

# Kinds of retention.csv in words; a kind without words is shown by its code, so that none is left out.
KINDS = {
    "limit_mark": gettext_lazy("Sidik tersandi untuk menahan banjir laporan"),
    "one_time_code": gettext_lazy("Kode sekali pakai"),
    "session": gettext_lazy("Sesi masuk"),
    "outgoing_message": gettext_lazy("Isi dan alamat pesan yang kami kirim"),
    "unconfirmed_alert": gettext_lazy("Alamat langganan kabar yang belum dipastikan"),
    "gathering_participant": gettext_lazy("Nama dan alamat peserta kegiatan"),
    "refused_words": gettext_lazy("Pertanyaan dan tanggapan yang tidak ditampilkan"),
    "invitation": gettext_lazy("Undangan ke meja petugas"),
    "raw_inbound": gettext_lazy("SMS, surel, dan kiriman aplikasi, seperti aslinya"),
    "identity": gettext_lazy("Nama dan kontak pelapor"),
    "export_file": gettext_lazy("Berkas laporan yang diminta petugas"),
    "internal_note": gettext_lazy("Catatan antarpetugas tentang laporan"),
    "webhook_message": gettext_lazy("Catatan pesan ke sistem instansi dan mitra"),
    "api_token": gettext_lazy("Token API yang sudah berakhir"),
}
# The column counted_from in words that can be translated; the file's own words where there are none.
COUNTED_FROM = {
    "sejak dicatat": gettext_lazy("sejak dicatat"),
    "sejak token berakhir": gettext_lazy("sejak token berakhir"),
    "sejak kode berakhir": gettext_lazy("sejak kode berakhir"),
    "sejak sesi berakhir": gettext_lazy("sejak sesi berakhir"),
    "sejak undangan berakhir": gettext_lazy("sejak undangan berakhir"),
    "sejak langganan diminta": gettext_lazy("sejak langganan diminta"),
    "sejak pesan dibuat": gettext_lazy("sejak pesan dibuat"),
    "sejak pesan diterima": gettext_lazy("sejak pesan diterima"),
    "sejak laporan berakhir": gettext_lazy("sejak laporan berakhir"),
    "sejak berkas jadi": gettext_lazy("sejak berkas jadi"),
    "sejak dikirim": gettext_lazy("sejak dikirim"),
    "sejak kegiatan berakhir": gettext_lazy("sejak kegiatan berakhir"),
}


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    rows = [{"what": KINDS.get(row.kind, row.kind), "how_long": _how_long(row)} for row in _kept()]
    return render(request, "portal/privacy.html", {"retention": rows, "openings": openings_total()})


def _kept() -> list[retention.Retention]:
    return list(retention.kinds().values())


def _how_long(row: retention.Retention) -> str:
    moment = COUNTED_FROM.get(row.counted_from, row.counted_from)
    if row.days == 0:
        return _("langsung dihapus %(moment)s") % {"moment": moment}
    days = ngettext("%(n)d hari", "%(n)d hari", row.days) % {"n": row.days}
    return f"{days} {moment}"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Pages of lists are left out, for a list never ends; all reports stand in the sitemap."""
    text = f"{ROBOTS}\nSitemap: {settings.BASE_URL}{reverse('portal:sitemap-index')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
